using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Admissible sets (Dung, 1995): conflict-free, and attacking all that attacks them. The empty set is one, so no argument is in all.
/// </summary>
public sealed class Admissible : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "admissible";

    /// <inheritdoc/>
    public override string Code => "AD";

    /// <inheritdoc/>
    protected override bool RespectsGrounded => false;

    /// <inheritdoc/>
    protected override int[] Some(Framework component, Effort effort) => [];

    /// <inheritdoc/>
    protected override IEnumerable<int[]> All(Framework component, Effort effort) =>
        new ModelSearch(new LabellingEncoding(component, Demand.Admissible, effort)).All();

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) => Around(component, argument, effort);

    /// <inheritdoc/>
    protected override int[] Without(Framework component, int argument, Effort effort) => [];

    /// <summary>An admissible set with the argument, looked for among what bears on it; null where there is none.</summary>
    internal static int[]? Around(Framework framework, int argument, Effort effort)
    {
        var cone = Cutter.Cone(framework, argument, effort);
        var search = new ModelSearch(new LabellingEncoding(cone.Framework, Demand.Admissible, effort));
        return search.Find(Encoding.In(cone.Local(argument))) is { } set ? cone.Lift(set) : null;
    }
}
