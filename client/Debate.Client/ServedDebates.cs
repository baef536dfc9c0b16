using Debate.Rewards.Evidence;
using Debate.Rewards.Offline;

namespace Debate.Client;

/// <summary>
/// Debate rewards from a reward server, whose profile debates evidence: what learning from logged transitions is fed with.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="profile">How it rewards; null for its usual way.</param>
public sealed class ServedDebates(RewardClient client, string? profile = null) : IDebateRewards
{
    /// <summary>
    /// An answer to each question, in their order. An <see cref="InputException"/> where the server cannot answer one, a
    /// <see cref="RewardServerException"/> where it refuses or is not there.
    /// </summary>
    public async ValueTask<IReadOnlyList<DebateReward>> OfAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop)
    {
        var results = await client.ScoreAsync([.. questions.Select(q => ScoreItem.Evidence(q.State, q.Action, q.Other))], profile, stop);
        return [.. results.Select((result, i) => Reward(questions[i], result))];
    }

    private static DebateReward Reward(DebateQuestion question, ScoreResult result) =>
        result.Contests is [{ Reversed: { } reversed } contest]
            ? new(Value(contest.InOrder), Value(reversed))
            : throw new InputException(FormattableString.Invariant(
                $"state {question.State}, actions {question.Action}, {question.Other}: {result.Detail ?? "the server judged one order only"}"));

    private static int Value(double probability) => (int)Math.Round(2 * probability - 1);
}
