namespace Debate.Argumentation.Solving;

/// <summary>
/// Finds one maximal admissible set: a sequence of sets, each a proper superset of the one before, until no larger one exists (iterated
/// maximisation; Cerutti, Giacomin and Vallati, 2014). Accepted arguments become unit clauses, so the encoding cannot be used for anything
/// else.
/// </summary>
internal sealed class AdmissibleAscent
{
    private readonly LabellingEncoding _encoding;
    private readonly bool[] _accepted;

    /// <param name="encoding">An encoding of admissible sets.</param>
    /// <param name="start">The admissible set to start from; empty for the empty one.</param>
    public AdmissibleAscent(LabellingEncoding encoding, int[] start)
    {
        (_encoding, _accepted) = (encoding, new bool[encoding.Framework.Count]);
        CommitModel(start);
    }

    /// <summary>
    /// The maximal set, ascending; null if a step takes more than this many conflicts. The ascent can be continued later.
    /// </summary>
    public int[]? GrowToMaximal(long conflicts = long.MaxValue)
    {
        bool? more;
        while ((more = _encoding.TrySolve(conflicts)) == true) CommitModel(_encoding.ReadSet());
        return more is null ? null : [.. Enumerable.Range(0, _accepted.Length).Where(a => _accepted[a])];
    }

    // Missing arguments are tried first: with the saved phases of the last model, each step would add little more than the one required
    // argument.
    private void CommitModel(int[] set)
    {
        foreach (var a in set)
        {
            if (!_accepted[a]) _encoding.AddClause(FrameworkEncoding.In(a));
            _accepted[a] = true;
        }
        int[] missed = [.. Enumerable.Range(0, _accepted.Length).Where(a => !_accepted[a]).Select(FrameworkEncoding.In)];
        _encoding.AddClause(missed);
        _encoding.SetPhases(missed);
    }
}

/// <summary>The largest admissible subset of a conflict-free set: unique, found by dropping what is not defended (linear time).</summary>
internal static class DefendedSubset
{
    /// <summary>The subset of <paramref name="set"/>, ascending if the set is.</summary>
    public static int[] Compute(Framework framework, int[] set, SearchBudget budget)
    {
        var (member, defenders) = (new bool[framework.Count], new int[framework.Count]);
        foreach (var a in set)
        {
            member[a] = true;
            foreach (var target in framework.Attacked[a]) defenders[target]++;
        }
        budget.Spend(0);
        var dropped = new Stack<int>();
        foreach (var a in set) foreach (var attacker in framework.Attackers[a]) if (defenders[attacker] == 0) Drop(a);
        while (dropped.TryPop(out var a))
            foreach (var target in framework.Attacked[a])
                if (--defenders[target] == 0) foreach (var victim in framework.Attacked[target]) Drop(victim);
        return Array.FindAll(set, a => member[a]);

        void Drop(int a)
        {
            if (!member[a]) return;
            member[a] = false;
            dropped.Push(a);
        }
    }
}
