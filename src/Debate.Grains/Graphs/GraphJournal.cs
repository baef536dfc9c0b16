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
internal sealed class GraphJournal(IJournal journal, string id)
{
    /// <summary>The minimum number of changes between two snapshots; replaying that many takes milliseconds.</summary>
    private const int ChangesADrawing = 1024;

    private readonly DeliberationId _edits = new($"~graphs/{id}");
    private int _drawings;
    private long _nextDrawing;

    /// <summary>Appends entries durably; they are handed to the journal, in order, before this method first awaits.</summary>
    public async Task<Append> AppendAsync(IReadOnlyList<JournalEntry> entries)
    {
        var appends = entries.Select(entry => journal.AppendAsync(_edits, entry)).ToArray();
        foreach (var append in appends)
            if (await append is not Append.Done and var refused) return refused;
        return Append.Done;
    }

    /// <summary>Reads the graph from the journal.</summary>
    public async Task<EditedGraph> ReadAsync()
    {
        var drawn = await LastDrawingAsync();
        var entries = await journal.ReadAsync(_edits, drawn is null ? 0 : drawn.Version + 1);
        if (drawn is null && entries.Count > 0) drawn = (Drawn)entries[0].Read() with { Hash = entries[0].Hash };
        var graph = drawn is null
            ? new EditedGraph(await UneditedAsync())
            : new EditedGraph(GraphJson.Read(id, drawn.Graph).Graph, drawn.Version, drawn.Hash);
        Plan(graph);
        foreach (var entry in entries.Where(e => e.Sequence > graph.Version)) graph.Replay(entry);
        return graph;
    }

    /// <summary>Finds the version that a change created, however long ago; null if the change is not in the journal.</summary>
    public Task<long?> FindAsync(string change) => journal.FindAsync(_edits, EditedGraph.PathOf(change));

    /// <summary>
    /// Writes a snapshot if enough has changed: after as many changes as the graph had nodes and attacks at the last snapshot, so that
    /// snapshots cost about as much as the changes themselves, however large the graph and however long its history.
    /// </summary>
    public async Task DrawAsync(EditedGraph graph)
    {
        if (graph.Version < _nextDrawing) return;
        var (drawn, last) = (new Drawn(GraphJson.Write(graph.Graph), graph.Version, graph.Hash), graph.Last);
        Plan(graph);
        if (await last != Append.Done) return;
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "start", DateTimeOffset.UnixEpoch, drawn);
        if (await journal.AppendAsync(Drawing(_drawings + 1), entry) == Append.Done) _drawings++;
    }

    private void Plan(EditedGraph graph) =>
        _nextDrawing = graph.Version + Math.Max(ChangesADrawing, graph.Graph.NodeCount + graph.Graph.AttackCount);

    private async Task<Drawn?> LastDrawingAsync()
    {
        var (found, last) = (1, (Drawn?)null);
        for (var at = 1; await DrawingAsync(at) is { } drawn; at *= 2) (found, last) = (at, drawn);
        for (var step = found / 2; step > 0; step /= 2)
            if (await DrawingAsync(found + step) is { } drawn) (found, last) = (found + step, drawn);
        _drawings = last is null ? 0 : found;
        return last;
    }

    private async Task<Drawn?> DrawingAsync(int number) =>
        await journal.ReadAsync(Drawing(number)) is [var entry, ..] ? (Drawn)entry.Read() : null;

    private async Task<ArgumentGraph> UneditedAsync()
    {
        var run = DeliberationId.Parse(id);
        var entries = await journal.ReadAsync(run);
        return entries.Count == 0 ? ArgumentGraph.Empty : DeliberationGraph.Of(RunRecord.Of(run, entries)).Graph;
    }

    private DeliberationId Drawing(int number) => new($"~drawn/{number.ToString(CultureInfo.InvariantCulture)}/{id}");
}
