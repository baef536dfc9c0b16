using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// Finds subset-minimal sets that defend an argument. The largest defended subset of a conflict-free set is unique, so one pass over the
/// members is enough: every member that can be dropped is dropped.
/// </summary>
internal sealed class DefenceMinimiser(Framework framework, bool strong, SearchBudget budget)
{
    /// <summary>
    /// A subset-minimal defence of <paramref name="argument"/> within the conflict-free set <paramref name="within"/>, ascending; null if
    /// it contains none.
    /// </summary>
    public int[]? FindMinimal(IEnumerable<int> within, int argument)
    {
        var set = ReduceToDefended([.. within], argument);
        if (set is null) return null;
        var forced = FindForced(set, argument);
        foreach (var member in set.Order().ToList())
        {
            if (!set.Contains(member) || forced.Contains(member)) continue;
            budget.Spend(0);
            var less = new HashSet<int>(set);
            less.Remove(member);
            if (ReduceToDefended(less, argument) is not { } smaller) continue;
            set = smaller;
            forced = FindForced(set, argument);
        }
        return [.. set.Order()];
    }

    /// <summary>The dispute tree in which the members of a defence answer every attack on <paramref name="argument"/>.</summary>
    public DisputeNode BuildDispute(IReadOnlyCollection<int> defence, int argument)
    {
        var members = new HashSet<int>(defence);
        var answer = ChooseAnswers(members);
        var (seen, open) = (new HashSet<int>(), new Queue<(int Argument, List<DisputeNode> Replies)>());
        var root = Said(argument);
        while (open.TryDequeue(out var said))
            foreach (var attacker in framework.Attackers[said.Argument])
                said.Replies.Add(new DisputeNode(attacker, false, [Said(answer(attacker))]));
        return root;

        DisputeNode Said(int member)
        {
            var (replies, first) = (new List<DisputeNode>(), seen.Add(member));
            if (first) open.Enqueue((member, replies));
            return new DisputeNode(member, true, replies, !first);
        }
    }

    // The defended subset of the set, reduced to the members needed to defend the argument; null if it does not contain the argument.
    private HashSet<int>? ReduceToDefended(HashSet<int> set, int argument)
    {
        HashSet<int> kept = strong
            ? [.. StronglyAdmissible.ComputeRanks(framework, set).Keys] : [.. DefendedSubset.Compute(framework, [.. set], budget)];
        return kept.Contains(argument) ? Closure(argument, ChooseAnswers(kept)) : null;
    }

    // Members that are the only answer to some attack that must be answered.
    private HashSet<int> FindForced(HashSet<int> set, int argument) => Closure(argument, attacker =>
    {
        var sole = -1;
        foreach (var member in framework.Attackers[attacker])
            if (set.Contains(member))
            {
                if (sole >= 0) return -1;
                sole = member;
            }
        return sole;
    });

    private HashSet<int> Closure(int argument, Func<int, int> answer)
    {
        var (found, open) = (new HashSet<int> { argument }, new Stack<int>([argument]));
        while (open.TryPop(out var member))
            foreach (var attacker in framework.Attackers[member])
                if (answer(attacker) is >= 0 and var reply && found.Add(reply)) open.Push(reply);
        return found;
    }

    // Chooses the member that answers an attacker: in a strongly admissible defence one of lowest rank.
    private Func<int, int> ChooseAnswers(HashSet<int> members)
    {
        var ranks = strong ? StronglyAdmissible.ComputeRanks(framework, members) : null;
        return attacker =>
        {
            var best = -1;
            foreach (var member in framework.Attackers[attacker])
                if (members.Contains(member) && (best < 0 || (ranks is not null && ranks[member] < ranks[best]))) best = member;
            return best;
        };
    }
}

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
