using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// The ideal extension (Dung, Mancarella and Toni, 2007): the largest admissible set within every preferred extension; equally the
/// largest one that no admissible set attacks, which is how it is found (after CDIS; Thimm, Cerutti and Vallati, 2021): start from one
/// preferred extension, drop what some admissible set attacks and what is defended no more, until none attacks.
/// </summary>
public sealed class Ideal : SingleSemantics
{
    /// <inheritdoc/>
    public override string Name => "ideal";

    /// <inheritdoc/>
    public override string Code => "ID";

    /// <inheritdoc/>
    protected override int[] Only(Framework component, Effort effort)
    {
        var left = PreferredSearch.Extend(component, [], effort);
        var encoding = new LabellingEncoding(component, Demand.Admissible, effort);
        while (left.Length > 0)
        {
            encoding.Add([.. left.Select(encoding.Out)]);
            if (!encoding.Solve()) break;
            left = Defended.Within(component, Array.FindAll(left, a => !encoding.Holds(encoding.Out(a))), effort);
        }
        return left;
    }

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort)
    {
        // What does not bear on the argument cannot decide it, but the witness is the whole extension.
        var cone = Cutter.Cone(component, argument, effort);
        if (cone.Arguments.Length == component.Count) return base.With(component, argument, effort);
        return Array.BinarySearch(Only(cone.Framework, effort), cone.Local(argument)) >= 0 ? Only(component, effort) : null;
    }
}
