using System.Diagnostics;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Client;
using Debate.Contracts;
using Debate.Core;
using Debate.Deliberation.Engine;

namespace Debate.GraphEditors;

/// <summary>
/// Small queries beside a hard one, which is then cancelled: prints the durations in milliseconds, one line per kind. A search has stopped
/// when the silo no longer counts it.
/// </summary>
internal static class HardInstance
{
    private static readonly SolveLimits Long = new(TimeSpan.FromMinutes(10));

    public static async Task<int> RunAsync(string place, int holes, int small, int cancels)
    {
        await using var client = await DebateClient.ConnectAsync(place);
        var hard = PigeonHole.Of(holes);
        var (alone, beside, stopped) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < small; i++) alone.Add(await AskAsync(client, i));
        for (var round = 0; round < cancels; round++)
        {
            using var cancel = new CancellationTokenSource();
            var asked = client.SolveAsync(hard, Long, cancel.Token);
            for (var i = 0; i < small; i++) beside.Add(await AskAsync(client, i));
            stopped.Add(await CancelAsync(client, asked, cancel));
        }
        Tell("small, alone", alone);
        Tell("small, beside the hard one", beside);
        Tell("hard, from being cancelled to having stopped", stopped);
        return 0;
    }

    private static async Task<double> CancelAsync(DebateClient client, Task<SolverReply> asked, CancellationTokenSource cancel)
    {
        if (asked.IsCompleted) throw new InvalidOperationException($"the hard instance ended: {await asked}");
        var solver = client.Grains.GetGrain<ISolverGrain>(0);
        if (await solver.CountActiveAsync() != 1) throw new InvalidOperationException("the hard instance does not run");
        var began = Stopwatch.GetTimestamp();
        cancel.Cancel();
        while (await solver.CountActiveAsync() > 0) await Task.Yield();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await Task.WhenAny(asked);
        return asked.IsCanceled ? took : throw new InvalidOperationException($"cancelled, and yet it ended: {asked.Status}");
    }

    private static async Task<double> AskAsync(DebateClient client, int seed)
    {
        var began = Stopwatch.GetTimestamp();
        var reply = await client.SolveAsync(Small(seed), Long);
        return reply.Answer is null
            ? throw new InvalidOperationException($"{reply.Trouble} {reply.Message}")
            : Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>A random framework of twenty arguments, each of which attacks about three others.</summary>
    private static SolveCall Small(int seed)
    {
        var draws = SeededRandom.Create(seed, "small");
        int[] Drawn() => [.. Enumerable.Range(0, 60).Select(_ => draws.NextInt(20))];
        return SolveCall.Create(Framework.Create(20, Drawn(), Drawn()), Query.Parse("DC-PR", 0));
    }

    private static void Tell(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: median {milliseconds[milliseconds.Count / 2]:0.0} ms, longest {milliseconds[^1]:0.0} ms of {milliseconds.Count}"));
    }
}
