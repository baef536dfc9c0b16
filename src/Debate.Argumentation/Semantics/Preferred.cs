using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>Preferred extensions (Dung, 1995): the maximal admissible sets. Every admissible set is a subset of one.</summary>
public sealed class Preferred : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "preferred";

    /// <inheritdoc/>
    public override string Code => "PR";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new() { IsDirectional = true, IsComplete = true, CredulousIsAdmissible = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new PreferredProofs(framework, refuter))
        {
            Witness = new(ProofKind.SetAndRefutation, "no refutation is needed of a stable set"),
            InNone = new(ProofKind.Refutation),
            InAll = new(ProofKind.JustifiedRefutation),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

    /// <inheritdoc/>
    protected override int[] FindOne(Framework component, SearchBudget budget) => PreferredSearch.ExtendToPreferred(component, [], budget);

    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        var encoding = new LabellingEncoding(component, LabellingKind.Admissible, budget);
        var search = new MaximalSearch(encoding, encoding.MemberLiterals(), set => set, once: true);
        while (search.Find() is { } set) yield return set;
    }

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        Admissible.FindAdmissibleContaining(component, argument, budget) is { } set
        ? PreferredSearch.ExtendToPreferred(component, set, budget) : null;

    /// <inheritdoc/>
    protected override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        ScepticalSearch.FindExcluding(component, argument, budget);
}

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
