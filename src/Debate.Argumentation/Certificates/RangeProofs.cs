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
    public override Finding Extension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        if (check.IsStable) return Finding.Proved("the set is stable and so its range is maximal");
        var fits = property == SetProperty.Admissible ? Is(check.IsAdmissible, "admissible") : Is(check.IsConflictFree, "conflict-free");
        return fits.Then(() => Refuted(Claim(property, c => AddWider(c, check)), "no range is larger"));
    }

    /// <inheritdoc/>
    public override Finding InNone(int argument)
    {
        if (SetCheck.IsSelfAttacking(Framework, argument)) return Finding.Proved("the argument attacks itself");
        if (Stable(p => p.InNone(argument)) is { } finding) return finding;
        return property == SetProperty.Admissible
            && Refuter.Counterexample(Claim(property, c => c.Add(SetClauses.In(argument)))) is null
            ? Finding.Proved("no admissible set holds the argument: refuted clause by clause")
            : Finding.Unproved("that no extension holds the argument; there is no stable extension");
    }

    /// <inheritdoc/>
    public override Finding InAll(int argument)
    {
        if (Stable(p => p.InAll(argument)) is { } finding) return finding;
        var preferred = property == SetProperty.Admissible ? new PreferredProofs(Framework, Refuter).InAll(argument) : null;
        return preferred is { Standing: Standing.Proved }
            ? preferred : Finding.Unproved("that every extension holds the argument; there is no stable extension");
    }

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Stable(p => p.NoOther(extensions)) ?? Finding.Unproved("that there is no other extension; there is no stable one");

    /// <inheritdoc/>
    public override Finding Count(System.Numerics.BigInteger count) =>
        Stable(p => p.Count(count)) ?? Finding.Unproved("the number of extensions; there is no stable one");

    private Finding? Stable(Func<PropertyProofs, Finding> prove)
    {
        _hasStable ??= Refuter.Find(Sets.Of(SetProperty.Stable)) is { } set && new SetCheck(Framework, set).IsStable;
        if (!_hasStable.Value) return null;
        var finding = prove(_stable);
        return finding with { Reason = $"there is a stable extension; {finding.Reason}" };
    }

    private void AddWider(ClauseList claim, SetCheck set)
    {
        var beyond = new List<int>();
        for (var a = 0; a < Framework.Count; a++)
        {
            if (set.Holds(a) || set.Attacks(a)) claim.Add(SetClauses.In(a), Sets.Hit(a));
            else beyond.AddRange([SetClauses.In(a), Sets.Hit(a)]);
        }
        claim.Add([.. beyond]);
    }
}
