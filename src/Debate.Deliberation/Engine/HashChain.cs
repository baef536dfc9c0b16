namespace Debate.Deliberation.Engine;

/// <summary>A place where a stored record differs from what was written.</summary>
/// <param name="Run">The run.</param>
/// <param name="Entry">The sequence number of the entry; null for the run's line of the index.</param>
/// <param name="How">What is wrong, as the rest of a sentence that begins with the entry.</param>
public sealed record IntegrityError(DeliberationId Run, long? Entry, string How)
{
    /// <summary>The error in one line.</summary>
    public override string ToString() =>
        Entry is { } entry ? FormattableString.Invariant($"{Run}: entry {entry} {How}.") : $"{Run}: its line of the index {How}.";
}

/// <summary>The hash chain through a journal: each entry's hash covers the hash of the entry before it.</summary>
public static class HashChain
{
    /// <summary>
    /// Checks that no entry was changed, lost or moved; throws a <see cref="ReplayException"/> that names the first wrong entry.
    /// </summary>
    public static void Verify(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        if (FindError(id, entries) is { } error) throw new ReplayException(error.ToString());
    }

    /// <summary>
    /// The first entry that was changed, lost or moved; null where there is none. Entries cut off at the end leave a valid chain and cannot
    /// be detected here.
    /// </summary>
    public static IntegrityError? FindError(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var before = JournalEntry.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence != i)
                return new(id, i, FormattableString.Invariant($"is missing; the journal goes on with {entries[i].Sequence}"));
            if (entries[i].ComputeHash(before) != entries[i].Hash)
                return new(id, i, $"({entries[i].Path}) was changed after it was written");
            before = entries[i].Hash;
        }
        return null;
    }
}
