namespace Debate.Argumentation.Certificates;

/// <summary>
/// How answers under one semantics are proved. A witness is checked in linear time. That no such set exists is proved by a refutation: the
/// clauses of a claim have a model exactly if there is such a set (Besnard and Doutre, 2004), and a refutation checked by reverse unit
/// propagation shows that they have none. Whatever no method here covers stays unproved.
/// </summary>
internal abstract class SemanticsProofs(Framework framework, Refuter refuter)
{
    /// <summary>Maximum number of extensions that are enumerated to prove a count.</summary>
    protected const int MostCounted = 1000;

    /// <summary>The attacks.</summary>
    protected Framework Framework => framework;

    /// <summary>Finds and checks refutations.</summary>
    protected Refuter Refuter => refuter;

    /// <summary>The clauses of sets.</summary>
    protected SetClauses Sets => refuter.Sets;

    /// <summary>Proves that the set is an extension.</summary>
    public abstract Finding Extension(IReadOnlyList<int> set);

    /// <summary>Proves that no extension contains the argument.</summary>
    public abstract Finding InNone(int argument);

    /// <summary>Proves that every extension contains the argument.</summary>
    public abstract Finding InAll(int argument);

    /// <summary>Proves that there is no extension.</summary>
    public virtual Finding None() => Finding.Rejected("every framework has such an extension");

    /// <summary>Proves that there are no other extensions.</summary>
    public virtual Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => Finding.Unproved("that there is no other extension");

    /// <summary>An extension that is none of these, found but not proved; null if the solver finds none.</summary>
    public virtual int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) => throw new UncheckedException("the number of extensions");

    /// <summary>Proves the number of extensions.</summary>
    public virtual Finding Count(System.Numerics.BigInteger count)
    {
        if (count > MostCounted) return Finding.Unproved($"the number of extensions: above {MostCounted} they are not counted again");
        var found = new List<int[]>();
        while (found.Count <= count && Another(found) is { } next) found.Add(next);
        return found.Count == count ? All(found)
            : Finding.Rejected($"there are {(found.Count > count ? "more" : found.Count)} extensions, not {count}");
    }

    /// <summary>Proves that these are distinct extensions and that there are no others.</summary>
    public Finding All(IReadOnlyList<IReadOnlyList<int>> extensions) => Each(extensions).Then(() => NoOther(extensions));

    /// <summary>Proves that these are distinct extensions.</summary>
    public Finding Each(IReadOnlyList<IReadOnlyList<int>> extensions)
    {
        if (extensions.Select(e => string.Join(' ', e.Order())).Distinct(StringComparer.Ordinal).Count() < extensions.Count)
            return Finding.Rejected("an extension comes twice");
        var unproved = extensions.Select(Extension).FirstOrDefault(f => f.Standing != Standing.Proved);
        return unproved ?? Finding.Proved($"{extensions.Count} extensions, each proved as one");
    }

    /// <summary>Proved if the condition holds, otherwise rejected.</summary>
    protected static Finding Is(bool holds, string what) =>
        holds ? Finding.Proved($"the set is {what}") : Finding.Rejected($"the set is not {what}");

    /// <summary>Proved if the claim is refuted, otherwise rejected.</summary>
    protected Finding Refuted(ClauseList claim, string what) => Refuter.Counterexample(claim) is { } set
        ? Finding.Rejected($"against '{what}' stands a set of {set.Length} arguments")
        : Finding.Proved($"{what}: refuted clause by clause");

    /// <summary>The clauses of sets with the property, and the clauses that <paramref name="more"/> adds.</summary>
    protected ClauseList Claim(SetProperty property, Action<ClauseList> more)
    {
        var claim = Sets.Of(property);
        more(claim);
        return claim;
    }

    /// <summary>Adds clauses: the set contains all of these and at least one other argument.</summary>
    protected void AddLarger(ClauseList claim, IReadOnlyList<int> set)
    {
        foreach (var a in set) claim.Add(SetClauses.In(a));
        AddOutside(claim, set);
    }

    /// <summary>Adds a clause: the set contains an argument outside these.</summary>
    protected void AddOutside(ClauseList claim, IReadOnlyList<int> set) => claim.Add(Outside(set));

    /// <summary>The clause which states that the set contains an argument outside these.</summary>
    protected int[] Outside(IReadOnlyList<int> set)
    {
        var inside = new SetCheck(framework, set);
        return [.. Enumerable.Range(0, framework.Count).Where(a => !inside.Holds(a)).Select(SetClauses.In)];
    }

    /// <summary>An inclusion-maximal set with the property that contains all of these, found but not proved.</summary>
    protected int[] Grown(SetProperty property, int[] set)
    {
        while (Refuter.Find(Claim(property, c => AddLarger(c, set))) is { } larger) set = larger;
        return set;
    }
}
