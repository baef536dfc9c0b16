namespace Debate.Argumentation.Certificates;

/// <summary>Naive extensions, the maximal conflict-free sets: acceptance follows directly from the attacks.</summary>
internal sealed class NaiveProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set) => ProvedIf(new SetCheck(Framework, set).IsNaive, "naive");

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) => SetCheck.IsSelfAttacking(Framework, argument)
        ? CheckResult.Proved("the argument attacks itself") : CheckResult.Rejected("the argument does not attack itself");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument)
    {
        var neighbours = Framework.Attackers[argument].ToArray().Concat(Framework.Attacked[argument].ToArray());
        return !SetCheck.IsSelfAttacking(Framework, argument) && neighbours.All(b => SetCheck.IsSelfAttacking(Framework, b))
            ? CheckResult.Proved("only arguments that attack themselves are in conflict with it")
            : CheckResult.Rejected("the argument attacks itself or is in conflict with one that does not");
    }

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        ProveByRefutation(OtherExtensionClaim(extensions), "there is no conflict-free set outside them");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuter.FindModel(OtherExtensionClaim(extensions)) is { } set ? GrowToMaximal(SetProperty.ConflictFree, set) : null;

    private ClauseList OtherExtensionClaim(IReadOnlyList<IReadOnlyList<int>> extensions) => CreateClaim(SetProperty.ConflictFree, claim =>
    {
        foreach (var extension in extensions) AddMemberOutside(claim, extension);
    });
}
