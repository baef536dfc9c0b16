using Debate.Core;
using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Run definitions, of runs from their journals and of children from their parents. A child's definition is a function of the parent and
/// the child, so planning again is idempotent.
/// </summary>
public static class RunDefinitions
{
    /// <summary>
    /// The definition of a run: what it was started with, the seats that joined or withdrew since, and its configuration now. Throws an
    /// <see cref="InputException"/> where the entries start no run: graphs and rollout groups have journals too.
    /// </summary>
    public static RunDefinition FromEntries(IEnumerable<EntryBody> entries)
    {
        RunDefinition? definition = null;
        foreach (var entry in entries)
        {
            if (entry is RunStarted started) definition = started.Definition;
            if (entry is SeatsJoined joined)
                definition = definition! with
                {
                    Seats = [.. definition.Seats, .. joined.Seats],
                    Configuration = joined.Configuration ?? definition.Configuration,
                };
            if (entry is SeatsWithdrawn withdrawn)
                definition = definition! with
                {
                    Seats = [.. definition.Seats.Select(s => withdrawn.Seats.Contains(s.Name) ? s with { HasWithdrawn = true } : s)],
                };
            if (entry is ConfigurationChanged changed) definition = definition! with { Configuration = changed.Configuration };
        }
        return definition ?? throw new InputException("id: this journal is of a graph or a cohort, not of a run");
    }

    /// <summary>The definition of a child; throws <see cref="InputException"/> for an unknown protocol or option.</summary>
    public static RunDefinition ForChild(Child child, RunDefinition parent, ProtocolRegistry protocols)
    {
        var protocol = protocols.Find(child.Protocol);
        return new()
        {
            Id = parent.Id.Child(child.Key),
            Kind = protocol.Kind,
            Name = child.Key,
            Protocol = protocol.Name,
            Version = protocol.Fingerprint,
            Options = protocol.CompleteOptions(child.Options),
            Seats = [.. child.Seats],
            Problem = child.Problem,
            Seed = SeededRandom.DeriveSeed(parent.Seed, child.Key),
            Priority = parent.Priority,
        };
    }
}

/// <summary>The usage recorded in a journal.</summary>
public static class UsageTotals
{
    /// <summary>The sum over all recorded replies and children.</summary>
    public static Usage Sum(IEnumerable<JournalEntry> entries) =>
        entries.Aggregate(Usage.None, (sum, entry) => sum + Sum(entry.ReadBody()));

    /// <summary>The usage that one entry adds.</summary>
    public static Usage Sum(EntryBody body) => body switch
    {
        ModelReplied asked => asked.Usage,
        ContinuationScored scored => scored.Usage,
        ChildCompleted child => child.Usage,
        ChildForgone child => child.Usage,
        _ => Usage.None,
    };
}

/// <summary>
/// Tells a start that is repeated from another start with the same id. Of all starts with one id exactly one inserts entry 0, which never
/// changes, so whoever compares with that entry after trying gets the same answer, however many come at once and wherever.
/// </summary>
public static class StartIdentity
{
    /// <summary>
    /// A hash of all that a definition asks for. The id and the seed do not count: the id is what is compared by, and a seed that was not
    /// given is drawn. Nor do the model configuration and the protocol's version, which are the server's and may change meanwhile.
    /// </summary>
    public static string Compute(RunDefinition definition) => JournalJsonOptions.Hash(new RunStarted(definition with
    {
        Id = new(""),
        Seed = 0,
        Configuration = null,
        Version = "",
    }));

    /// <summary>Whether a start repeats the one that the stored definition is of.</summary>
    /// <param name="stored">The definition in entry 0.</param>
    /// <param name="asked">The definition that was to start.</param>
    /// <param name="isSeedGiven">Whether its seed was given, not drawn: then it must be the stored one.</param>
    public static bool IsRepeated(RunDefinition stored, RunDefinition asked, bool isSeedGiven) =>
        Compute(stored) == Compute(asked) && (!isSeedGiven || stored.Seed == asked.Seed);
}
