namespace Debate.Argumentation.Explanations;

/// <summary>
/// The largest part of a conflict-free set that defends itself: admissible, or strongly admissible, where every member is defended by others
/// that are so without it (Baroni and Giacomin, 2007; Caminada, 2014). It is unique, and found in time linear in the attacks of the set.
/// </summary>
internal static class Defended
{
    /// <summary>The largest admissible subset.</summary>
    public static HashSet<int> Admissible(Framework framework, HashSet<int> set)
    {
        var (kept, answers, falling) = (new HashSet<int>(set), new Dictionary<int, int>(), new Stack<int>());
        foreach (var member in set)
            foreach (var beaten in framework.Attacked[member]) answers[beaten] = answers.GetValueOrDefault(beaten) + 1;
        foreach (var member in set) if (!Answered(member)) Drop(member);
        while (falling.TryPop(out var fallen))
            foreach (var beaten in framework.Attacked[fallen])
                if (--answers[beaten] == 0) foreach (var bare in framework.Attacked[beaten]) Drop(bare);
        return kept;

        void Drop(int member)
        {
            if (kept.Remove(member)) falling.Push(member);
        }

        bool Answered(int member)
        {
            foreach (var attacker in framework.Attackers[member]) if (!answers.ContainsKey(attacker)) return false;
            return true;
        }
    }

    /// <summary>
    /// The largest strongly admissible subset, each member with its rank: 0 where nothing attacks it, else one more than that of the last
    /// answer it needs, so that answering by lower ranks comes to an end.
    /// </summary>
    public static Dictionary<int, int> Strongly(Framework framework, IReadOnlySet<int> set)
    {
        var (ranks, ready) = (new Dictionary<int, int>(), new Queue<int>());
        var (open, beaten) = (new Dictionary<int, int>(), new HashSet<int>());
        foreach (var member in set)
            if ((open[member] = framework.Attackers[member].Length) == 0) { ranks[member] = 0; ready.Enqueue(member); }
        while (ready.TryDequeue(out var member))
            foreach (var loser in framework.Attacked[member])
                if (beaten.Add(loser))
                    foreach (var freed in framework.Attacked[loser])
                        if (set.Contains(freed) && --open[freed] == 0) { ranks[freed] = ranks[member] + 1; ready.Enqueue(freed); }
        return ranks;
    }
}
