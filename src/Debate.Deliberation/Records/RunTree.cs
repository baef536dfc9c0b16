using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>Reads runs with their children from a journal.</summary>
public static class RunTree
{
    /// <summary>Reads one run; throws <see cref="InputException"/> where there is no such run.</summary>
    public static async Task<RunRecord> ReadAsync(IJournal journal, DeliberationId id) => RunRecord.Of(id, await journal.ReadAsync(id));

    /// <summary>A run and all its descendants in ordinal order of their ids, each read lazily.</summary>
    public static async IAsyncEnumerable<RunRecord> ReadAllAsync(IJournal journal, RunRecord root)
    {
        yield return root;
        var children = await ChildrenAsync(journal, root.Id);
        foreach (var child in children.OrderBy(c => c.Id.Value, StringComparer.Ordinal)) yield return await ReadAsync(journal, child.Id);
    }

    /// <summary>
    /// The usage of a run, its children included: from the index unless the run counts as running there; else summed over the journals.
    /// </summary>
    public static async Task<Usage> UsageAsync(IJournal journal, RunSummary run)
    {
        if (run.Status != RunStatus.Running) return run.Usage;
        var used = (await ReadAsync(journal, run.Id)).Own;
        foreach (var child in await ChildrenAsync(journal, run.Id))
            if (IsDirect(run.Id, child.Id)) used += await UsageAsync(journal, child);
        return used;
    }

    private static async Task<IEnumerable<RunSummary>> ChildrenAsync(IJournal journal, DeliberationId id) =>
        (await journal.ListAsync(new RunQuery(Children: true, Under: id))).Where(c => c.Id != id);

    private static bool IsDirect(DeliberationId parent, DeliberationId child) =>
        child.Value.LastIndexOf('/') == parent.Value.Length && child.Value.StartsWith(parent.Value, StringComparison.Ordinal);
}
