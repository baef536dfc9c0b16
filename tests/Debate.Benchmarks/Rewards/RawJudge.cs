using System.Diagnostics;
using Debate.Core;
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
        var environment = Benchmark.Create(Benchmark.Names[0], null).Environment;
        var shape = new JudgeShape(environment.Features.Count, environment.Actions, Hidden);
        foreach (var items in new[] { 2, 4 })
        {
            var judge = new LearnedJudge(
                JudgeNetwork.CreateRandom(shape, SeededRandom.Create(1, "judge")), environment.Features.Names,
                new(items, DemonstrationWeighting.InverseFrequency, "nothing", 1));
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
        var draws = SeededRandom.Create(2, "games");
        for (var game = 0; game < games; game++)
        {
            var action = draws.NextInt(environment.Actions);
            var other = (action + 1 + draws.NextInt(environment.Actions - 1)) % environment.Actions;
            DebateReward.Compute(judge, environment.Features, draws.NextInt(environment.States), (action, other));
        }
    }
}
