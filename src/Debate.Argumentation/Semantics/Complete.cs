using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Complete extensions (Dung, 1995): admissible sets that contain everything they defend. The grounded extension is a subset of all of
/// them, and every admissible set is a subset of one.
/// </summary>
public sealed class Complete : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "complete";

    /// <inheritdoc/>
    public override string Code => "CO";

    /// <inheritdoc/>
    protected override int[] Some(Framework component, Effort effort) => [];

    /// <inheritdoc/>
    protected override IEnumerable<int[]> All(Framework component, Effort effort) =>
        new ModelSearch(new LabellingEncoding(component, Demand.Complete, effort)).All();

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Admissible.Around(component, argument, effort) is { } set ? Closed(component, set, effort) : null;

    /// <inheritdoc/>
    protected override int[] Without(Framework component, int argument, Effort effort) => [];

    // The least complete extension that contains an admissible set.
    private static int[] Closed(Framework framework, int[] admissible, Effort effort)
    {
        var propagation = new Propagation(framework, effort);
        propagation.Accept(admissible);
        return propagation.Accepted();
    }
}
