using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Admissible sets (Dung, 1995): conflict-free sets that attack all their attackers. The empty set is one, so no argument is in all of
/// them.
/// </summary>
public sealed class Admissible : ComponentSemantics
{
    private const int FirstTurn = 2000; // conflicts

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

    /// <summary>
    /// An admissible set with the argument, searched in its cone of influence; null if there is none. If that takes long, a quarter of the
    /// time goes into searching for a stable set, which may be easier to find.
    /// </summary>
    internal static int[]? Around(Framework framework, int argument, Effort effort)
    {
        var cone = Cutter.Cone(framework, argument, effort);
        var (any, wanted) = (new LabellingEncoding(cone.Framework, Demand.Admissible, effort), Encoding.In(cone.Local(argument)));
        StableEncoding? stable = null;
        for (long turn = FirstTurn; ; turn *= 2)
        {
            if (any.Try(turn, wanted) is { } found) return found ? cone.Lift(any.Set()) : null;
            stable ??= new StableEncoding(cone.Framework, effort);
            if (stable.Try(turn / 4, wanted) == true) return cone.Lift(stable.Set());
        }
    }
}
