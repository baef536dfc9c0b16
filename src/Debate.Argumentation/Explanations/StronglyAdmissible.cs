namespace Debate.Argumentation.Explanations;

/// <summary>
/// Strongly admissible sets (Baroni and Giacomin, 2007; Caminada, 2014): every member is defended by other members that are strongly
/// admissible without it, so that a defence rests on unattacked arguments and never on itself.
/// </summary>
internal static class StronglyAdmissible
{
    /// <summary>
    /// The largest such subset, which is unique, each member with its rank: 0 if it is unattacked, otherwise one more than the highest rank
    /// among the defenders that it needs, so that defending by lower ranks terminates. For all arguments this is the grounded extension.
    /// Linear time.
    /// </summary>
    public static Dictionary<int, int> ComputeRanks(Framework framework, IReadOnlySet<int> set)
    {
        var (ranks, ready) = (new Dictionary<int, int>(), new Queue<int>());
        var (open, beaten) = (new Dictionary<int, int>(), new HashSet<int>());
        foreach (var member in set)
            if ((open[member] = framework.Attackers[member].Length) == 0) Rank(member, 0);
        while (ready.TryDequeue(out var member))
            foreach (var loser in framework.Attacked[member])
                if (beaten.Add(loser))
                    foreach (var freed in framework.Attacked[loser])
                        if (set.Contains(freed) && --open[freed] == 0) Rank(freed, ranks[member] + 1);
        return ranks;

        void Rank(int member, int rank)
        {
            ranks[member] = rank;
            ready.Enqueue(member);
        }
    }
}
