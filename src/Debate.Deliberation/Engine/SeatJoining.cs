namespace Debate.Deliberation.Engine;

/// <summary>Adds seats to a run that nobody drives.</summary>
public static class SeatJoining
{
    /// <summary>
    /// Records the seats that join; the run can then be resumed, even where it had its verdict. The caller decides whether they may join.
    /// </summary>
    /// <exception cref="InputException">There is no such run, another process drives it after all, or it was archived.</exception>
    public static async Task JoinSeatsAsync(this IJournal journal, DeliberationId id, SeatsJoined joined, TimeProvider clock)
    {
        var entries = await journal.ReadAsync(id);
        if (entries.Count == 0) throw new InputException($"id '{id}': there is no such run");
        HashChain.Verify(id, entries);
        var (history, last) = (RunHistory.Read(entries), entries[^1]);
        var entry = JournalEntry.Seal(last.Hash, last.Sequence + 1, $"joined/{last.Sequence + 1}", clock.GetUtcNow(), joined);
        var summary = RunSummary.Create(history.Definition, RunStatus.Interrupted, history.Used, entries[0].Time);
        if (await journal.AppendAsync(id, entry with { PreviousHash = last.Hash }, summary) != AppendResult.Appended)
            throw new InputException($"id '{id}': nobody can join it now: somebody drives it, or it is in the archive");
    }
}
