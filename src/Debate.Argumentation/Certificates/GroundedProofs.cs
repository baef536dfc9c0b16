namespace Debate.Argumentation.Certificates;

/// <summary>The grounded extension (Dung, 1995): computed again by the checker's own loop, which decides every question about it.</summary>
internal sealed class GroundedProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    private readonly int[] _grounded = SetCheck.ComputeGrounded(framework);

    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set) =>
        ProvedIf(set.Order().SequenceEqual(_grounded), "the grounded extension");

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) => Array.BinarySearch(_grounded, argument) < 0
        ? CheckResult.Proved("the grounded extension lacks the argument")
        : CheckResult.Rejected("the grounded extension holds the argument");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument) => Array.BinarySearch(_grounded, argument) >= 0
        ? CheckResult.Proved("the grounded extension holds the argument")
        : CheckResult.Rejected("the grounded extension lacks the argument");

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 1
        ? CheckResult.Proved("there is exactly one") : CheckResult.Rejected("there is exactly one");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 0 ? _grounded : null;
}
