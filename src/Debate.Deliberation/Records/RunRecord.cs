using System.Collections.Immutable;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>An entry of a journal with what its body says, read once.</summary>
/// <param name="Entry">The entry as it is stored.</param>
/// <param name="Body">What it says.</param>
public sealed record ReadEntry(JournalEntry Entry, EntryBody Body)
{
    /// <summary>The place of the effect in its protocol.</summary>
    public string Path => Entry.Path;
}

/// <summary>One run as its journal tells it.</summary>
public sealed class RunRecord
{
    private RunRecord(DeliberationId id, ImmutableArray<ReadEntry> stored)
    {
        (Id, Stored, Snapshot) = (id, stored, Snapshots.Of(stored.Select(e => e.Body)));
        Ordered = [.. stored.OrderBy(e => e.Path, PathOrder.Instance).ThenBy(e => e.Entry.Sequence)];
    }

    /// <summary>The run.</summary>
    public DeliberationId Id { get; }

    /// <summary>Its entries in the order in which they were stored; at least one.</summary>
    public ImmutableArray<ReadEntry> Stored { get; }

    /// <summary>Its entries in the order of the protocol.</summary>
    public ImmutableArray<ReadEntry> Ordered { get; }

    /// <summary>What decided the run: what it was started with, and who joined since.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>When it started, in UTC.</summary>
    public DateTimeOffset Began => Stored[0].Entry.Time;

    /// <summary>How it ended; null where it has no verdict.</summary>
    public Decided? End => Stored[^1].Body as Decided;

    /// <summary>Why it stands still; null where it has a verdict, is driven by somebody, or was until a crash.</summary>
    public Suspended? Stop => Stored[^1].Body as Suspended;

    /// <summary>When it came to its verdict, in UTC; null before.</summary>
    public DateTimeOffset? Finished => End is null ? null : Stored[^1].Entry.Time;

    /// <summary>What its own replies used, children not included.</summary>
    public Usage Own => Stored.Select(e => e.Body).OfType<Asked>().Aggregate(Usage.None, (sum, asked) => sum + asked.Usage);

    /// <summary>The budget of its last activation.</summary>
    public Budget Budget => Stored.Select(e => e.Body).OfType<Epoch>().LastOrDefault()?.Budget ?? Snapshot.Budget;

    /// <summary>Reads a journal; throws <see cref="InputException"/> where it is not of a run.</summary>
    public static RunRecord Of(DeliberationId id, IReadOnlyList<JournalEntry> entries) => entries.Count > 0
        ? new(id, [.. entries.Select(e => new ReadEntry(e, e.Read()))])
        : throw new InputException($"id '{id}': there is no such run");
}
