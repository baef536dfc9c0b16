using System.Numerics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Naive extensions (Bondarenko, Dung, Kowalski and Toni, 1997): the maximal conflict-free sets. They are the stable extensions of the
/// framework in which every conflict is mutual and self-attacking arguments are removed; a single one is found greedily.
/// </summary>
public sealed class Naive : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "naive";

    /// <inheritdoc/>
    public override string Code => "NA";

    /// <inheritdoc/>
    protected override bool RespectsGrounded => false;

    /// <inheritdoc/>
    protected override int[] Some(Framework component, Effort effort) => Grow(component, -1, effort);

    /// <inheritdoc/>
    protected override IEnumerable<int[]> All(Framework component, Effort effort)
    {
        var mutual = Mutual(component, effort);
        return new Stable().Extensions(mutual.Framework, effort).Select(set => mutual.Lift(set));
    }

    /// <inheritdoc/>
    protected override BigInteger CountOf(Framework component, Effort effort) => new Stable().Count(Mutual(component, effort).Framework, effort);

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Attacks(component, argument, argument) ? null : Grow(component, argument, effort);

    /// <inheritdoc/>
    protected override int[]? Without(Framework component, int argument, Effort effort)
    {
        if (Attacks(component, argument, argument)) return Grow(component, -1, effort);
        foreach (var rival in component.Attackers[argument]) if (!Attacks(component, rival, rival)) return Grow(component, rival, effort);
        foreach (var rival in component.Attacked[argument]) if (!Attacks(component, rival, rival)) return Grow(component, rival, effort);
        return null;
    }

    // Takes the first argument (if one is given), then greedily every other one without a conflict.
    private static int[] Grow(Framework framework, int first, Effort effort)
    {
        var (taken, excluded) = (new bool[framework.Count], new bool[framework.Count]);
        if (first >= 0) Take(first);
        for (var a = 0; a < framework.Count; a++)
        {
            if (a % 1024 == 0) effort.Step(0);
            if (!excluded[a] && !Attacks(framework, a, a)) Take(a);
        }
        return [.. Enumerable.Range(0, framework.Count).Where(a => taken[a])];

        void Take(int argument)
        {
            taken[argument] = true;
            foreach (var other in framework.Attacked[argument]) excluded[other] = true;
            foreach (var other in framework.Attackers[argument]) excluded[other] = true;
        }
    }

    private static Part Mutual(Framework framework, Effort effort)
    {
        var arguments = Enumerable.Range(0, framework.Count).Where(a => !Attacks(framework, a, a)).ToArray();
        var part = new Cutter(framework, effort).Cut(arguments);
        var (from, to) = (new List<int>(), new List<int>());
        for (var a = 0; a < arguments.Length; a++)
            foreach (var b in part.Framework.Attacked[a])
            {
                from.AddRange(a, b);
                to.AddRange(b, a);
            }
        return new Part(Framework.Of(arguments.Length, [.. from], [.. to]), arguments);
    }

    private static bool Attacks(Framework framework, int from, int to) => framework.Attacked[from].BinarySearch(to) >= 0;
}
