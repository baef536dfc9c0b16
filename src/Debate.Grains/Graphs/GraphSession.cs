using Debate.Argumentation;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>
/// One activation's session on a graph. Changes are applied in memory and handed to the journal without waiting for earlier ones, so that
/// they share commits; no reply is given before its state is durable. After any failure the journal is read again: another writer shows in
/// the sequence of entries, a change applied before shows by its id. For one thread at a time.
/// </summary>
internal sealed class GraphSession(GraphJournal journal, TimeProvider clock)
{
    private const int MaxAttempts = 5;

    private GraphAggregate? _graph;
    private Task<GraphAggregate>? _reading;

    /// <summary>Applies a change, or returns why it was not applied.</summary>
    public async Task<EditReply> EditAsync(GraphChange change)
    {
        ArgumentMap? map = null;
        try
        {
            // Not in a turn of the grain: others ask meanwhile.
            if (change.Map is { } json) map = await Task.Run(() => GraphAggregate.ReadMap(json));
        }
        catch (InputException wrong)
        {
            return new(EditStatus.Rejected, (await GetGraphAsync()).Version, wrong.Message);
        }
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            if (await TryEditAsync(await GetGraphAsync(), change, map) is { } reply) return await ConfirmSameAsync(change, reply);
        return new(EditStatus.Unavailable, (await GetGraphAsync()).Version, "somebody else keeps writing to the graph");
    }

    /// <summary>Reads the graph and its version, both durable.</summary>
    public async Task<GraphView> ReadAsync()
    {
        while (true)
        {
            var graph = await GetGraphAsync();
            var seen = CreateView(graph);
            if (await IsDurableAsync(graph)) return seen;
        }
    }

    /// <summary>Reads the graph at a version, the current one where it is null.</summary>
    /// <exception cref="InputException">There is no such version, or no longer.</exception>
    public async Task<GraphView> ReadAtAsync(long? version)
    {
        var now = await ReadAsync();
        if (version is not { } wanted || wanted == now.Version || !now.Exists) return now;
        if (wanted < 0 || wanted > now.Version)
            throw new InputException($"version {wanted}: the graph is at version {now.Version}");
        return CreateView(await journal.ReadAtAsync(wanted, (await GetGraphAsync()).Removed));
    }

    /// <summary>Tries to apply a change; null if it must be retried on the journal's state.</summary>
    private async Task<EditReply?> TryEditAsync(GraphAggregate graph, GraphChange change, ArgumentMap? map)
    {
        IReadOnlyList<JournalEntry> entries;
        try
        {
            if (graph.CheckPreconditions(change) is { } known) return await ConfirmRefusalAsync(graph, change, known);
            entries = graph.Apply(change, map, clock.GetUtcNow());
        }
        catch (InputException wrong)
        {
            return await ConfirmRefusalAsync(graph, change, new(EditStatus.Rejected, graph.Version, wrong.Message));
        }
        var made = graph.Version;
        var append = graph.LastAppend = journal.AppendAsync(entries, graph);
        return await AwaitAppendAsync(graph, change, append, made);
    }

    private async Task<EditReply?> AwaitAppendAsync(GraphAggregate graph, GraphChange change, Task<AppendResult> append, long version)
    {
        try
        {
            switch (await append)
            {
                case AppendResult.Appended:
                    await journal.WriteSnapshotAsync(graph);
                    return new(EditStatus.Applied, version);
                case AppendResult.PathExists:
                    Invalidate(graph);
                    return new(EditStatus.Repeated, await journal.FindVersionAsync(change.Id) ?? version);
                default:
                    Invalidate(graph);
                    return null;
            }
        }
        catch (IOException failure)
        {
            Invalidate(graph);
            return new(EditStatus.Unavailable, version - 1, failure.Message);
        }
    }

    // An id that stands for another change is told from one that is repeated.
    private async Task<EditReply> ConfirmSameAsync(GraphChange change, EditReply reply) =>
        reply.Status != EditStatus.Repeated || await journal.IsSameAsync(reply.Version, change) ? reply
            : new(EditStatus.Reused, reply.Version, $"change '{change.Id}': another change has this id, which made version {reply.Version}");

    private static GraphView CreateView(GraphAggregate graph) => new(graph.Graph, graph.Version) { Map = graph.Map, Exists = graph.Exists };

    /// <summary>Confirms a refusal: the refused change may have been applied long ago, and then the reply says so.</summary>
    private async Task<EditReply?> ConfirmRefusalAsync(GraphAggregate graph, GraphChange change, EditReply refusal)
    {
        if (!await IsDurableAsync(graph)) return null;
        if (refusal.Status == EditStatus.Repeated) return refusal;
        return await journal.FindVersionAsync(change.Id) is { } made ? new(EditStatus.Repeated, made) : refusal;
    }

    private async Task<bool> IsDurableAsync(GraphAggregate graph)
    {
        var last = graph.LastAppend;
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var isDurable = last is { IsCompletedSuccessfully: true, Result: AppendResult.Appended };
        if (!isDurable) Invalidate(graph);
        return isDurable;
    }

    /// <summary>Gets this activation's graph, reading it if there is none, and again on every call until it has been edited.</summary>
    private Task<GraphAggregate> GetGraphAsync()
    {
        if (_graph is { IsEdited: true } graph) return Task.FromResult(graph);
        if (_reading is null or { IsCompleted: true }) _reading = ReadOnceAsync();
        return _reading;
    }

    private async Task<GraphAggregate> ReadOnceAsync()
    {
        var read = await journal.ReadAsync();
        return _graph is { IsEdited: true } meanwhile ? meanwhile : _graph = read;
    }

    private void Invalidate(GraphAggregate graph)
    {
        if (ReferenceEquals(_graph, graph)) _graph = null;
    }
}
