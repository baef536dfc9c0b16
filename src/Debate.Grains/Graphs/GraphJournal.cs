using System.Globalization;
using Debate.Argumentation;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;

namespace Debate.Grains.Graphs;

/// <summary>
/// Stores a graph in the journal. Its changes form the run ~graphs/ID: entry 0 is the graph before the first change, and entry n is the
/// n-th change, with the path edit/ID-OF-THE-CHANGE, so that the journal itself rejects a second change with that id. The run's line of
/// the index says what lists tell of the graph. Snapshots of the whole graph are runs of one entry each, ~drawn/K/ID for K = 1, 2, ...;
/// reading starts from the last snapshot, or from the last change that put or removed the graph whole.
/// </summary>
/// <param name="journal">Where it is stored.</param>
/// <param name="id">Its id, which is also that of a run whose graph it is before the first change.</param>
internal sealed class GraphJournal(IJournal journal, DeliberationId id)
{
    /// <summary>The minimum number of changes between two snapshots; replaying that many takes milliseconds.</summary>
    private const int MinChangesPerSnapshot = 1024;

    /// <summary>How many entries one read brings, so that a long history is never in memory as a whole.</summary>
    private const int PageSize = 256;

    private const int MaxTitleLength = 200;

    private readonly DeliberationId _edits = GraphRuns.GetId(id);
    private int _snapshots;
    private long _nextSnapshotVersion;

    /// <summary>
    /// Appends entries durably, and with them the line of the index; they are handed to the journal, in order, before this method first
    /// awaits.
    /// </summary>
    public async Task<AppendResult> AppendAsync(IReadOnlyList<JournalEntry> entries, GraphAggregate graph)
    {
        var line = CreateLine(graph, entries[^1].Time);
        var appends = entries.Select(entry => journal.AppendAsync(_edits, entry, line)).ToArray();
        foreach (var append in appends)
            if (await append is not AppendResult.Appended and var refused) return refused;
        return AppendResult.Appended;
    }

    /// <summary>Reads the graph from the journal.</summary>
    public async Task<GraphAggregate> ReadAsync()
    {
        var line = await journal.FindSummaryAsync(_edits);
        var graph = await ReadUntilAsync(long.MaxValue, line?.Graph?.Whole ?? 0);
        graph.Remember(line);
        PlanNextSnapshot(graph);
        return graph;
    }

    /// <summary>Reads the graph as it was at a version, which must have been there.</summary>
    /// <exception cref="InputException">The graph was removed since.</exception>
    public async Task<GraphAggregate> ReadAtAsync(long version, long? removed) => version <= removed
        ? throw new InputException($"version {version}: the graph was removed at version {removed}, and what was before is gone")
        : await ReadUntilAsync(version, removed ?? 0);

    /// <summary>Finds the version that a change created, however long ago; null if the change is not in the journal.</summary>
    public Task<long?> FindVersionAsync(string change) => journal.FindSequenceAsync(_edits, GraphAggregate.GetPath(change));

    /// <summary>Whether the change that created a version is this one.</summary>
    public async Task<bool> IsSameAsync(long version, GraphChange change) =>
        (await journal.ReadAsync(_edits, version, 1)) is not [var entry] || entry.Sequence != version
        || JournalJsonOptions.Hash(entry.ReadBody()) == JournalJsonOptions.Hash(GraphAggregate.GetBody(change));

