using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// The ideal extension (Dung, Mancarella and Toni, 2007): the largest admissible set that no admissible set attacks. Algorithm (after CDIS;
/// Thimm, Cerutti and Vallati, 2021): starting from all arguments, drop those that some admissible set attacks and those no longer
/// defended, until no admissible set attacks the rest, which is usually empty by then. Otherwise the largest admissible set within the rest
/// is unique, since no two such sets attack each other.
/// </summary>
public sealed class Ideal : SingleSemantics
{
    /// <inheritdoc/>
    public override string Name => "ideal";

    /// <inheritdoc/>
    public override string Code => "ID";

    /// <inheritdoc/>
    protected override int[] ComputeUnique(Framework component, SearchBudget budget)
    {
        var encoding = new LabellingEncoding(component, LabellingKind.Admissible, budget);
        if (!FindAttackerOf(encoding, [.. Enumerable.Range(0, component.Count)])) return [];
        var left = WithoutAttackedBySingletons(component, [.. Enumerable.Range(0, component.Count)]);
        do left = DefendedSubset.Compute(component, WithoutAttackedBy(component, left, encoding.ReadSet()), budget);
        while (left.Length > 0 && FindAttackerOf(encoding, left));
        return left.Length == 0 ? left : FindLargestWithin(encoding, left, budget);
    }

    // Searches for an admissible set that attacks one of these arguments; if true, it is the model.
    private static bool FindAttackerOf(LabellingEncoding encoding, int[] left)
    {
        var guard = encoding.AddLiteral(phase: true);
        encoding.AddClause([FrameworkEncoding.Not(guard), .. left.Select(encoding.Out)]);
        if (encoding.Solve(guard)) return true;
        encoding.AddClause(FrameworkEncoding.Not(guard));
        return false;
    }

    // The largest admissible subset of arguments that no admissible set attacks.
    private static int[] FindLargestWithin(LabellingEncoding encoding, int[] left, SearchBudget budget)
    {
        var clash = left.Any(a => encoding.Framework.Attackers[a].ToArray().Any(b => Array.BinarySearch(left, b) >= 0));
        if (!clash) return left;
        encoding.ForbidArguments([.. Enumerable.Range(0, encoding.Framework.Count).Where(a => Array.BinarySearch(left, a) < 0)]);
        return new AdmissibleAscent(encoding, []).GrowToMaximal()!;
    }

    private static int[] WithoutAttackedBy(Framework framework, int[] left, int[] by)
    {
        var attacked = new bool[framework.Count];
        foreach (var a in by) foreach (var b in framework.Attacked[a]) attacked[b] = true;
        return Array.FindAll(left, a => !attacked[a]);
    }

    // Drops the targets of arguments that are admissible as singletons: these cheapest admissible sets need no search.
    private static int[] WithoutAttackedBySingletons(Framework framework, int[] set)
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
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget)
    {
        // Two cheap checks for a negative answer: no admissible set contains the argument, or one attacks it.
        var cone = FrameworkCutter.Cone(component, argument, budget);
        var (encoding, local) = (new LabellingEncoding(cone.Framework, LabellingKind.Admissible, budget), cone.ToLocal(argument));
        if (!encoding.Solve(FrameworkEncoding.In(local)) || encoding.Solve(encoding.Out(local))) return null;
        return base.FindContaining(component, argument, budget);
    }
}
