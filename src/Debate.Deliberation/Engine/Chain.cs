namespace Debate.Deliberation.Engine;

/// <summary>What can be said of a journal by reading it.</summary>
public static class Chain
{
    /// <summary>Checks that nothing was changed, lost or moved; throws <see cref="ReplayException"/> that names the first wrong entry.</summary>
    public static void Verify(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var before = JournalEntry.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence != i) throw new ReplayException($"{id}: entry {i} is missing; the journal goes on with {entries[i].Sequence}.");
            if (entries[i].HashAfter(before) != entries[i].Hash) throw new ReplayException($"{id}: entry {i} ({entries[i].Path}) was changed after it was written.");
            before = entries[i].Hash;
        }
    }

    /// <summary>The snapshot's budget, or what the last activation was given.</summary>
    internal static Budget BudgetInForce(Snapshot snapshot, IEnumerable<JournalEntry> entries) =>
        entries.Select(e => e.Read()).OfType<Epoch>().LastOrDefault()?.Budget ?? snapshot.Budget;

    /// <summary>Activations at the end of the journal after which nothing was recorded.</summary>
    internal static int EpochsWithoutProgress(IEnumerable<JournalEntry> entries) =>
        entries.Reverse().TakeWhile(e => e.Read() is Epoch).Count();
}