    /// <summary>
    /// Writes a snapshot if enough has changed: after as many changes as the graph had nodes and attacks at the last snapshot, so that
    /// snapshots cost about as much as the changes themselves, however large the graph and however long its history.
    /// </summary>
    public async Task WriteSnapshotAsync(GraphAggregate graph)
    {
        if (graph.Version < _nextSnapshotVersion || !graph.Exists) return;
        var json = Argumentation.Formats.GraphJson.Write(graph.Map);
        var (drawn, last) = (new GraphSnapshotTaken(json, graph.Version, graph.Hash), graph.LastAppend);
        PlanNextSnapshot(graph);
        if (await last != AppendResult.Appended) return;
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "start", DateTimeOffset.UnixEpoch, drawn);
        if (await journal.AppendAsync(GetSnapshotId(_snapshots + 1), entry) == AppendResult.Appended) _snapshots++;
    }

    private void PlanNextSnapshot(GraphAggregate graph) =>
        _nextSnapshotVersion = graph.Version + Math.Max(MinChangesPerSnapshot, graph.Line is var line
            ? line.Arguments + line.Inferences + line.Attacks : 0);

    // An id of which the index could not make a key again has no line; such ids are older than lists of graphs.
    private RunSummary? CreateLine(GraphAggregate graph, DateTimeOffset time)
    {
        if (_edits.Value.Length > DeliberationId.MaxLength) return null;
        return new()
        {
            Id = _edits,
            Kind = GraphRuns.Kind,
            Name = OneLine.Format(graph.Title.Length > 0 ? graph.Title : id.Value, MaxTitleLength),
            Status = RunStatus.Finished,
            Started = graph.Created == default ? time : graph.Created,
            Finished = time,
            Graph = graph.Line,
        };
    }

    // From the latest state that is stored whole: a snapshot, or a change at `whole` or later.
    private async Task<GraphAggregate> ReadUntilAsync(long version, long whole)
    {
        var drawn = await ReadLastSnapshotAsync(version);
        GraphAggregate? graph = null;
        if (drawn is not null && drawn.Version >= whole)
            graph = new(GraphAggregate.ReadMap(drawn.Graph), drawn.Version, drawn.Hash);
        for (var next = graph is null ? whole : graph.Version + 1; next <= version;)
        {
            var entries = await journal.ReadAsync(_edits, next, version - next < PageSize ? (int)(version - next) + 1 : PageSize);
            if (entries.Count == 0) break;
            foreach (var entry in entries)
                if (graph is not null) graph.Replay(entry);
                else graph = GraphAggregate.TryCreate(entry) ?? ReadStart(entry);
            next = entries[^1].Sequence + 1;
        }
        return graph ?? new(await ReadUneditedAsync());
    }

    private static GraphAggregate ReadStart(JournalEntry entry) => entry.ReadBody() is GraphSnapshotTaken drawn
        ? new(GraphAggregate.ReadMap(drawn.Graph), drawn.Version, entry.Hash)
        : throw new ReplayException($"entry {entry.Sequence} ({entry.Path}) of the graph's journal is out of place");

    private async Task<GraphSnapshotTaken?> ReadLastSnapshotAsync(long version)
    {
        var (found, last) = (1, (GraphSnapshotTaken?)null);
        for (var at = 1; await ReadSnapshotAsync(at, version) is { } drawn; at *= 2) (found, last) = (at, drawn);
        for (var step = found / 2; step > 0; step /= 2)
            if (await ReadSnapshotAsync(found + step, version) is { } drawn) (found, last) = (found + step, drawn);
        if (version == long.MaxValue) _snapshots = last is null ? 0 : found;
        return last;
    }

    private async Task<GraphSnapshotTaken?> ReadSnapshotAsync(int number, long version) =>
        await journal.FindFirstAsync(GetSnapshotId(number)) is { } entry && entry.ReadBody() is GraphSnapshotTaken drawn
            && drawn.Version <= version ? drawn : null;

    private async Task<ArgumentMap?> ReadUneditedAsync()
    {
        var entries = await journal.ReadAsync(id);
        return entries.Count == 0 ? null : DeliberationGraph.Build(RunRecord.Read(id, entries));
    }

    private DeliberationId GetSnapshotId(int number) => id with { Value = $"~drawn/{number.ToString(CultureInfo.InvariantCulture)}/{id}" };
}

/// <summary>Under which runs of a journal graphs are stored.</summary>
public static class GraphRuns
{
    /// <summary>The kind by which the index knows a graph.</summary>
    public const string Kind = "graph";

    private const string Folder = "~graphs";

    /// <summary>The run of a graph's changes: entry n makes version n, and entry 0 is the graph before the first change.</summary>
    public static DeliberationId GetId(DeliberationId graph) => graph with { Value = $"{Folder}/{graph.Value}" };

    /// <summary>The id of a graph whose changes a run is.</summary>
    public static DeliberationId GetGraph(DeliberationId run) => run with { Value = run.Value[(Folder.Length + 1)..] };

    /// <summary>Selects the graphs of a tenant in the index.</summary>
    public static RunQuery SelectAll(Tenant tenant) => new(Subtree: new DeliberationId(Folder) { Tenant = tenant });
}
