using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>An acceptance criterion: membership in some extension of a semantics (credulous), or in every one (sceptical).</summary>
/// <param name="Semantics">The semantics.</param>
/// <param name="Sceptical">True if the argument must be in every extension (which trivially holds if there is none).</param>
public sealed record Acceptance(ISemantics Semantics, bool Sceptical = false)
{
    /// <summary>The answer for an argument, with its witness.</summary>
    public Answer Ask(Framework framework, int argument, SearchBudget budget) => Solver.Ask(
        framework, new Query(Sceptical ? QueryKind.Sceptical : QueryKind.Credulous, Semantics, argument), budget);

    /// <summary>The negation of <see cref="ToString"/>, such as: in no preferred extension.</summary>
    public string NotAcceptedText => Semantics.Code == "GR" || Sceptical ? $"not {this}" : $"in no {Semantics.Name} extension";

    /// <summary>The criterion in words, such as: in some preferred extension.</summary>
    public override string ToString() =>
        Semantics.Code == "GR" ? "in the grounded extension" : $"in {(Sceptical ? "every" : "some")} {Semantics.Name} extension";
}
