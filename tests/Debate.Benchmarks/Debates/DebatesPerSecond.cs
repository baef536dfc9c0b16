using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Runtime.Runs;
using Debate.Storage;

namespace Debate.Benchmarks.Debates;

/// <summary>
/// Throughput of MAD debates of eleven effects through the grains of one silo and without a silo, with a number of them in flight, on an
/// in-memory and a SQLite journal. After a warm-up they take turns, because the speed of a shared machine varies.
/// </summary>
internal static class DebatesPerSecond
{
    private const int Rounds = 3;

    public static async Task RunAsync(int debates, int inFlight)
    {
        foreach (var place in Places) await OnMemoryAsync($"warm-up, {place.Name}", place.Drive, debates, inFlight);
        for (var round = 1; round <= Rounds; round++)
            foreach (var (name, drive) in Places)
            {
                await OnMemoryAsync($"memory, {name}", drive, debates, inFlight);
                await OnSqliteAsync($"sqlite, {name}", drive, debates, inFlight);
            }
        foreach (var (name, drive) in Places) await OnMemoryAsync($"memory, {name}, one in flight", drive, debates / 4, 1);
    }

    private static IEnumerable<(string Name, Drive Drive)> Places =>
    [
        ("through grains", async (journal, models, play) =>
        {
            await using var silo = await OneSilo.StartAsync(journal, models);
            await play(definition => silo.RunAsync(definition));
        }),
        ("without a silo", async (journal, models, play) =>
        {
            await using var runtime = new LocalRuntime(journal, models, DebateServices.Protocols);
            await play(definition => runtime.RunAsync(definition));
        }),
    ];

    private delegate Task Drive(IJournal journal, IModelClient models, Func<Func<RunDefinition, Task<RunOutcome>>, Task> play);

    private static Task OnMemoryAsync(string name, Drive drive, int debates, int inFlight) =>
        MeasureAsync(name, drive, new MemoryJournal(), debates, inFlight);

    private static async Task OnSqliteAsync(string name, Drive drive, int debates, int inFlight)
    {
        var folder = Directory.CreateTempSubdirectory("debate-bench");
        await using (var journal = SqliteJournal.Open(folder.FullName)) await MeasureAsync(name, drive, journal, debates, inFlight);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(string name, Drive drive, IJournal journal, int debates, int inFlight)
    {
        using var models = new InstantModels();
        await drive(journal, models, async run =>
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var processor = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            await PlayAsync(run, debates, inFlight);
            var (rate, kib) = (debates / watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes() - allocated) / debates / 1024);
            var micros = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / debates;
            Console.WriteLine($"{name}: {rate:0} debates/s; a debate takes {micros:0} us of processor time and {kib} KiB; an effect {1e6 / rate / ElevenCallDebate.Effects:0} us of the clock");
        });
    }

    private static async Task PlayAsync(Func<RunDefinition, Task<RunOutcome>> run, int debates, int inFlight)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= debates;)
            {
                var outcome = await run(ElevenCallDebate.Define($"debate-{i}"));
                if (outcome.Verdict?.Ended != "fallback") throw new InvalidOperationException(outcome.ToString());
            }
        }));
    }
}
