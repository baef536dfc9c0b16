using Debate.Argumentation;

namespace Debate.Deliberation.Clinical;

/// <summary>
/// Acceptance of the decisions of a graph by its preferred extensions (Hong et al., definition 4, with Dung's acceptability, 1995): a
/// decision is acceptable (there: optional) when some preferred extension contains it; a preferred extension with a decision is an
/// explanation set, and contains exactly one, because decisions exclude each other.
/// </summary>
public sealed class AcceptanceAnalysis
{
    private readonly ArgumentGraph _graph;
    private readonly int[] _decisions;

    private AcceptanceAnalysis(ArgumentMap map, IEnumerable<IReadOnlyList<int>> preferred)
    {
        _graph = map.Graph;
        _decisions = [.. map.Motions.Select(_graph.GetNode)];
        Explanations =
        [
            .. preferred.Where(e => e.Any(_decisions.Contains)).Select(e => (IReadOnlyList<int>)[.. e.Order()])
                .OrderBy(e => string.Join(' ', e.Select(a => FormattableString.Invariant($"{a:D9}"))), StringComparer.Ordinal),
        ];
        Acceptable = [.. _decisions.Where(d => Explanations.Any(e => e.Contains(d)))];
        var min = Acceptable.Select(CountAttackingBeliefs).DefaultIfEmpty().Min();
        LeastContested = [.. Acceptable.Where(d => CountAttackingBeliefs(d) == min)];
    }

    /// <summary>Analyses a map whose motions are its decisions, given its preferred extensions.</summary>
    public static AcceptanceAnalysis FromPreferred(ArgumentMap map, IEnumerable<IReadOnlyList<int>> preferred) => new(map, preferred);

    /// <summary>The explanation sets, in a fixed order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Explanations { get; }

    /// <summary>The acceptable decisions, in the order of proposal; empty when there are none.</summary>
    public IReadOnlyList<int> Acceptable { get; }

    /// <summary>The acceptable decisions that the fewest beliefs attack, whether or not those beliefs are accepted.</summary>
    public IReadOnlyList<int> LeastContested { get; }

    /// <summary>The explanation set of an acceptable decision: the first one when there are several.</summary>
    public IReadOnlyList<int> ExplanationOf(int decision) => Explanations.First(e => e.Contains(decision));

    /// <summary>The beliefs that attack an argument.</summary>
    public IEnumerable<int> FindAttackingBeliefs(int argument) => _graph.Attackers[argument].ToArray().Where(a => !_decisions.Contains(a));

    /// <summary>The beliefs of a set that attack an argument: the reason why the argument cannot join the set.</summary>
    public IEnumerable<int> FindAttackingBeliefsIn(int argument, IReadOnlyList<int> set) =>
        FindAttackingBeliefs(argument).Where(set.Contains);

    private int CountAttackingBeliefs(int decision) => FindAttackingBeliefs(decision).Count();
}
