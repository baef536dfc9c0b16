using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// Why an argument is accepted or not. Arguments are numbers of the context's framework; those from
/// <see cref="IExplanationContext.ExplainableCount"/> on are
/// auxiliary (see the bipolar translations) and occur only in defences and dispute trees. If a search was not exhaustive within its budget,
/// <see cref="Gaps"/> says so.
/// </summary>
/// <param name="Argument">The argument explained.</param>
/// <param name="Acceptance">The acceptance criterion.</param>
/// <param name="Accepted">Whether the argument is accepted.</param>
public sealed record Explanation(int Argument, Acceptance Acceptance, bool Accepted)
{
    /// <summary>
    /// Accepted: an extension with the argument; null if it is accepted because there is no extension at all. Not accepted: an extension
    /// without it; null if there is none.
    /// </summary>
    public IReadOnlyList<int>? Extension { get; init; }

    /// <summary>
    /// Accepted: subset-minimal sets that defend the argument, itself included. Under grounded semantics, and wherever sceptical acceptance
    /// follows from it, they are strongly admissible (Baroni and Giacomin, 2007; Caminada, 2014); otherwise they are admissible, and under
    /// sceptical acceptance one per extension. Empty for a semantics not based on admissibility.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Defences { get; init; } = [];

    /// <summary>
    /// Whether each defence alone is sufficient (Borg and Bex, 2021): whatever else is removed, the argument stays accepted.
    /// </summary>
    public bool IsSufficient { get; init; }

    /// <summary>
    /// Accepted: the arguments whose removal alone would make the argument not accepted; ascending. (Borg and Bex, 2021, instead require
    /// membership in every admissible set with the argument, which does not say what its removal does.)
    /// </summary>
    public IReadOnlyList<int> Necessary { get; init; } = [];

    /// <summary>Accepted: how the first defence answers every attack; null without a defence.</summary>
    public DisputeNode? Dispute { get; init; }

    /// <summary>Not accepted: every attacker, unanswered ones first.</summary>
    public IReadOnlyList<Attacker> Attackers { get; init; } = [];

    /// <summary>Sets of arguments whose removal would change the argument's status, smallest first.</summary>
    public IReadOnlyList<StatusChange> Removals { get; init; } = [];

    /// <summary>Not accepted: sets of arguments such that one new, unattacked argument against each would make it accepted.</summary>
    public IReadOnlyList<StatusChange> Additions { get; init; } = [];

    /// <summary>What was not found or not exhausted within the budget, one sentence each.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>Every argument that the explanation mentions, ascending: the nodes of its subgraph.</summary>
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
/// <param name="AnsweredBy">The accepted arguments that attack it, ascending; if there are none, it is unanswered.</param>
public sealed record Attacker(int Argument, bool Accepted, IReadOnlyList<int> AnsweredBy)
{
    /// <summary>Whether no accepted argument attacks it.</summary>
    public bool IsUnanswered => AnsweredBy.Count == 0;
}

/// <summary>A set of arguments whose removal (or an attack on each of which) changes the status of the argument explained.</summary>
/// <param name="Arguments">The arguments, ascending.</param>
/// <param name="IsMinimal">True if no proper subset has this effect; false if that was not established within the budget.</param>
public sealed record StatusChange(IReadOnlyList<int> Arguments, bool IsMinimal);

/// <summary>
/// A move in a dispute (Dung, Mancarella and Toni, 2007; Modgil and Caminada, 2009). The proponent's argument is followed by every argument
/// that attacks it, each of the opponent's by the one that answers it.
/// </summary>
/// <param name="Argument">The argument put forward.</param>
/// <param name="IsProponent">True for a move of the proponent, false for one of the opponent.</param>
/// <param name="Replies">The moves that answer it.</param>
/// <param name="IsRepeated">True if the proponent defends the argument elsewhere in the tree; the replies are there.</param>
public sealed record DisputeNode(int Argument, bool IsProponent, IReadOnlyList<DisputeNode> Replies, bool IsRepeated = false)
{
    /// <summary>The arguments of the tree, root first.</summary>
    public IEnumerable<int> Arguments => Nodes.Select(n => n.Argument);

    /// <summary>The moves of the tree, root first; traversed without recursion, so depth is unlimited.</summary>
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

/// <summary>The difference between two extensions.</summary>
/// <param name="Common">The arguments in both, ascending.</param>
/// <param name="OnlyFirst">The arguments only in the first, ascending.</param>
/// <param name="OnlySecond">The arguments only in the second, ascending.</param>
/// <param name="Conflicts">The attacks between the arguments that are in only one of them: attacker and attacked.</param>
public sealed record ExtensionDifference(
    IReadOnlyList<int> Common, IReadOnlyList<int> OnlyFirst, IReadOnlyList<int> OnlySecond, IReadOnlyList<(int From, int To)> Conflicts)
{
    /// <summary>Computes the difference between two extensions of a framework.</summary>
    public static ExtensionDifference Compute(Framework framework, IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        var (one, two) = (first.Except(second).Order().ToList(), second.Except(first).Order().ToList());
        var (left, right) = (one.ToHashSet(), two.ToHashSet());
        var conflicts = new List<(int, int)>();
        foreach (var from in one) foreach (var to in framework.Attacked[from]) if (right.Contains(to)) conflicts.Add((from, to));
        foreach (var from in two) foreach (var to in framework.Attacked[from]) if (left.Contains(to)) conflicts.Add((from, to));
        return new ExtensionDifference([.. first.Intersect(second).Order()], one, two, conflicts);
    }
}
