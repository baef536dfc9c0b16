using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// The eager extension (Caminada, 2007): the largest admissible set contained in every semi-stable extension. Starts from one of them and
/// intersects it with others that lack a remaining argument, until there is none.
/// </summary>
public sealed class Eager : SingleSemantics
{
    /// <inheritdoc/>
    public override string Name => "eager";

    /// <inheritdoc/>
    public override string Code => "EA";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new() { IsComplete = true, IsUnique = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new EagerProofs(framework, refuter))
        {
            Witness = new(ProofKind.Partly, "that it is complete; all of it where the grounded extension is stable"),
            InNone = new(ProofKind.Partly, "where the grounded extension attacks the argument, or no admissible set holds it"),
            InAll = new(ProofKind.Partly, "where the grounded extension holds the argument"),
            Extensions = new(ProofKind.Partly, "as SE"),
            Count = new(ProofKind.Attacks, "there is exactly one"),
        };

    /// <inheritdoc/>
    protected override int[] ComputeUnique(Framework component, SearchBudget budget)
    {
        var search = SemiStable.CreateStableFirst(component, budget);
        var left = search.Find()!;
        while (left.Length > 0 && search.FindLacking(left) is { } other)
            left = DefendedSubset.Compute(component, Array.FindAll(left, a => Array.BinarySearch(other, a) >= 0), budget);
        return left;
    }
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
