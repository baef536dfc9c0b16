using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

/// <summary>The evidence for one kind of answer, and in which cases, if not in all.</summary>
internal sealed record CertificateNote(ProofKind Kind, string Note = "");

/// <summary>Which evidence proves which answer under one semantics, and what checks it.</summary>
/// <param name="CreateProofs">What checks it; null where nothing does.</param>
internal sealed record SemanticsCertificates(Func<Framework, Refuter, SemanticsProofs>? CreateProofs)
{
    /// <summary>The case in which a semantics of maximal ranges is that of stable extensions.</summary>
    public const string OrStable = "where there is a stable extension";

    private static readonly CertificateNote Missing = new(ProofKind.Unproved);

    /// <summary>Of a semantics about which nothing is known.</summary>
    public static SemanticsCertificates Unproved { get; } = new((Func<Framework, Refuter, SemanticsProofs>?)null);

    /// <summary>SE set, DC yes, DS no: the set.</summary>
    public CertificateNote Witness { get; init; } = Missing;

    /// <summary>SE none.</summary>
    public CertificateNote None { get; init; } = new(ProofKind.Impossible);

    /// <summary>DC no.</summary>
    public CertificateNote InNone { get; init; } = Missing;

    /// <summary>DS yes.</summary>
    public CertificateNote InAll { get; init; } = Missing;

    /// <summary>EE all.</summary>
    public CertificateNote Extensions { get; init; } = Missing;

    /// <summary>CE number.</summary>
    public CertificateNote Count { get; init; } = Missing;

    /// <summary>The evidence for an answer (see <see cref="CertificateTable.Answers"/>).</summary>
    public CertificateNote Find(QueryKind kind, string answer) => (kind, answer) switch
    {
        (QueryKind.SomeExtension, "set") or (QueryKind.Credulous, "yes") or (QueryKind.Sceptical, "no") => Witness,
        (QueryKind.SomeExtension, _) => None,
        (QueryKind.Credulous, _) => InNone,
        (QueryKind.Sceptical, _) => InAll,
        (QueryKind.Extensions, _) => Extensions,
        _ => Count,
    };
}

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

/// <summary>
/// Conflict-free, admissible, complete and stable sets: the models of the clauses are exactly the extensions (Besnard and Doutre, 2004), so
/// a refutation proves that none exists.
/// </summary>
internal sealed class PropertyProofs(Framework framework, Refuter refuter, SetProperty property) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        return property switch
        {
            SetProperty.ConflictFree => ProvedIf(check.IsConflictFree, "conflict-free"),
            SetProperty.Admissible => ProvedIf(check.IsAdmissible, "admissible"),
            SetProperty.Complete => ProvedIf(check.IsComplete, "complete"),
            _ => ProvedIf(check.IsStable, "stable"),
        };
    }

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) =>
        ProveByRefutation(CreateClaim(property, c => c.Add(SetClauses.In(argument))), "no extension holds the argument");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument) =>
        ProveByRefutation(CreateClaim(property, c => c.Add(SetClauses.NotIn(argument))), "no extension lacks the argument");

    /// <inheritdoc/>
    public override CheckResult ProveNone() => ProveByRefutation(Clauses.Encode(property), "there is no extension");

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        ProveByRefutation(OtherExtensionClaim(extensions), "there is no other extension");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) => Refuter.FindModel(OtherExtensionClaim(extensions));

    private ClauseList OtherExtensionClaim(IReadOnlyList<IReadOnlyList<int>> extensions) => CreateClaim(property, claim =>
    {
        foreach (var extension in extensions) claim.Add([.. OutsideClause(extension), .. extension.Select(SetClauses.NotIn)]);
    });
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
