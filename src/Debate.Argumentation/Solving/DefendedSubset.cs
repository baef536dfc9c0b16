namespace Debate.Argumentation.Solving;

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
