using System.Numerics;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>Conflict-free sets (Dung, 1995): no member attacks a member. The empty set is one, so no argument is in all of them.</summary>
public sealed class ConflictFree : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "conflict-free";

    /// <inheritdoc/>
    public override string Code => "CF";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new();

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new PropertyProofs(framework, refuter, SetProperty.ConflictFree))
        {
            Witness = new(ProofKind.Set),
            InNone = new(ProofKind.Refutation),
            InAll = new(ProofKind.Impossible, "the empty set is an extension"),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

    /// <inheritdoc/>
    protected override int[] FindOne(Framework component, SearchBudget budget) => [];

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        component.Attacked[argument].BinarySearch(argument) >= 0 ? null : [argument];

    /// <inheritdoc/>
    protected override int[] FindExcluding(Framework component, int argument, SearchBudget budget) => [];

    /// <inheritdoc/>
    protected override BigInteger CountExtensions(Framework component, SearchBudget budget) =>
        new ConflictFreeCounter(component, budget).Count();

    // Backtracks over the members, ascending; consecutive sets are one search step apart.
    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        var members = new Stack<int>();
        var barred = new int[component.Count]; // by how many members
        for (var a = 0; a < component.Count; a++) if (component.Attacked[a].BinarySearch(a) >= 0) barred[a] = 1;
        yield return [];
        for (var next = 0; ;)
        {
            budget.Spend(0);
            while (next < component.Count && barred[next] > 0) next++;
            if (next < component.Count)
            {
                members.Push(next);
                Bar(next++, 1);
                yield return [.. members.Reverse()];
            }
            else if (members.TryPop(out var last))
            {
                Bar(last, -1);
                next = last + 1;
            }
            else
            {
                yield break;
            }
        }

        void Bar(int argument, int by)
        {
            foreach (var other in component.Attacked[argument]) barred[other] += by;
            foreach (var other in component.Attackers[argument]) barred[other] += by;
        }
    }
}
