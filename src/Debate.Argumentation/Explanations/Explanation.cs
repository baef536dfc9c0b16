using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// Why an argument is accepted or not. Arguments are numbers of the setting's framework; those from <see cref="ISetting.Spoken"/> on are
/// auxiliary (see the bipolar translations) and stand in defences and dispute trees alone. Lists that a search did not exhaust within its
/// effort say so in <see cref="Gaps"/>.
/// </summary>
/// <param name="Argument">The argument explained.</param>
/// <param name="Acceptance">What accepted means here.</param>
/// <param name="Accepted">Whether the argument is accepted.</param>
public sealed record Explanation(int Argument, Acceptance Acceptance, bool Accepted)
{
    /// <summary>
    /// Accepted: an extension with the argument; null where it is accepted because there is no extension at all. Not accepted: an
    /// extension without it; null where there is none.
    /// </summary>
    public IReadOnlyList<int>? Extension { get; init; }

    /// <summary>
    /// Accepted: subset-minimal sets that defend the argument, itself included. Under grounded semantics, and wherever sceptical acceptance
    /// follows from it, they are strongly admissible (Baroni and Giacomin, 2007; Caminada, 2014); else admissible, and under sceptical
    /// acceptance one of each extension. Empty for a semantics not based on admissibility.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Defences { get; init; } = [];

    /// <summary>
    /// Whether each defence alone is sufficient (Borg and Bex, 2021): whatever else is taken away, the argument stays accepted.
    /// </summary>
    public bool Suffices { get; init; }

    /// <summary>
    /// Accepted: the arguments each of which, taken away alone, would leave the argument not accepted; ascending. (Borg and Bex, 2021, ask
    /// for membership in every admissible set with the argument instead, which does not say what its removal does.)
    /// </summary>
    public IReadOnlyList<int> Necessary { get; init; } = [];

    /// <summary>Accepted: how the first defence answers every attack; null where there is none.</summary>
    public DisputeNode? Dispute { get; init; }

    /// <summary>Not accepted: every attacker, those that stand first.</summary>
    public IReadOnlyList<Attacker> Attackers { get; init; } = [];

    /// <summary>Sets of arguments without which the argument would change its status, smallest first.</summary>
    public IReadOnlyList<Change> Removals { get; init; } = [];

    /// <summary>Not accepted: sets of arguments such that one new, unattacked argument against each would make it accepted.</summary>
    public IReadOnlyList<Change> Additions { get; init; } = [];

    /// <summary>What was not found or not exhausted within the effort, one sentence each.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>Every argument the explanation speaks of, ascending: the nodes of its sub-graph.</summary>
    public IReadOnlyList<int> Mentioned =>
    [
        .. new SortedSet<int>(Defences.SelectMany(s => s).Concat(Necessary).Append(Argument)
            .Concat(Attackers.Select(a => a.Argument)).Concat(Attackers.SelectMany(a => a.AnsweredBy))
            .Concat(Removals.Concat(Additions).SelectMany(c => c.Arguments)).Concat(Dispute?.Arguments ?? [])),
    ];
}

/// <summary>An attacker of an argument that is not accepted.</summary>
/// <param name="Argument">The attacker.</param>
/// <param name="Accepted">Whether it is accepted itself.</param>
/// <param name="AnsweredBy">The accepted arguments that attack it, ascending; it stands when there is none.</param>
public sealed record Attacker(int Argument, bool Accepted, IReadOnlyList<int> AnsweredBy)
{
    /// <summary>Whether no accepted argument answers it.</summary>
    public bool Stands => AnsweredBy.Count == 0;
}

/// <summary>A set of arguments whose removal (or an attack on each of which) changes the status of the argument explained.</summary>
/// <param name="Arguments">The arguments, ascending.</param>
/// <param name="Minimal">True when no proper subset does it; false when that was not settled within the effort.</param>
public sealed record Change(IReadOnlyList<int> Arguments, bool Minimal);

/// <summary>
/// A move in a dispute (Dung, Mancarella and Toni, 2007; Modgil and Caminada, 2009). The proponent's argument is followed by every argument
/// that attacks it, each of the opponent's by the one that answers it.
/// </summary>
/// <param name="Argument">The argument put forward.</param>
/// <param name="Proponent">Whose move it is.</param>
/// <param name="Replies">What answers it.</param>
/// <param name="Repeated">True where the proponent has defended the argument elsewhere in the tree; its replies stand there.</param>
public sealed record DisputeNode(int Argument, bool Proponent, IReadOnlyList<DisputeNode> Replies, bool Repeated = false)
{
    /// <summary>The arguments of the tree, root first.</summary>
    public IEnumerable<int> Arguments => Nodes.Select(n => n.Argument);

    /// <summary>The moves of the tree, root first; deep trees are walked without recursion.</summary>
    public IEnumerable<DisputeNode> Nodes
    {
        get
        {
            var open = new Stack<DisputeNode>([this]);
            while (open.TryPop(out var node))
            {
                yield return node;
                for (var i = node.Replies.Count - 1; i >= 0; i--) open.Push(node.Replies[i]);
            }
        }
    }
}

/// <summary>What tells two extensions apart.</summary>
/// <param name="Common">In both, ascending.</param>
/// <param name="OnlyFirst">In the first alone.</param>
/// <param name="OnlySecond">In the second alone.</param>
/// <param name="Conflicts">The attacks between what is in one alone: attacker and attacked.</param>
public sealed record Difference(
    IReadOnlyList<int> Common, IReadOnlyList<int> OnlyFirst, IReadOnlyList<int> OnlySecond, IReadOnlyList<(int From, int To)> Conflicts)
{
    /// <summary>The difference of two extensions of a framework.</summary>
    public static Difference Of(Framework framework, IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        var (one, two) = (first.Except(second).Order().ToList(), second.Except(first).Order().ToList());
        var (left, right) = (one.ToHashSet(), two.ToHashSet());
        var conflicts = new List<(int, int)>();
        foreach (var from in one) foreach (var to in framework.Attacked[from]) if (right.Contains(to)) conflicts.Add((from, to));
        foreach (var from in two) foreach (var to in framework.Attacked[from]) if (left.Contains(to)) conflicts.Add((from, to));
        return new Difference([.. first.Intersect(second).Order()], one, two, conflicts);
    }
}
