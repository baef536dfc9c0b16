namespace Debate.Argumentation.Certificates;

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
