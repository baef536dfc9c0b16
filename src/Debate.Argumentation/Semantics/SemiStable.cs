using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Semi-stable extensions (Caminada, 2006): complete extensions whose range (its members and what they attack) is maximal; they are the
/// stable extensions if there are any. Admissible sets of maximal range are complete, so the search only requires admissibility.
/// </summary>
public sealed class SemiStable : SearchSemantics
{
    /// <inheritdoc/>
    public override string Name => "semi-stable";

    /// <inheritdoc/>
    public override string Code => "SST";

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Admissible.Around(component, argument, effort) is null ? null : base.With(component, argument, effort);

    private protected override ExtensionSearch Search(Framework component, Effort effort) => On(component, effort);

    internal static StableFirst On(Framework component, Effort effort) =>
        new(new StableEncoding(component, effort), () => new RangeSearch(component, Demand.Admissible, effort));
}
