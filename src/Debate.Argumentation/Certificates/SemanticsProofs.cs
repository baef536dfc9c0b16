namespace Debate.Argumentation.Certificates;

/// <summary>
/// How answers under one semantics are proved. A witness is looked at in linear time; what says that there is no such set is a claim whose
/// clauses are refuted. What no method here reaches is unproved.
/// </summary>
internal abstract class SemanticsProofs(Framework framework, Refuter refuter)
{
    /// <summary>More extensions than this are not enumerated to prove a count.</summary>
    protected const int MostCounted = 1000;

    /// <summary>The attacks.</summary>
    protected Framework Framework => framework;

    /// <summary>Finds and checks refutations.</summary>
    protected Refuter Refuter => refuter;

    /// <summary>The clauses of sets.</summary>
    protected SetClauses Sets => refuter.Sets;

    /// <summary>That the set is an extension.</summary>
    public abstract Finding Extension(IReadOnlyList<int> set);

    /// <summary>That no extension holds the argument.</summary>
    public abstract Finding InNone(int argument);

    /// <summary>That every extension holds the argument.</summary>
    public abstract Finding InAll(int argument);

    /// <summary>That there is no extension.</summary>
    public virtual Finding None() => Finding.Rejected("every framework has such an extension");

    /// <summary>That these extensions are all.</summary>
    public virtual Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => Finding.Unproved("that there is no other extension");

    /// <summary>An extension that is none of these, found and not proved; null where there seems to be none.</summary>
    public virtual int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) => throw new UncheckedException("the number of extensions");

    /// <summary>That there are so many extensions.</summary>
    public virtual Finding Count(System.Numerics.BigInteger count)
    {
        if (count > MostCounted) return Finding.Unproved($"the number of extensions: above {MostCounted} they are not counted again");
        var found = new List<int[]>();
        while (found.Count <= count && Another(found) is { } next) found.Add(next);
        return found.Count == count ? All(found)
            : Finding.Rejected($"there are {(found.Count > count ? "more" : found.Count)} extensions, not {count}");
    }

    /// <summary>That these are extensions, distinct, and all.</summary>
    public Finding All(IReadOnlyList<IReadOnlyList<int>> extensions) => Each(extensions).Then(() => NoOther(extensions));

    /// <summary>That these are extensions and distinct.</summary>
    public Finding Each(IReadOnlyList<IReadOnlyList<int>> extensions)
    {
        if (extensions.Select(e => string.Join(' ', e.Order())).Distinct(StringComparer.Ordinal).Count() < extensions.Count)
            return Finding.Rejected("an extension comes twice");
        var unproved = extensions.Select(Extension).FirstOrDefault(f => f.Standing != Standing.Proved);
        return unproved ?? Finding.Proved($"{extensions.Count} extensions, each proved as one");
    }

    /// <summary>Proved where it holds, else rejected.</summary>
    protected static Finding Is(bool holds, string what) =>
        holds ? Finding.Proved($"the set is {what}") : Finding.Rejected($"the set is not {what}");

    /// <summary>Proved where the claim is refuted, else rejected.</summary>
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

    /// <summary>Adds that the set holds all of these and something more.</summary>
    protected void AddLarger(ClauseList claim, IReadOnlyList<int> set)
    {
        foreach (var a in set) claim.Add(SetClauses.In(a));
        AddOutside(claim, set);
    }

    /// <summary>Adds that the set holds something outside these.</summary>
    protected void AddOutside(ClauseList claim, IReadOnlyList<int> set) => claim.Add(Outside(set));

    /// <summary>The clause that the set holds something outside these.</summary>
    protected int[] Outside(IReadOnlyList<int> set)
    {
        var inside = new SetCheck(framework, set);
        return [.. Enumerable.Range(0, framework.Count).Where(a => !inside.Holds(a)).Select(SetClauses.In)];
    }

    /// <summary>Some inclusion-maximal set with the property that holds all of these, found and not proved.</summary>
    protected int[] Grown(SetProperty property, int[] set)
    {
        while (Refuter.Find(Claim(property, c => AddLarger(c, set))) is { } larger) set = larger;
        return set;
    }
}
