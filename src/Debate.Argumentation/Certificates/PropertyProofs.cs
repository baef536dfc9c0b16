namespace Debate.Argumentation.Certificates;

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
