using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Client;

/// <summary>
/// Read-only access to the journal of a server. A run is <see cref="RunStatus.Running"/> here only while a silo drives it.
/// </summary>
public sealed class HttpJournal(DebateHttpClient server) : IOpenJournal
{
    /// <summary>The path of a run; the slashes of a child's id are escaped.</summary>
    public static string GetRunPath(DeliberationId id) => $"v1/runs/{Uri.EscapeDataString(id.Value)}";

    /// <summary>Not supported: a server writes its own journal.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        throw new NotSupportedException("a server's journal is read, not written, over HTTP");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0) =>
        [.. (await server.ReadLinesAsync(FormattableString.Invariant($"{GetRunPath(id)}/entries?from={from}")))
            .Select(JsonLines.ParseEntry)];

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => server.FindAsync<RunSummary>($"{GetRunPath(id)}/summary");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var under = query.Subtree is { } id ? $"&under={Uri.EscapeDataString(id.Value)}" : "";
        var list = await server.FindAsync<RunList>($"v1/runs?children={query.IncludeChildren}&unfinished={query.UnfinishedOnly}{under}");
        return list?.Items ?? [];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed record RunList(IReadOnlyList<RunSummary> Items);
}
