using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Client;

/// <summary>
/// Read-only access to the journal of a server. A run is <see cref="RunStatus.Running"/> here only while a silo drives it.
/// </summary>
public sealed class HttpJournal(HttpServer server) : IOpenJournal
{
    /// <summary>The path of a run; the slashes of a child's id are escaped.</summary>
    public static string Place(DeliberationId id) => $"v1/runs/{Uri.EscapeDataString(id.Value)}";

    /// <summary>Not supported: a server writes its own journal.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<Append> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        throw new NotSupportedException("a server's journal is read, not written, over HTTP");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0) =>
        [.. (await server.LinesAsync(FormattableString.Invariant($"{Place(id)}/entries?from={from}"))).Select(JsonLines.Read)];

    /// <inheritdoc/>
    public Task<RunSummary?> FindAsync(DeliberationId id) => server.FindAsync<RunSummary>($"{Place(id)}/summary");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var under = query.Under is { } id ? $"&under={Uri.EscapeDataString(id.Value)}" : "";
        var list = await server.FindAsync<Lines>($"v1/runs?children={query.Children}&unfinished={query.Unfinished}{under}");
        return list?.Items ?? [];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed record Lines(IReadOnlyList<RunSummary> Items);
}
