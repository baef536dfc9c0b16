namespace Debate.Deliberation.Engine;

/// <summary>
/// Run definitions, of runs from their journals and of children from their parents. A child's definition is a function of the parent and
/// the child, so planning again is idempotent.
/// </summary>
public static class Snapshots
{
    /// <summary>
    /// The definition of a run: what it was started with, and the seats that joined since. Throws an <see cref="InputException"/> where the
    /// entries start no run: graphs and rollout groups have journals too.
    /// </summary>
    public static Snapshot Of(IEnumerable<EntryBody> entries)
    {
        Snapshot? snapshot = null;
        foreach (var entry in entries)
        {
            if (entry is Started started) snapshot = started.Snapshot;
            if (entry is Joined joined)
                snapshot = snapshot! with
                {
                    Seats = [.. snapshot.Seats, .. joined.Seats],
                    Configuration = joined.Configuration ?? snapshot.Configuration,
                };
        }
        return snapshot ?? throw new InputException("id: this journal is of a graph or a cohort, not of a run");
    }

    /// <summary>The definition of a child; throws <see cref="InputException"/> for an unknown protocol or option.</summary>
    public static Snapshot Of(Child child, Snapshot parent, ProtocolRegistry protocols)
    {
        var protocol = protocols.Find(child.Protocol);
        return new()
        {
            Id = parent.Id.Child(child.Key),
            Kind = protocol.Kind,
            Name = child.Key,
            Protocol = protocol.Name,
            Version = protocol.Stamp,
            Options = protocol.Complete(child.Options),
            Seats = [.. child.Seats],
            Problem = child.Problem,
            Seed = Draws.Seed(parent.Seed, child.Key),
            Priority = parent.Priority,
        };
    }
}

/// <summary>The usage recorded in a journal.</summary>
public static class Tally
{
    /// <summary>The sum over all recorded replies and children.</summary>
    public static Usage Of(IEnumerable<JournalEntry> entries) => entries.Aggregate(Usage.None, (sum, entry) => sum + Of(entry.Read()));

    /// <summary>The usage that one entry adds.</summary>
    public static Usage Of(EntryBody body) => body switch
    {
        Asked asked => asked.Usage,
        Deliberated child => child.Usage,
        _ => Usage.None,
    };
}
