using System.Numerics;
using Debate.Argumentation.Certificates;
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
    public override SemanticsTraits Traits { get; } = new();

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new NaiveProofs(framework, refuter))
        {
            Witness = new(ProofKind.Set),
            InNone = new(ProofKind.Attacks),
            InAll = new(ProofKind.Attacks),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

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

/// <summary>Naive extensions, the maximal conflict-free sets: acceptance follows directly from the attacks.</summary>
internal sealed class NaiveProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set) => ProvedIf(new SetCheck(Framework, set).IsNaive, "naive");

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) => SetCheck.IsSelfAttacking(Framework, argument)
        ? CheckResult.Proved("the argument attacks itself") : CheckResult.Rejected("the argument does not attack itself");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument)
    {
        var neighbours = Framework.Attackers[argument].ToArray().Concat(Framework.Attacked[argument].ToArray());
        return !SetCheck.IsSelfAttacking(Framework, argument) && neighbours.All(b => SetCheck.IsSelfAttacking(Framework, b))
            ? CheckResult.Proved("only arguments that attack themselves are in conflict with it")
            : CheckResult.Rejected("the argument attacks itself or is in conflict with one that does not");
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        ProveByRefutation(OtherExtensionClaim(extensions), "there is no conflict-free set outside them");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuter.FindModel(OtherExtensionClaim(extensions)) is { } set ? GrowToMaximal(SetProperty.ConflictFree, set) : null;

    private ClauseList OtherExtensionClaim(IReadOnlyList<IReadOnlyList<int>> extensions) => CreateClaim(SetProperty.ConflictFree, claim =>
    {
        foreach (var extension in extensions) AddMemberOutside(claim, extension);
    });
}
