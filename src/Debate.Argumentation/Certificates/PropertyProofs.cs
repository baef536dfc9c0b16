namespace Debate.Argumentation.Certificates;

/// <summary>
/// Conflict-free, admissible, complete and stable sets: the models of the clauses are exactly the extensions (Besnard and Doutre, 2004), so
/// a refutation proves that none exists.
/// </summary>
internal sealed class PropertyProofs(Framework framework, Refuter refuter, SetProperty property) : SemanticsProofs(framework, refuter)
{
    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        return property switch
        {
            SetProperty.ConflictFree => Is(check.IsConflictFree, "conflict-free"),
            SetProperty.Admissible => Is(check.IsAdmissible, "admissible"),
            SetProperty.Complete => Is(check.IsComplete, "complete"),
            _ => Is(check.IsStable, "stable"),
        };
    }

    /// <inheritdoc/>
    public override Finding InNone(int argument) =>
        Refuted(Claim(property, c => c.Add(SetClauses.In(argument))), "no extension holds the argument");

    /// <inheritdoc/>
    public override Finding InAll(int argument) =>
        Refuted(Claim(property, c => c.Add(SetClauses.NotIn(argument))), "no extension lacks the argument");

    /// <inheritdoc/>
    public override Finding None() => Refuted(Sets.Of(property), "there is no extension");

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) =>
        Refuted(Other(extensions), "there is no other extension");

    /// <inheritdoc/>
    public override int[]? Another(IReadOnlyList<IReadOnlyList<int>> extensions) => Refuter.Find(Other(extensions));

    private ClauseList Other(IReadOnlyList<IReadOnlyList<int>> extensions) => Claim(property, claim =>
    {
        foreach (var extension in extensions) claim.Add([.. Outside(extension), .. extension.Select(SetClauses.NotIn)]);
    });
}
