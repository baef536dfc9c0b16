using System.Collections.Immutable;
using Debate.Core.Input;
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
    public Usage OwnUsage => Entries.Select(e => e.Body).Where(body => body is ModelReplied or ContinuationScored)
        .Aggregate(Usage.None, (sum, body) => sum + UsageTotals.Sum(body));

    /// <summary>The budget of its last activation.</summary>
    public Budget Budget => Entries.Select(e => e.Body).OfType<ActivationStarted>().LastOrDefault()?.Budget ?? Definition.Budget;

    /// <summary>Reads the journal of a run; throws <see cref="InputException"/> where it is empty or not of a run.</summary>
    public static RunRecord Read(DeliberationId id, IReadOnlyList<JournalEntry> entries) => entries.Count > 0
        ? new(id, [.. entries.Select(e => new ParsedEntry(e, e.ReadBody(id)))])
        : throw new InputException($"id '{id}': there is no such run");
}

/// <summary>Reads runs with their children from a journal.</summary>
public static class RunTree
{
    /// <summary>Reads one run; throws <see cref="InputException"/> where there is no such run.</summary>
    public static async Task<RunRecord> ReadAsync(IJournal journal, DeliberationId id) => RunRecord.Read(id, await journal.ReadAsync(id));

    /// <summary>A run and all its descendants in ordinal order of their ids, each read lazily.</summary>
    public static async IAsyncEnumerable<RunRecord> ReadAllAsync(IJournal journal, RunRecord root)
    {
        yield return root;
        var children = await ListDescendantsAsync(journal, root.Id);
        foreach (var child in children.OrderBy(c => c.Id.Value, StringComparer.Ordinal)) yield return await ReadAsync(journal, child.Id);
    }

    /// <summary>
    /// The usage of a run, its children included, from the index alone: a run that counts as running there has the sum of its own and its
    /// children's. Of a line that an earlier build wrote the journal is read.
    /// </summary>
    public static async Task<Usage> MeasureUsageAsync(IJournal journal, RunSummary run)
    {
        if (run.Status != RunStatus.Running) return run.Usage;
        var used = run.OwnUsage ?? (await ReadAsync(journal, run.Id)).OwnUsage;
        foreach (var child in await ListDescendantsAsync(journal, run.Id))
            if (IsDirectChild(run.Id, child.Id)) used += await MeasureUsageAsync(journal, child);
        return used;
    }

    private static async Task<IEnumerable<RunSummary>> ListDescendantsAsync(IJournal journal, DeliberationId id) =>
        (await journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: id))).Where(c => c.Id != id);

    private static bool IsDirectChild(DeliberationId parent, DeliberationId child) =>
        child.Value.LastIndexOf('/') == parent.Value.Length && child.Value.StartsWith(parent.Value, StringComparison.Ordinal);
}

/// <summary>The transcript of a run: everything that was said in a round.</summary>
public static class Transcript
{
    /// <summary>
    /// The statements in the order of the protocol: every reply that belongs to a round, and the statements that the protocol made for a
    /// seat. A reply that could not be read and led to a re-ask is included.
    /// </summary>
    public static IReadOnlyList<Statement> Read(RunRecord run) =>
        [.. run.EntriesByPath.Select(FindLine).OfType<SpokenLine>().Select(ToStatement)];

    /// <summary>The statement that a single entry adds to the transcript, with the index 0; null where it adds none.</summary>
    public static Statement? Read(ParsedEntry entry) => FindLine(entry) is { } line ? ToStatement(line, 0) : null;

    private static Statement ToStatement(SpokenLine line, int index) => new(index, line.Round, line.Seat, line.Text);

    private static SpokenLine? FindLine(ParsedEntry entry) => entry.Body switch
    {
        ModelReplied { Round: { } round } asked => new(round, asked.Seat, asked.Reply),
        StatementMade said => new(said.Round, said.Seat, said.Text),
        _ => null,
    };

    private sealed record SpokenLine(int Round, string Seat, string Text);
}
