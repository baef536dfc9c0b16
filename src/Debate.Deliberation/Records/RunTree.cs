using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

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
    /// The usage of a run, its children included: from the index unless the run counts as running there; else summed over the journals.
    /// </summary>
    public static async Task<Usage> MeasureUsageAsync(IJournal journal, RunSummary run)
    {
        if (run.Status != RunStatus.Running) return run.Usage;
        var used = (await ReadAsync(journal, run.Id)).OwnUsage;
        foreach (var child in await ListDescendantsAsync(journal, run.Id))
            if (IsDirectChild(run.Id, child.Id)) used += await MeasureUsageAsync(journal, child);
        return used;
    }

    private static async Task<IEnumerable<RunSummary>> ListDescendantsAsync(IJournal journal, DeliberationId id) =>
        (await journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: id))).Where(c => c.Id != id);

    private static bool IsDirectChild(DeliberationId parent, DeliberationId child) =>
        child.Value.LastIndexOf('/') == parent.Value.Length && child.Value.StartsWith(parent.Value, StringComparison.Ordinal);
}
