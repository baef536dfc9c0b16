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
    protected override int[] Some(Framework component, Effort effort) => PreferredSearch.Extend(component, [], effort);

    /// <inheritdoc/>
    protected override IEnumerable<int[]> All(Framework component, Effort effort)
    {
        var encoding = new LabellingEncoding(component, Demand.Admissible, effort);
        var search = new MaximalSearch(encoding, encoding.Members(), set => set, once: true);
        while (search.Find() is { } set) yield return set;
    }

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Admissible.Around(component, argument, effort) is { } set ? PreferredSearch.Extend(component, set, effort) : null;

    /// <inheritdoc/>
    protected override int[]? Without(Framework component, int argument, Effort effort) =>
        ScepticalSearch.Without(component, argument, effort);
}
