namespace Debate.Argumentation.Certificates;

/// <summary>Naive extensions, the maximal conflict-free sets: acceptance follows directly from the attacks.</summary>
internal sealed class NaiveProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set) => Is(new SetCheck(Framework, set).IsNaive, "naive");

    /// <inheritdoc/>
    public override Finding InNone(int argument) => SetCheck.IsSelfAttacking(Framework, argument)
        ? Finding.Proved("the argument attacks itself") : Finding.Rejected("the argument does not attack itself");

    /// <inheritdoc/>
    public override Finding InAll(int argument)
    {
        var neighbours = Framework.Attackers[argument].ToArray().Concat(Framework.Attacked[argument].ToArray());
        return !SetCheck.IsSelfAttacking(Framework, argument) && neighbours.All(b => SetCheck.IsSelfAttacking(Framework, b))
            ? Finding.Proved("only arguments that attack themselves are in conflict with it")
            : Finding.Rejected("the argument attacks itself or is in conflict with one that does not");
    }

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuted(Other(extensions), "there is no conflict-free set outside them");

    /// <inheritdoc/>
    public override int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuter.Find(Other(extensions)) is { } set ? Grown(SetProperty.ConflictFree, set) : null;

    private ClauseList Other(IReadOnlyList<IReadOnlyList<int>> extensions) => Claim(SetProperty.ConflictFree, claim =>
    {
        foreach (var extension in extensions) AddOutside(claim, extension);
    });
}
