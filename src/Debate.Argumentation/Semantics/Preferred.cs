using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>Preferred extensions (Dung, 1995): the maximal admissible sets. Every admissible set is a subset of one.</summary>
public sealed class Preferred : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "preferred";

    /// <inheritdoc/>
    public override string Code => "PR";

    /// <inheritdoc/>
    protected override int[] FindOne(Framework component, SearchBudget budget) => PreferredSearch.ExtendToPreferred(component, [], budget);

    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        var encoding = new LabellingEncoding(component, LabellingKind.Admissible, budget);
        var search = new MaximalSearch(encoding, encoding.MemberLiterals(), set => set, once: true);
        while (search.Find() is { } set) yield return set;
    }

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        Admissible.FindAdmissibleContaining(component, argument, budget) is { } set
        ? PreferredSearch.ExtendToPreferred(component, set, budget) : null;

    /// <inheritdoc/>
    protected override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        ScepticalSearch.FindExcluding(component, argument, budget);
}
