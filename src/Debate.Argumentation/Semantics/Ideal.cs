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
        var left = Defended.Within(component, Unattacked(component, PreferredSearch.Extend(component, [], effort)), effort);
        var encoding = new LabellingEncoding(component, Demand.Admissible, effort, against: left);
        while (left.Length > 0)
        {
            encoding.Add([.. left.Select(encoding.Out)]);
            if (!encoding.Solve()) break;
            left = Defended.Within(component, Array.FindAll(left, a => !encoding.Holds(encoding.Out(a))), effort);
        }
        return left;
    }

    // Without what an argument attacks that is admissible alone: the cheapest admissible sets come before any search.
    private static int[] Unattacked(Framework framework, int[] set)
    {
        var alone = new bool?[framework.Count];
        return Array.FindAll(set, a =>
        {
            foreach (var b in framework.Attackers[a]) if (alone[b] ??= Alone(b)) return false;
            return true;
        });

        bool Alone(int argument)
        {
            var attacked = framework.Attacked[argument];
            if (attacked.BinarySearch(argument) >= 0) return false;
            foreach (var b in framework.Attackers[argument]) if (attacked.BinarySearch(b) < 0) return false;
            return true;
        }
    }

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort)
    {
        // Two cheap ways to a no: no admissible set holds the argument, or one attacks it.
        var cone = Cutter.Cone(component, argument, effort);
        var (encoding, local) = (new LabellingEncoding(cone.Framework, Demand.Admissible, effort), cone.Local(argument));
        if (!encoding.Solve(Encoding.In(local)) || encoding.Solve(encoding.Out(local))) return null;
        return base.With(component, argument, effort);
    }
}
