using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;
using Debate.Testing;

namespace Debate.Benchmarks.Journals;

/// <summary>
/// Entries appended per second: 64 concurrent appenders, each awaiting its append; runs of 11 entries of about 700 bytes, the first and the
/// last with an index row. The time includes sealing the entries, as in the engine.
/// </summary>
public static class JournalThroughput
{
    private const int Appenders = 64;
    private const int EntriesOfRun = 11;

    private static readonly ModelReplied Body = new(
        "b1946ac92492d2347c6235b4d2611184", "affirmative", "simulated", "591785b794601e212b260e25925636fd", [], new string('x', 500),
        new Usage(1, 0, 300, 120, 0.001m)) { Round = 1 };

    /// <summary>Arguments: the store (memory, redis or sqlite, the default), then the seconds (10).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 1 ? double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10;
        var folder = Path.Combine(Path.GetTempPath(), $"journal-{Environment.ProcessId}");
        if (args is ["memory", ..])
        {
            await MeasureAsync("memory", new MemoryJournal(), seconds);
            return 0;
        }
        if (args is ["redis", ..])
        {
            await using var server = new RedisServer();
            await server.StartAsync();
            await using var shared = await RedisJournal.OpenAsync(server.Address);
            await MeasureAsync("redis", shared, seconds);
            return 0;
        }
        await using (var journal = SqliteJournal.Open(folder)) await MeasureAsync("sqlite", journal, seconds);
        var file = new FileInfo(Path.Combine(folder, SqliteJournal.FileName));
        Console.WriteLine($"file {file.Length / 1e6:0.0} MB");
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task MeasureAsync(string name, IJournal journal, double seconds)
    {
        await AppendAllAsync(journal, "warm", Math.Min(1, seconds));
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        var entries = await AppendAllAsync(journal, "run", seconds);
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var allocated = (GC.GetTotalAllocatedBytes() - bytes) / (double)entries;
        Console.WriteLine(FormattableString.Invariant($"{name}: {entries / took:0} entries/s, {entries / took / EntriesOfRun:0} runs/s, ")
            + FormattableString.Invariant($"{cpu.TotalMicroseconds / entries:0.0} us of CPU and {allocated:0} bytes an entry"));
    }

    private static async Task<long> AppendAllAsync(IJournal journal, string prefix, double seconds)
    {
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var appenders = Enumerable.Range(0, Appenders).Select(i => Task.Run(() => AppendAsync(journal, $"{prefix}-{i}", until)));
        return (await Task.WhenAll(appenders)).Sum();
    }

    private static async Task<long> AppendAsync(IJournal journal, string prefix, long until)
    {
        long entries = 0;
        for (var run = 0; Stopwatch.GetTimestamp() < until; run++, entries += EntriesOfRun)
            await AppendRunAsync(journal, DeliberationId.Parse($"{prefix}/{run}"));
        return entries;
    }

    private static async Task AppendRunAsync(IJournal journal, DeliberationId id)
    {
        var hash = JournalEntry.NoHash;
        for (var sequence = 0; sequence < EntriesOfRun; sequence++)
        {
            var now = DateTimeOffset.UtcNow;
            var entry = JournalEntry.Seal(hash, sequence, $"{sequence}", now, Body);
            hash = entry.Hash;
            var line = sequence is 0 or EntriesOfRun - 1 ? Line(id, now) : null;
            if (await journal.AppendAsync(id, entry, line) != AppendResult.Appended)
                throw new InvalidOperationException($"{id}: entry {sequence} was refused");
        }
    }

    private static RunSummary Line(DeliberationId id, DateTimeOffset now) =>
        new() { Id = id, Kind = "debate", Name = "a debate", Status = RunStatus.Running, Started = now };
}
