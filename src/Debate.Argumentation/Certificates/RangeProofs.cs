using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Certificates;

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
