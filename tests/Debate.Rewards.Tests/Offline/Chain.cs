using Debate.Rewards.Environments;

namespace Debate.Rewards.Tests.Offline;

/// <summary>
/// A corridor of three open states, then death (3) and survival (4). Action 0 moves one state on, from the last one to survival; action 1
/// dies with probability .5, otherwise moves on; action 2 is admissible only in the first state, where it waits.
/// </summary>
internal static class Chain
{
    public static TabularEnvironment Environment { get; } = new(
        "corridor", new(5, 3, Row), [1, 0, 0, 0, 0],
        [EpisodeEnd.Ongoing, EpisodeEnd.Ongoing, EpisodeEnd.Ongoing, EpisodeEnd.Death, EpisodeEnd.Survival],
        new(["a", "b", "c"], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]));

    /// <summary>Every action with equal probability.</summary>
    public static Policy Anything { get; } = Policy.Uniform("anything", 5, 3);

    private static IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => (state, action) switch
    {
        ( > 2, _) => [new(state, 1)],
        (_, 0) => [new(On(state), 1)],
        (_, 1) => [new(On(state), .5), new(3, .5)],
        (0, 2) => [new(0, 1)],
        _ => [],
    };

    private static int On(int state) => state == 2 ? 4 : state + 1;
}
