namespace Debate.Argumentation.Certificates;

/// <summary>The grounded extension (Dung, 1995): computed again by the checker's own loop, which decides every question about it.</summary>
internal sealed class GroundedProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    private readonly int[] _grounded = SetCheck.Grounded(framework);

    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set) => Is(set.Order().SequenceEqual(_grounded), "the grounded extension");

    /// <inheritdoc/>
    public override Finding InNone(int argument) => Array.BinarySearch(_grounded, argument) < 0
        ? Finding.Proved("the grounded extension lacks the argument") : Finding.Rejected("the grounded extension holds the argument");

    /// <inheritdoc/>
    public override Finding InAll(int argument) => Array.BinarySearch(_grounded, argument) >= 0
        ? Finding.Proved("the grounded extension holds the argument") : Finding.Rejected("the grounded extension lacks the argument");

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 1
        ? Finding.Proved("there is exactly one") : Finding.Rejected("there is exactly one");

    /// <inheritdoc/>
    public override int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 0 ? _grounded : null;
}
