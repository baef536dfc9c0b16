using System.Diagnostics;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;

namespace Debate.Benchmarks.Debates;

/// <summary>
/// Throughput of MAD debates of eleven effects through the embedded silo, with a number of them in flight, on an in-memory and a SQLite
/// journal. After a warm-up the two alternate, because the speed of a shared machine varies.
/// </summary>
internal static class DebatesPerSecond
{
    private const int Rounds = 3;

    public static async Task RunAsync(int debates, int inFlight)
    {
        await OnMemoryAsync("warm-up", debates, inFlight);
        for (var round = 1; round <= Rounds; round++)
        {
            await OnMemoryAsync("memory", debates, inFlight);
            await OnSqliteAsync("sqlite", debates, inFlight);
        }
        await OnMemoryAsync("memory, one in flight", debates / 4, 1);
    }

    private static Task OnMemoryAsync(string name, int debates, int inFlight) => MeasureAsync(name, new MemoryJournal(), debates, inFlight);

    private static async Task OnSqliteAsync(string name, int debates, int inFlight)
    {
        var folder = Directory.CreateTempSubdirectory("debate-bench");
        await using (var journal = SqliteJournal.Open(folder.FullName)) await MeasureAsync(name, journal, debates, inFlight);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(string name, IJournal journal, int debates, int inFlight)
    {
        using var models = new InstantModels();
        await using var silo = await EmbeddedSilo.StartAsync(journal, models);
        var allocated = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await PlayAsync(silo, debates, inFlight);
        var (rate, kib) = (debates / watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes() - allocated) / debates / 1024);
        var micros = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / debates;
        Console.WriteLine($"{name}: {rate:0} debates/s; a debate takes {micros:0} us of processor time and {kib} KiB; an effect {1e6 / rate / ElevenCallDebate.Effects:0} us of the clock");
    }

    private static async Task PlayAsync(EmbeddedSilo silo, int debates, int inFlight)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= debates;)
            {
                var outcome = await silo.RunAsync(ElevenCallDebate.Define($"debate-{i}"));
                if (outcome.Verdict?.Ended != "fallback") throw new InvalidOperationException(outcome.ToString());
            }
        }));
    }
}
