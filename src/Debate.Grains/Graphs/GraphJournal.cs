using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;

namespace Debate.Grains.Graphs;

/// <summary>
/// Stores a graph in the journal. Its changes form the run ~graphs/ID: entry 0 is the graph before the first change, and entry n is the
/// n-th change, with the path edit/ID-OF-THE-CHANGE, so that the journal itself rejects a second change with that id. Snapshots of the
/// whole graph are runs of one entry each, ~drawn/K/ID for K = 1, 2, ...; reading starts from the last snapshot.
/// </summary>
/// <param name="journal">Where it is stored.</param>
/// <param name="id">Its id, which is also that of a run whose graph it is before the first change.</param>
internal sealed class GraphJournal(IJournal journal, DeliberationId id)
{
    /// <summary>The minimum number of changes between two snapshots; replaying that many takes milliseconds.</summary>
    private const int MinChangesPerSnapshot = 1024;

    private readonly DeliberationId _edits = id with { Value = $"~graphs/{id}" };
    private int _snapshots;
    private long _nextSnapshotVersion;

    /// <summary>Appends entries durably; they are handed to the journal, in order, before this method first awaits.</summary>
    public async Task<AppendResult> AppendAsync(IReadOnlyList<JournalEntry> entries)
    {
        var appends = entries.Select(entry => journal.AppendAsync(_edits, entry)).ToArray();
        foreach (var append in appends)
            if (await append is not AppendResult.Appended and var refused) return refused;
        return AppendResult.Appended;
    }

    /// <summary>Reads the graph from the journal.</summary>
    public async Task<GraphAggregate> ReadAsync()
    {
        var drawn = await ReadLastSnapshotAsync();
        var entries = await journal.ReadAsync(_edits, drawn is null ? 0 : drawn.Version + 1);
        if (drawn is null && entries.Count > 0) drawn = (GraphSnapshotTaken)entries[0].ReadBody() with { Hash = entries[0].Hash };
        var graph = drawn is null
            ? new GraphAggregate(await ReadUneditedAsync())
            : new GraphAggregate(GraphJson.Read(id.Value, drawn.Graph).Graph, drawn.Version, drawn.Hash);
        PlanNextSnapshot(graph);
        foreach (var entry in entries.Where(e => e.Sequence > graph.Version)) graph.Replay(entry);
        return graph;
    }

    /// <summary>Finds the version that a change created, however long ago; null if the change is not in the journal.</summary>
    public Task<long?> FindVersionAsync(string change) => journal.FindSequenceAsync(_edits, GraphAggregate.GetPath(change));

    /// <summary>
    /// Writes a snapshot if enough has changed: after as many changes as the graph had nodes and attacks at the last snapshot, so that
    /// snapshots cost about as much as the changes themselves, however large the graph and however long its history.
    /// </summary>
    public async Task WriteSnapshotAsync(GraphAggregate graph)
    {
        if (graph.Version < _nextSnapshotVersion) return;
        var (drawn, last) = (new GraphSnapshotTaken(GraphJson.Write(graph.Graph), graph.Version, graph.Hash), graph.LastAppend);
        PlanNextSnapshot(graph);
        if (await last != AppendResult.Appended) return;
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "start", DateTimeOffset.UnixEpoch, drawn);
        if (await journal.AppendAsync(GetSnapshotId(_snapshots + 1), entry) == AppendResult.Appended) _snapshots++;
    }

    private void PlanNextSnapshot(GraphAggregate graph) =>
        _nextSnapshotVersion = graph.Version + Math.Max(MinChangesPerSnapshot, graph.Graph.NodeCount + graph.Graph.AttackCount);

    private async Task<GraphSnapshotTaken?> ReadLastSnapshotAsync()
    {
        var (found, last) = (1, (GraphSnapshotTaken?)null);
        for (var at = 1; await ReadSnapshotAsync(at) is { } drawn; at *= 2) (found, last) = (at, drawn);
        for (var step = found / 2; step > 0; step /= 2)
            if (await ReadSnapshotAsync(found + step) is { } drawn) (found, last) = (found + step, drawn);
        _snapshots = last is null ? 0 : found;
        return last;
    }

    private async Task<GraphSnapshotTaken?> ReadSnapshotAsync(int number) =>
        await journal.FindFirstAsync(GetSnapshotId(number)) is { } entry ? (GraphSnapshotTaken)entry.ReadBody() : null;

    private async Task<ArgumentGraph> ReadUneditedAsync()
    {
        var entries = await journal.ReadAsync(id);
        return entries.Count == 0 ? ArgumentGraph.Empty : DeliberationGraph.Build(RunRecord.Read(id, entries)).Graph;
    }

    private DeliberationId GetSnapshotId(int number) => id with { Value = $"~drawn/{number.ToString(CultureInfo.InvariantCulture)}/{id}" };
}
