namespace Debate.Argumentation.Certificates;

/// <summary>
/// Preferred extensions, the maximal admissible sets. That an argument is in all of them is proved by refuting the opposite with clauses of
/// the form "some member outside P", each justified by an admissible set P that contains the argument: a preferred extension without the
/// argument is no subset of P, since P would be a larger admissible set (the search of Cerutti et al., 2014, and Thimm et al., 2021, read
/// as a proof).
/// </summary>
internal sealed class PreferredProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        if (check.IsStable) return Finding.Proved("the set is stable and so preferred");
        return Is(check.IsAdmissible, "admissible")
            .Then(() => Refuted(Claim(SetProperty.Admissible, c => AddLarger(c, set)), "no admissible set is larger"));
    }

    /// <inheritdoc/>
    public override Finding InNone(int argument) =>
        Refuted(Claim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument))), "no admissible set holds the argument");

    /// <inheritdoc/>
    public override Finding InAll(int argument)
    {
        var claim = Claim(SetProperty.Admissible, c => c.Add(SetClauses.NotIn(argument)));
        var sets = 0;
        var set = Refuter.Counterexample(claim, Answer, Justifies);
        return set is null
            ? Finding.Proved($"no preferred extension lacks the argument: refuted clause by clause with {sets} admissible sets")
            : Finding.Rejected($"an admissible set of {set.Length} arguments cannot be joined by the argument");

        RefutationStep? Answer(int[] found)
        {
            if (Refuter.Find(Claim(SetProperty.Admissible, c => AddHolding(c, found, argument))) is not { } larger) return null;
            sets++;
            var grown = Grown(SetProperty.Admissible, larger);
            return new(Outside(grown), grown);
        }

        bool Justifies(int[] clause, int[] admissible) =>
            new SetCheck(Framework, admissible) is { IsAdmissible: true } check && check.Holds(argument)
            && clause.ToHashSet().SetEquals(Outside(admissible));
    }

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuted(Other(extensions), "there is no admissible set outside them");

    /// <inheritdoc/>
    public override int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuter.Find(Other(extensions)) is { } set ? Grown(SetProperty.Admissible, set) : null;

    private static void AddHolding(ClauseList claim, int[] set, int argument)
    {
        foreach (var a in set) claim.Add(SetClauses.In(a));
        claim.Add(SetClauses.In(argument));
    }

    private ClauseList Other(IReadOnlyList<IReadOnlyList<int>> extensions) => Claim(SetProperty.Admissible, claim =>
    {
        foreach (var extension in extensions) AddOutside(claim, extension);
    });
}
