namespace Debate.Argumentation.Certificates;

/// <summary>
/// The eager extension, the largest admissible set contained in every semi-stable extension (Caminada, 2007). It contains the grounded
/// extension and is conflict-free, which settles the arguments that the grounded labelling decides; an argument that is in no admissible
/// set is not in it either. Everything else is unproved.
/// </summary>
internal sealed class EagerProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    private readonly SetCheck _grounded = new(framework, SetCheck.Grounded(framework));

    /// <inheritdoc/>
    public override Finding Extension(IReadOnlyList<int> set)
    {
        var check = new SetCheck(Framework, set);
        return Is(check.IsComplete, "complete").Then(() => IsOnly(set)
            ? Finding.Proved("it is grounded and stable, so no other set is complete")
            : Finding.Unproved("that it is the largest inside every semi-stable extension"));
    }

    /// <inheritdoc/>
    public override Finding InNone(int argument)
    {
        if (_grounded.Holds(argument)) return Finding.Rejected("the grounded extension holds the argument");
        return _grounded.Attacks(argument)
            ? Finding.Proved("the grounded extension attacks the argument")
            : Refuter.Counterexample(Claim(SetProperty.Admissible, c => c.Add(SetClauses.In(argument)))) is null
                ? Finding.Proved("no admissible set holds the argument: refuted clause by clause")
                : Finding.Unproved("that the eager extension lacks the argument");
    }

    /// <inheritdoc/>
    public override Finding InAll(int argument)
    {
        if (_grounded.Holds(argument)) return Finding.Proved("the grounded extension holds the argument");
        return _grounded.Attacks(argument)
            ? Finding.Rejected("the grounded extension attacks the argument")
            : Finding.Unproved("that the eager extension holds the argument");
    }

    /// <inheritdoc/>
    public override Finding NoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => Count(extensions.Count);

    /// <inheritdoc/>
    public override Finding Count(System.Numerics.BigInteger count) =>
        count == 1 ? Finding.Proved("there is exactly one") : Finding.Rejected("there is exactly one");

    private bool IsOnly(IReadOnlyList<int> set) => _grounded.IsStable && set.All(_grounded.Holds);
}
