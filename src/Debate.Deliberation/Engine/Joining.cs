namespace Debate.Deliberation.Engine;

/// <summary>Adds seats to a run that nobody drives.</summary>
public static class Joining
{
    /// <summary>
    /// Records the seats that join; the run can then be resumed, even where it had its verdict. The caller decides whether they may join.
    /// </summary>
    /// <exception cref="InputException">There is no such run, another process drives it after all, or it was archived.</exception>
    public static async Task JoinAsync(this IJournal journal, DeliberationId id, Joined joined, TimeProvider clock)
    {
        var entries = await journal.ReadAsync(id);
        if (entries.Count == 0) throw new InputException($"id '{id}': there is no such run");
        Chain.Verify(id, entries);
        var (past, last) = (Past.Of(entries), entries[^1]);
        var entry = JournalEntry.Seal(last.Hash, last.Sequence + 1, $"joined/{last.Sequence + 1}", clock.GetUtcNow(), joined);
        var summary = RunSummary.Of(past.Snapshot, RunStatus.Interrupted, past.Used, entries[0].Time);
        if (await journal.AppendAsync(id, entry with { Before = last.Hash }, summary) != Append.Done)
            throw new InputException($"id '{id}': nobody can join it now: somebody drives it, or it is in the archive");
    }
}
