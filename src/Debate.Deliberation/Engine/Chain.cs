namespace Debate.Deliberation.Engine;

/// <summary>The chain of hashes through a journal.</summary>
public static class Chain
{
    /// <summary>
    /// Checks that nothing was changed, lost or moved; throws <see cref="ReplayException"/> that names the first wrong entry.
    /// </summary>
    public static void Verify(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var before = JournalEntry.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence != i)
                throw new ReplayException($"{id}: entry {i} is missing; the journal goes on with {entries[i].Sequence}.");
            if (entries[i].HashAfter(before) != entries[i].Hash)
                throw new ReplayException($"{id}: entry {i} ({entries[i].Path}) was changed after it was written.");
            before = entries[i].Hash;
        }
    }
}
