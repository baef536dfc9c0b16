using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>
/// One activation's session on a graph. Changes are applied in memory and handed to the journal without waiting for earlier ones, so that
/// they share commits; no reply is given before its state is durable. After any failure the journal is read again: another writer shows in
/// the sequence of entries, a change applied before shows by its id. For one thread at a time.
/// </summary>
internal sealed class HeldGraph(GraphJournal journal, TimeProvider clock)
{
    private const int Attempts = 5;

    private EditedGraph? _graph;
    private Task<EditedGraph>? _reading;

    /// <summary>Applies a change, or returns why it was not applied.</summary>
    public async Task<EditReply> EditAsync(GraphChange change)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
            if (await TryAsync(await NowAsync(), change) is { } reply) return reply;
        return new(EditStatus.Unavailable, (await NowAsync()).Version, "somebody else keeps writing to the graph");
    }

    /// <summary>Reads the graph and its version, both durable.</summary>
    public async Task<GraphAt> ReadAsync()
    {
        while (true)
        {
            var graph = await NowAsync();
            var seen = new GraphAt(graph.Graph, graph.Version);
            if (await IsDurableAsync(graph)) return seen;
        }
    }

    /// <summary>Tries to apply a change; null if it must be retried on the journal's state.</summary>
    private async Task<EditReply?> TryAsync(EditedGraph graph, GraphChange change)
    {
        IReadOnlyList<JournalEntry> entries;
        try
        {
            if (graph.Check(change) is { } known) return await RefusedAsync(graph, change, known);
            entries = graph.Apply(change, clock.GetUtcNow());
        }
        catch (InputException wrong)
        {
            return await RefusedAsync(graph, change, new(EditStatus.Rejected, graph.Version, wrong.Message));
        }
        var made = graph.Version;
        var append = graph.Last = journal.AppendAsync(entries);
        return await StoredAsync(graph, change, append, made);
    }

    private async Task<EditReply?> StoredAsync(EditedGraph graph, GraphChange change, Task<Append> append, long version)
    {
        try
        {
            switch (await append)
            {
                case Append.Done:
                    await journal.DrawAsync(graph);
                    return new(EditStatus.Applied, version);
                case Append.PathTaken:
                    Forget(graph);
                    return new(EditStatus.Repeated, await journal.FindAsync(change.Id) ?? version);
                default:
                    Forget(graph);
                    return null;
            }
        }
        catch (IOException failure)
        {
            Forget(graph);
            return new(EditStatus.Unavailable, version - 1, failure.Message);
        }
    }

    /// <summary>Confirms a refusal: the refused change may have been applied long ago, and then the reply says so.</summary>
    private async Task<EditReply?> RefusedAsync(EditedGraph graph, GraphChange change, EditReply refusal)
    {
        if (!await IsDurableAsync(graph)) return null;
        if (refusal.Status == EditStatus.Repeated) return refusal;
        return await journal.FindAsync(change.Id) is { } made ? new(EditStatus.Repeated, made) : refusal;
    }

    private async Task<bool> IsDurableAsync(EditedGraph graph)
    {
        var last = graph.Last;
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var isDurable = last is { IsCompletedSuccessfully: true, Result: Append.Done };
        if (!isDurable) Forget(graph);
        return isDurable;
    }

    /// <summary>Gets this activation's graph, reading it if there is none, and again on every call until it has been edited.</summary>
    private Task<EditedGraph> NowAsync()
    {
        if (_graph is { IsEdited: true } graph) return Task.FromResult(graph);
        if (_reading is null or { IsCompleted: true }) _reading = ReadOnceAsync();
        return _reading;
    }

    private async Task<EditedGraph> ReadOnceAsync()
    {
        var read = await journal.ReadAsync();
        return _graph is { IsEdited: true } meanwhile ? meanwhile : _graph = read;
    }

    private void Forget(EditedGraph graph)
    {
        if (ReferenceEquals(_graph, graph)) _graph = null;
    }
}
