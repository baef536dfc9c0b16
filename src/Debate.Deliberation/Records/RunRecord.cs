using System.Collections.Immutable;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>A journal entry with its deserialised body.</summary>
/// <param name="Entry">The entry as stored.</param>
/// <param name="Body">Its body.</param>
public sealed record ParsedEntry(JournalEntry Entry, EntryBody Body)
{
    /// <summary>The path of the effect in its protocol.</summary>
    public string Path => Entry.Path;
}

/// <summary>One run as read from its journal.</summary>
public sealed class RunRecord
{
    private RunRecord(DeliberationId id, ImmutableArray<ParsedEntry> stored)
    {
        (Id, Entries, Definition) = (id, stored, RunDefinitions.FromEntries(stored.Select(e => e.Body)));
        EntriesByPath = [.. stored.OrderBy(e => e.Path, PathComparer.Instance).ThenBy(e => e.Entry.Sequence)];
    }

    /// <summary>The run.</summary>
    public DeliberationId Id { get; }

    /// <summary>Its entries in the order in which they were stored; at least one.</summary>
    public ImmutableArray<ParsedEntry> Entries { get; }

    /// <summary>Its entries in the order of their paths, which is that of the protocol (see <see cref="PathComparer"/>).</summary>
    public ImmutableArray<ParsedEntry> EntriesByPath { get; }

    /// <summary>The definition of the run: what it was started with, and the seats that joined since.</summary>
    public RunDefinition Definition { get; }

    /// <summary>When it started, in UTC.</summary>
    public DateTimeOffset StartedAt => Entries[0].Entry.Time;

    /// <summary>Its completion; null where it has no verdict.</summary>
    public RunCompleted? Completion => Entries[^1].Body as RunCompleted;

    /// <summary>Its suspension; null where it has a verdict, is being driven, or was until a crash.</summary>
    public RunSuspended? Suspension => Entries[^1].Body as RunSuspended;

    /// <summary>When it reached its verdict, in UTC; null before.</summary>
    public DateTimeOffset? FinishedAt => Completion is null ? null : Entries[^1].Entry.Time;

    /// <summary>The usage of its own replies, children not included.</summary>
    public Usage OwnUsage => Entries.Select(e => e.Body).OfType<ModelReplied>().Aggregate(Usage.None, (sum, asked) => sum + asked.Usage);

    /// <summary>The budget of its last activation.</summary>
    public Budget Budget => Entries.Select(e => e.Body).OfType<ActivationStarted>().LastOrDefault()?.Budget ?? Definition.Budget;

    /// <summary>Reads the journal of a run; throws <see cref="InputException"/> where it is empty or not of a run.</summary>
    public static RunRecord Read(DeliberationId id, IReadOnlyList<JournalEntry> entries) => entries.Count > 0
        ? new(id, [.. entries.Select(e => new ParsedEntry(e, e.ReadBody()))])
        : throw new InputException($"id '{id}': there is no such run");
}
