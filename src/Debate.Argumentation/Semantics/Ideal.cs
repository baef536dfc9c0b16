using Debate.Argumentation.Certificates;
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
    public override SemanticsTraits Traits { get; } = new() { IsDirectional = true, IsComplete = true, IsUnique = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new IdealProofs(framework, refuter))
        {
            Witness = new(ProofKind.JustifiedRefutation),
            InNone = new(ProofKind.JustifiedRefutation),
            InAll = new(ProofKind.Refutation, "of the sets that attack an admissible set with the argument"),
            Extensions = new(ProofKind.JustifiedRefutation, "there is exactly one"),
            Count = new(ProofKind.Attacks, "there is exactly one"),
        };

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

/// <summary>
/// The ideal extension: the largest admissible set that no admissible set attacks (Dunne, Dvorak and Woltran, 2013). The claim that a
/// larger one exists, or one that contains an argument, is refuted with clauses "not x", each justified by an admissible set that attacks
/// x.
/// </summary>
internal sealed class IdealProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set) => ProveIdeal(set)
        .Then(() => ProveByJustifiedRefutation(CreateClaim(SetProperty.Admissible, c => AddProperSuperset(c, set)),
            "no ideal set is larger"));

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) =>
        ProveByJustifiedRefutation(CreateClaim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument))),
            "no ideal set holds the argument");

    /// <summary>Finds an ideal set that contains the argument; it need not be the largest.</summary>
    public override CheckResult ProveInAll(int argument)
    {
        var found = Array.Empty<int>();
        var claim = CreateClaim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument)));
        var set = Refuter.FindCounterexample(claim, candidate => FindAttackStep(candidate) is { } step ? step : Keep(candidate), Justifies);
        return set is null ? CheckResult.Rejected("no ideal set holds the argument") : ProveIdeal(found);

        RefutationStep? Keep(int[] candidate)
        {
            found = candidate;
            return null;
        }
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => ProveCount(extensions.Count);

    /// <inheritdoc/>
    public override CheckResult ProveCount(System.Numerics.BigInteger count) =>
        count == 1 ? CheckResult.Proved("there is exactly one") : CheckResult.Rejected("there is exactly one");

    private CheckResult ProveIdeal(IReadOnlyList<int> set) => ProvedIf(new SetCheck(Framework, set).IsAdmissible, "admissible")
        .Then(() => ProveByRefutation(AttackersClaim(set), "no admissible set attacks it"));

    private CheckResult ProveByJustifiedRefutation(ClauseList claim, string what) =>
        Refuter.FindCounterexample(claim, FindAttackStep, Justifies) is { } set
        ? CheckResult.Rejected($"against '{what}' stands a set of {set.Length} arguments")
        : CheckResult.Proved($"{what}: refuted clause by clause");

    private RefutationStep? FindAttackStep(int[] candidate)
    {
        if (Refuter.FindModel(AttackersClaim(candidate)) is not { } attacker) return null;
        var attacks = new SetCheck(Framework, attacker);
        return new([SetClauses.NotIn(candidate.First(attacks.Attacks))], attacker);
    }

    private bool Justifies(int[] clause, int[] admissible) =>
        new SetCheck(Framework, admissible) is { IsAdmissible: true } check
        && clause is [var literal] && (literal & 1) == 1 && literal / 2 < Framework.Count && check.Attacks(literal / 2);

    private ClauseList AttackersClaim(IReadOnlyList<int> set) => CreateClaim(SetProperty.Admissible, claim =>
        claim.Add([.. set.SelectMany(a => Framework.Attackers[a].ToArray()).Distinct().Select(SetClauses.In)]));
}
