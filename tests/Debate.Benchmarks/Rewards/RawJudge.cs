using System.Diagnostics;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Benchmarks.Rewards;

/// <summary>
/// The minimum cost of a reward: evidence debates over the simulator's patients, solved in both orders on one thread, without a server.
/// </summary>
internal static class RawJudge
{
    private const int Hidden = 64;
    private const int Rounds = 3;

    public static void Run(int games)
    {
        var environment = Setting.Of(Setting.Names[0], null).Environment;
        var shape = new JudgeShape(environment.Features.Count, environment.Actions, Hidden);
        foreach (var items in new[] { 2, 4 })
        {
            var judge = new LearnedJudge(
                JudgeNetwork.Fresh(shape, Draws.Of(1, "judge")), environment.Features.Names, new(items, Weighting.InverseFrequency, "nothing", 1));
            Play(judge, environment, games / 10);
            for (var round = 1; round <= Rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                Play(judge, environment, games);
                Console.WriteLine($"{items} items: {games / watch.Elapsed.TotalSeconds:0} rewards/s on one thread");
            }
        }
    }

    private static void Play(LearnedJudge judge, TabularEnvironment environment, int games)
    {
        var draws = Draws.Of(2, "games");
        for (var game = 0; game < games; game++)
        {
            var action = draws.Below(environment.Actions);
            var other = (action + 1 + draws.Below(environment.Actions - 1)) % environment.Actions;
            DebateReward.Of(judge, environment.Features, draws.Below(environment.States), (action, other));
        }
    }
}
