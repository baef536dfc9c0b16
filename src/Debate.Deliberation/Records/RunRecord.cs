using System.Collections.Immutable;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>A journal entry with its deserialised body.</summary>
/// <param name="Entry">The entry as stored.</param>
/// <param name="Body">Its body.</param>
public sealed record ReadEntry(JournalEntry Entry, EntryBody Body)
{
    /// <summary>The path of the effect in its protocol.</summary>
    public string Path => Entry.Path;
}

/// <summary>One run as read from its journal.</summary>
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

    /// <summary>Its entries in the order of their paths, which is that of the protocol (see <see cref="PathOrder"/>).</summary>
    public ImmutableArray<ReadEntry> Ordered { get; }

    /// <summary>The definition of the run: what it was started with, and the seats that joined since.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>When it started, in UTC.</summary>
    public DateTimeOffset Began => Stored[0].Entry.Time;

    /// <summary>Its completion; null where it has no verdict.</summary>
    public Decided? End => Stored[^1].Body as Decided;

    /// <summary>Its suspension; null where it has a verdict, is being driven, or was until a crash.</summary>
    public Suspended? Stop => Stored[^1].Body as Suspended;

    /// <summary>When it reached its verdict, in UTC; null before.</summary>
    public DateTimeOffset? Finished => End is null ? null : Stored[^1].Entry.Time;

    /// <summary>The usage of its own replies, children not included.</summary>
    public Usage Own => Stored.Select(e => e.Body).OfType<Asked>().Aggregate(Usage.None, (sum, asked) => sum + asked.Usage);

    /// <summary>The budget of its last activation.</summary>
    public Budget Budget => Stored.Select(e => e.Body).OfType<Epoch>().LastOrDefault()?.Budget ?? Snapshot.Budget;

    /// <summary>Reads the journal of a run; throws <see cref="InputException"/> where it is empty or not of a run.</summary>
    public static RunRecord Of(DeliberationId id, IReadOnlyList<JournalEntry> entries) => entries.Count > 0
        ? new(id, [.. entries.Select(e => new ReadEntry(e, e.Read()))])
        : throw new InputException($"id '{id}': there is no such run");
}
