namespace Debate.Argumentation.Certificates;

/// <summary>
/// How answers under one semantics are proved. A witness is checked in linear time. That no such set exists is proved by a refutation: the
/// clauses of a claim have a model exactly if there is such a set (Besnard and Doutre, 2004), and a refutation checked by reverse unit
/// propagation shows that they have none. Whatever no method here covers stays unproved.
/// </summary>
internal abstract class SemanticsProofs(Framework framework, Refuter refuter)
{
    /// <summary>Maximum number of extensions that are enumerated to prove a count.</summary>
    protected const int MaxCounted = 1000;

    /// <summary>The attacks.</summary>
    protected Framework Framework => framework;

    /// <summary>Finds and checks refutations.</summary>
    protected Refuter Refuter => refuter;

    /// <summary>The clauses of sets.</summary>
    protected SetClauses Clauses => refuter.Clauses;

    /// <summary>Proves that the set is an extension.</summary>
    public abstract CheckResult ProveExtension(IReadOnlyList<int> set);

    /// <summary>Proves that no extension contains the argument.</summary>
    public abstract CheckResult ProveInNone(int argument);

    /// <summary>Proves that every extension contains the argument.</summary>
    public abstract CheckResult ProveInAll(int argument);

    /// <summary>Proves that there is no extension.</summary>
    public virtual CheckResult ProveNone() => CheckResult.Rejected("every framework has such an extension");

    /// <summary>Proves that there are no other extensions.</summary>
    public virtual CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        CheckResult.Unproved("that there is no other extension");

    /// <summary>An extension that is none of these, found but not proved; null if the solver finds none.</summary>
    public virtual int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        throw new UncheckedRefutationException("the number of extensions");

    /// <summary>Proves the number of extensions.</summary>
    public virtual CheckResult ProveCount(System.Numerics.BigInteger count)
    {
        if (count > MaxCounted) return CheckResult.Unproved($"the number of extensions: above {MaxCounted} they are not counted again");
        var found = new List<int[]>();
        while (found.Count <= count && FindAnother(found) is { } next) found.Add(next);
        return found.Count == count ? ProveAll(found)
            : CheckResult.Rejected($"there are {(found.Count > count ? "more" : found.Count)} extensions, not {count}");
    }

    /// <summary>Proves that these are distinct extensions and that there are no others.</summary>
    public CheckResult ProveAll(IReadOnlyList<IReadOnlyList<int>> extensions) => ProveEach(extensions).Then(() => ProveNoOther(extensions));

    /// <summary>Proves that these are distinct extensions.</summary>
    public CheckResult ProveEach(IReadOnlyList<IReadOnlyList<int>> extensions)
    {
        if (extensions.Select(e => string.Join(' ', e.Order())).Distinct(StringComparer.Ordinal).Count() < extensions.Count)
            return CheckResult.Rejected("an extension comes twice");
        var unproved = extensions.Select(ProveExtension).FirstOrDefault(f => f.Status != ProofStatus.Proved);
        return unproved ?? CheckResult.Proved($"{extensions.Count} extensions, each proved as one");
    }

    /// <summary>Proved if the condition holds, otherwise rejected.</summary>
    protected static CheckResult ProvedIf(bool holds, string what) =>
        holds ? CheckResult.Proved($"the set is {what}") : CheckResult.Rejected($"the set is not {what}");

    /// <summary>Proved if the claim is refuted, otherwise rejected.</summary>
    protected CheckResult ProveByRefutation(ClauseList claim, string what) => Refuter.FindCounterexample(claim) is { } set
        ? CheckResult.Rejected($"against '{what}' stands a set of {set.Length} arguments")
        : CheckResult.Proved($"{what}: refuted clause by clause");

    /// <summary>The clauses of sets with the property, and the clauses that <paramref name="more"/> adds.</summary>
    protected ClauseList CreateClaim(SetProperty property, Action<ClauseList> more)
    {
        var claim = Clauses.Encode(property);
        more(claim);
        return claim;
    }

    /// <summary>Adds clauses: the set contains all of these and at least one other argument.</summary>
    protected void AddProperSuperset(ClauseList claim, IReadOnlyList<int> set)
    {
        foreach (var a in set) claim.Add(SetClauses.In(a));
        AddMemberOutside(claim, set);
    }

    /// <summary>Adds a clause: the set contains an argument outside these.</summary>
    protected void AddMemberOutside(ClauseList claim, IReadOnlyList<int> set) => claim.Add(OutsideClause(set));

    /// <summary>The clause which states that the set contains an argument outside these.</summary>
    protected int[] OutsideClause(IReadOnlyList<int> set)
    {
        var inside = new SetCheck(framework, set);
        return [.. Enumerable.Range(0, framework.Count).Where(a => !inside.Contains(a)).Select(SetClauses.In)];
    }

    /// <summary>An inclusion-maximal set with the property that contains all of these, found but not proved.</summary>
    protected int[] GrowToMaximal(SetProperty property, int[] set)
    {
        while (Refuter.FindModel(CreateClaim(property, c => AddProperSuperset(c, set))) is { } larger) set = larger;
        return set;
    }
}
