using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Journals;
using Debate.Hosting;

namespace Debate.Benchmarks.Debates;

/// <summary>MAD debates of eleven effects through the embedded silo, a number in flight, on a journal in memory and on SQLite.</summary>
internal static class DebatesPerSecond
{
    public static async Task RunAsync(int debates, int inFlight)
    {
        if (debates > 0) await MeasureAsync("memory", new MemoryJournal(), debates, inFlight);
        var folder = Directory.CreateTempSubdirectory("debate-bench");
        await using (var journal = SqliteJournal.Open(folder.FullName)) await MeasureAsync("sqlite", journal, debates, inFlight);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(string name, IJournal journal, int debates, int inFlight)
    {
        using var models = new InstantModels();
        await using var silo = await EmbeddedSilo.StartAsync(journal, models);
        await PlayAsync(silo, $"{name}-warm", debates / 4, inFlight);
        var allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        await PlayAsync(silo, name, debates, inFlight);
        Console.WriteLine($"{name}: {debates / watch.Elapsed.TotalSeconds:0} debates/s, {(GC.GetTotalAllocatedBytes() - allocated) / debates / 1024} KiB allocated a debate");
    }

    private static async Task PlayAsync(EmbeddedSilo silo, string name, int debates, int inFlight)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= debates;)
            {
                var outcome = await silo.RunAsync(Snapshot($"{name}-{i}"));
                if (outcome.Verdict?.Ended != "fallback") throw new InvalidOperationException(outcome.ToString());
            }
        }));
    }

    private static Snapshot Snapshot(string id)
    {
        var options = Mad.Entry.Complete([]);
        return new()
        {
            Id = new(id),
            Kind = "debate",
            Name = id,
            Protocol = "mad",
            Version = Mad.Entry.Stamp,
            Options = options,
            Seats = [.. Mad.Entry.Seats(options).Select(s => new Seat(s, "instant"))],
            Problem = new("q", "Alice walks up a hill at 1 m/s and down at 3 m/s. What is her average speed?"),
            Seed = 1,
        };
    }
}
