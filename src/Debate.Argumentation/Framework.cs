using Debate.Core.Input;

namespace Debate.Argumentation;

/// <summary>
/// An abstract argumentation framework (Dung, 1995): arguments 0..<see cref="Count"/>-1 and the attacks between them, in compact arrays.
/// Immutable and thread-safe. Memory is linear in arguments plus attacks.
/// </summary>
public sealed class Framework
{
    private Framework(Adjacency attacked, Adjacency attackers) => (Attacked, Attackers) = (attacked, attackers);

    /// <summary>Number of arguments.</summary>
    public int Count => Attacked.NodeCount;

    /// <summary>Number of distinct attacks.</summary>
    public int AttackCount => Attacked.Count;

    /// <summary>For each argument, the arguments that it attacks, ascending.</summary>
    public Adjacency Attacked { get; }

    /// <summary>For each argument, its attackers, ascending.</summary>
    public Adjacency Attackers { get; }

    /// <summary>The framework of the attacks (<paramref name="from"/>[i], <paramref name="to"/>[i]); duplicates count once.</summary>
    public static Framework Create(int count, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var (attacked, attackers) = Adjacency.CreateBoth(count, from, to);
        return new(attacked, attackers);
    }

    /// <summary>
    /// The framework of a graph's attacks, with the same argument numbers. An <see cref="InputException"/> if the graph has inferences: how
    /// they become attacks is a choice (see the bipolar translations).
    /// </summary>
    public static Framework FromGraph(ArgumentGraph graph) => graph.InferenceCount == 0
        ? new Framework(graph.Attacked, graph.Attackers)
        : throw new InputException($"graph: it has {graph.InferenceCount} inferences, and a framework has attacks alone; choose a translation");

    /// <summary>The subframework induced by some arguments, see <see cref="Adjacency.Induced"/>.</summary>
    internal Framework Induced(ReadOnlySpan<int> arguments, int[] place, Solving.SearchBudget budget)
    {
        var attacked = Attacked.Induced(arguments, place);
        budget.Spend(0);
        return new(attacked, Attackers.Induced(arguments, place));
    }
}
