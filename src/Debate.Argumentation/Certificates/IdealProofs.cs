namespace Debate.Argumentation.Certificates;

/// <summary>
/// The ideal extension: the largest admissible set that no admissible set attacks (Dunne, Dvorak and Woltran, 2013). The claim that a
/// larger one exists, or one that contains an argument, is refuted with clauses "not x", each justified by an admissible set that attacks
/// x.
/// </summary>
internal sealed class IdealProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set) => IsIdeal(set)
        .Then(() => Beyond(Claim(SetProperty.Admissible, c => AddLarger(c, set)), "no ideal set is larger"));

    /// <inheritdoc/>
    public override Finding InNone(int argument) =>
        Beyond(Claim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument))), "no ideal set holds the argument");

    /// <summary>Finds an ideal set that contains the argument; it need not be the largest.</summary>
    public override Finding InAll(int argument)
    {
        var found = Array.Empty<int>();
        var claim = Claim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument)));
        var set = Refuter.Counterexample(claim, candidate => Attack(candidate) is { } step ? step : Keep(candidate), Justifies);
        return set is null ? Finding.Rejected("no ideal set holds the argument") : IsIdeal(found);

        RefutationStep? Keep(int[] candidate)
        {
            found = candidate;
            return null;
        }
    }

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => Count(extensions.Count);

    /// <inheritdoc/>
    public override Finding Count(System.Numerics.BigInteger count) =>
        count == 1 ? Finding.Proved("there is exactly one") : Finding.Rejected("there is exactly one");

    private Finding IsIdeal(IReadOnlyList<int> set) => Is(new SetCheck(Framework, set).IsAdmissible, "admissible")
        .Then(() => Refuted(Attacking(set), "no admissible set attacks it"));

    private Finding Beyond(ClauseList claim, string what) => Refuter.Counterexample(claim, Attack, Justifies) is { } set
        ? Finding.Rejected($"against '{what}' stands a set of {set.Length} arguments")
        : Finding.Proved($"{what}: refuted clause by clause");

    private RefutationStep? Attack(int[] candidate)
    {
        if (Refuter.Find(Attacking(candidate)) is not { } attacker) return null;
        var attacks = new SetCheck(Framework, attacker);
        return new([SetClauses.NotIn(candidate.First(attacks.Attacks))], attacker);
    }

    private bool Justifies(int[] clause, int[] admissible) =>
        new SetCheck(Framework, admissible) is { IsAdmissible: true } check
        && clause is [var literal] && (literal & 1) == 1 && literal / 2 < Framework.Count && check.Attacks(literal / 2);

    private ClauseList Attacking(IReadOnlyList<int> set) => Claim(SetProperty.Admissible, claim =>
        claim.Add([.. set.SelectMany(a => Framework.Attackers[a].ToArray()).Distinct().Select(SetClauses.In)]));
}
