using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.CrashWriter;

/// <summary>
/// A process to kill. It continues eight runs in a folder until each has a given number of entries, and prints "id sequence" after an entry
/// is acknowledged and before it appends the next entry of that run.
/// </summary>
internal static class Writer
{
    private const int Runs = 8;

    private static readonly DecisionRecorded Body = new("request", "name", new string('x', 600));

    public static async Task RunAsync(string folder, string prefix, long entries)
    {
        await using var journal = SqliteJournal.Open(folder);
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => GoOnAsync(journal, DeliberationId.Parse($"{prefix}-{i}"), entries)));
    }

    private static async Task GoOnAsync(SqliteJournal journal, DeliberationId id, long entries)
    {
        var written = await journal.ReadAsync(id);
        var hash = written.Count == 0 ? JournalEntry.NoHash : written[^1].Hash;
        for (long sequence = written.Count; sequence < entries; sequence++)
        {
            var entry = JournalEntry.Seal(hash, sequence, $"{sequence}", DateTimeOffset.UtcNow, Body);
            hash = entry.Hash;
            if (await journal.AppendAsync(id, entry, Line(id, sequence)) != AppendResult.Appended)
                throw new InvalidOperationException($"{id} {sequence}: refused");
            Console.WriteLine(FormattableString.Invariant($"{id} {sequence}"));
        }
    }

    private static RunSummary Line(DeliberationId id, long sequence) => new()
    {
        Id = id,
        Kind = "debate",
        Name = "to be killed",
        Status = RunStatus.Running,
        Started = DateTimeOffset.UnixEpoch,
        Usage = new(Calls: sequence + 1),
    };
}
