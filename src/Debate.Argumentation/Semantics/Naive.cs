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
    protected override int[] FindOne(Framework component, SearchBudget budget) => GrowMaximal(component, -1, budget);

    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        var mutual = MakeConflictsMutual(component, budget);
        return new Stable().Extensions(mutual.Framework, budget).Select(set => mutual.Lift(set));
    }

    /// <inheritdoc/>
    protected override BigInteger CountExtensions(Framework component, SearchBudget budget) =>
        new Stable().Count(MakeConflictsMutual(component, budget).Framework, budget);

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        Attacks(component, argument, argument) ? null : GrowMaximal(component, argument, budget);

    /// <inheritdoc/>
    protected override int[]? FindExcluding(Framework component, int argument, SearchBudget budget)
    {
        if (Attacks(component, argument, argument)) return GrowMaximal(component, -1, budget);
        foreach (var rival in component.Attackers[argument]) if (!Attacks(component, rival, rival))
            return GrowMaximal(component, rival, budget);
        foreach (var rival in component.Attacked[argument]) if (!Attacks(component, rival, rival))
            return GrowMaximal(component, rival, budget);
        return null;
    }

    // Takes the first argument (if one is given), then greedily every other one without a conflict.
    private static int[] GrowMaximal(Framework framework, int first, SearchBudget budget)
    {
        var (taken, excluded) = (new bool[framework.Count], new bool[framework.Count]);
        if (first >= 0) Take(first);
        for (var a = 0; a < framework.Count; a++)
        {
            if (a % 1024 == 0) budget.Spend(0);
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

    private static SubFramework MakeConflictsMutual(Framework framework, SearchBudget budget)
    {
        var arguments = Enumerable.Range(0, framework.Count).Where(a => !Attacks(framework, a, a)).ToArray();
        var part = new FrameworkCutter(framework, budget).Cut(arguments);
        var (from, to) = (new List<int>(), new List<int>());
        for (var a = 0; a < arguments.Length; a++)
            foreach (var b in part.Framework.Attacked[a])
            {
                from.AddRange(a, b);
                to.AddRange(b, a);
            }
        return new SubFramework(Framework.Create(arguments.Length, [.. from], [.. to]), arguments);
    }

    private static bool Attacks(Framework framework, int from, int to) => framework.Attacked[from].BinarySearch(to) >= 0;
}
