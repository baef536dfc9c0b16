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
    public override CheckResult ProveExtension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        if (check.IsStable) return CheckResult.Proved("the set is stable and so preferred");
        return ProvedIf(check.IsAdmissible, "admissible")
            .Then(() => ProveByRefutation(CreateClaim(SetProperty.Admissible, c => AddProperSuperset(c, set)),
                "no admissible set is larger"));
    }

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) =>
        ProveByRefutation(CreateClaim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument))), "no admissible set holds the argument");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument)
    {
        var claim = CreateClaim(SetProperty.Admissible, c => c.Add(SetClauses.NotIn(argument)));
        var sets = 0;
        var set = Refuter.FindCounterexample(claim, Answer, Justifies);
        return set is null
            ? CheckResult.Proved($"no preferred extension lacks the argument: refuted clause by clause with {sets} admissible sets")
            : CheckResult.Rejected($"an admissible set of {set.Length} arguments cannot be joined by the argument");

        RefutationStep? Answer(int[] found)
        {
            if (Refuter.FindModel(CreateClaim(SetProperty.Admissible, c => AddSupersetWith(c, found, argument))) is not { } larger)
                return null;
            sets++;
            var grown = GrowToMaximal(SetProperty.Admissible, larger);
            return new(OutsideClause(grown), grown);
        }

        bool Justifies(int[] clause, int[] admissible) =>
            new SetCheck(Framework, admissible) is { IsAdmissible: true } check && check.Contains(argument)
            && clause.ToHashSet().SetEquals(OutsideClause(admissible));
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        ProveByRefutation(OtherExtensionClaim(extensions), "there is no admissible set outside them");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuter.FindModel(OtherExtensionClaim(extensions)) is { } set ? GrowToMaximal(SetProperty.Admissible, set) : null;

    private static void AddSupersetWith(ClauseList claim, int[] set, int argument)
    {
        foreach (var a in set) claim.Add(SetClauses.In(a));
        claim.Add(SetClauses.In(argument));
    }

    private ClauseList OtherExtensionClaim(IReadOnlyList<IReadOnlyList<int>> extensions) => CreateClaim(SetProperty.Admissible, claim =>
    {
        foreach (var extension in extensions) AddMemberOutside(claim, extension);
    });
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

/// <summary>
/// The eager extension, the largest admissible set contained in every semi-stable extension (Caminada, 2007). It contains the grounded
/// extension and is conflict-free, which settles the arguments that the grounded labelling decides; an argument that is in no admissible
/// set is not in it either. Everything else is unproved.
/// </summary>
internal sealed class EagerProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    private readonly SetCheck _grounded = new(framework, SetCheck.ComputeGrounded(framework));

    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        return ProvedIf(check.IsComplete, "complete").Then(() => IsUnique(set)
            ? CheckResult.Proved("it is grounded and stable, so no other set is complete")
            : CheckResult.Unproved("that it is the largest inside every semi-stable extension"));
    }

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument)
    {
        if (_grounded.Contains(argument)) return CheckResult.Rejected("the grounded extension holds the argument");
        return _grounded.Attacks(argument)
            ? CheckResult.Proved("the grounded extension attacks the argument")
            : Refuter.FindCounterexample(CreateClaim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument)))) is null
                ? CheckResult.Proved("no admissible set holds the argument: refuted clause by clause")
                : CheckResult.Unproved("that the eager extension lacks the argument");
    }

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument)
    {
        if (_grounded.Contains(argument)) return CheckResult.Proved("the grounded extension holds the argument");
        return _grounded.Attacks(argument)
            ? CheckResult.Rejected("the grounded extension attacks the argument")
            : CheckResult.Unproved("that the eager extension holds the argument");
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => ProveCount(extensions.Count);

    /// <inheritdoc/>
    public override CheckResult ProveCount(System.Numerics.BigInteger count) =>
        count == 1 ? CheckResult.Proved("there is exactly one") : CheckResult.Rejected("there is exactly one");

    private bool IsUnique(IReadOnlyList<int> set) => _grounded.IsStable && set.All(_grounded.Contains);
}

/// <summary>
/// Semi-stable (Caminada, 2006) and stage (Verheij, 1996) extensions, whose range (the set and what it attacks) is maximal among admissible
/// and among conflict-free sets. The range of a stable extension is everything: if one exists, both semantics coincide with stable
/// semantics and everything can be proved. If none exists, only witnesses are proved.
/// </summary>
internal sealed class RangeProofs(Framework framework, Refuter refuter, SetProperty property) : SemanticsProofs(framework, refuter)
{
    private readonly PropertyProofs _stable = new(framework, refuter, SetProperty.Stable);
    private bool? _hasStable;

    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        if (check.IsStable) return CheckResult.Proved("the set is stable and so its range is maximal");
        var fits = property == SetProperty.Admissible ? ProvedIf(check.IsAdmissible, "admissible")
            : ProvedIf(check.IsConflictFree, "conflict-free");
        return fits.Then(() => ProveByRefutation(CreateClaim(property, c => AddLargerRange(c, check)), "no range is larger"));
    }

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument)
    {
        if (SetCheck.IsSelfAttacking(Framework, argument)) return CheckResult.Proved("the argument attacks itself");
        if (ProveIfStable(p => p.ProveInNone(argument)) is { } finding) return finding;
        return property == SetProperty.Admissible
            && Refuter.FindCounterexample(CreateClaim(property, c => c.Add(SetClauses.In(argument)))) is null
            ? CheckResult.Proved("no admissible set holds the argument: refuted clause by clause")
            : CheckResult.Unproved("that no extension holds the argument; there is no stable extension");
    }

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument)
    {
        if (ProveIfStable(p => p.ProveInAll(argument)) is { } finding) return finding;
        var preferred = property == SetProperty.Admissible ? new PreferredProofs(Framework, Refuter).ProveInAll(argument) : null;
        return preferred is { Status: ProofStatus.Proved }
            ? preferred : CheckResult.Unproved("that every extension holds the argument; there is no stable extension");
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        ProveIfStable(p => p.ProveNoOther(extensions)) ?? CheckResult.Unproved("that there is no other extension; there is no stable one");

    /// <inheritdoc/>
    public override CheckResult ProveCount(System.Numerics.BigInteger count) =>
        ProveIfStable(p => p.ProveCount(count)) ?? CheckResult.Unproved("the number of extensions; there is no stable one");

    private CheckResult? ProveIfStable(Func<PropertyProofs, CheckResult> prove)
    {
        _hasStable ??= Refuter.FindModel(Clauses.Encode(SetProperty.Stable)) is { } set && new SetCheck(Framework, set).IsStable;
        if (!_hasStable.Value) return null;
        var finding = prove(_stable);
        return finding with { Reason = $"there is a stable extension; {finding.Reason}" };
    }

    private void AddLargerRange(ClauseList claim, SetCheck set)
    {
        var beyond = new List<int>();
        for (var a = 0; a < Framework.Count; a++)
        {
            if (set.Contains(a) || set.Attacks(a)) claim.Add(SetClauses.In(a), Clauses.Attacked(a));
            else beyond.AddRange([SetClauses.In(a), Clauses.Attacked(a)]);
        }
        claim.Add([.. beyond]);
    }
}
