namespace Debate.Argumentation.Explanations;

/// <summary>
/// Searches for subset-minimal sets of arguments that change a status, smallest first (hitting-set tree; Reiter, 1987). The trial of a set
/// returns null if the set works, otherwise arguments of which every working superset contains at least one.
/// </summary>
internal sealed class ChangeSearch(ExplanationSearch search, string what, Func<int[], IReadOnlyCollection<int>?> trial, int size)
{
    private readonly List<StatusChange> _found = [];
    private readonly Queue<int[]> _open = new([[]]);
    private readonly HashSet<string> _seen = [];

    public IReadOnlyList<StatusChange> Find()
    {
        var tried = 0;
        while (_open.TryDequeue(out var set))
        {
            // A superset of a working set is not minimal.
            if (_found.Any(f => f.Arguments.All(set.Contains))) continue;
            if (_found.Count == search.Limits.MaxSets) { search.AddGap($"{what}: there may be more sets"); break; }
            if (tried++ == search.MaxChecks) { search.AddGap($"{what}: {search.MaxChecks} sets were tried, not all"); break; }
            if (trial(set) is not { } branches) _found.Add(new StatusChange(set, true));
            else ExpandSet(set, branches);
        }
        return _found;
    }

    private void ExpandSet(int[] set, IReadOnlyCollection<int> branches)
    {
        if (set.Length == size)
        {
            if (branches.Count > 0) search.AddGap($"{what}: sets of more than {size} arguments were not tried");
            return;
        }
        foreach (var branch in branches)
        {
            if (set.Contains(branch)) continue;
            int[] next = [.. set.Append(branch).Order()];
            // Sets that do not fit into the queue would not be tried either.
            if (_open.Count > search.MaxChecks) { search.AddGap($"{what}: {search.MaxChecks} sets were tried, not all"); return; }
            if (_seen.Add(string.Join(' ', next))) _open.Enqueue(next);
        }
    }
}
