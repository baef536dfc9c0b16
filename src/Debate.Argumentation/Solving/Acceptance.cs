using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>What it means that an argument is accepted: in some extension of a semantics, or in every one.</summary>
/// <param name="Semantics">The semantics.</param>
/// <param name="Sceptical">True when the argument must be in every extension (which it is where there is none).</param>
public sealed record Acceptance(ISemantics Semantics, bool Sceptical = false)
{
    /// <summary>The answer for an argument, with its witness.</summary>
    public Answer Ask(Framework framework, int argument, Effort effort) => Solver.Ask(
        framework, new Query(Sceptical ? QueryKind.Sceptical : QueryKind.Credulous, Semantics, argument), effort);

    /// <summary>The contrary of <see cref="ToString"/>, such as: in no preferred extension.</summary>
    public string Missing => Semantics.Code == "GR" || Sceptical ? $"not {this}" : $"in no {Semantics.Name} extension";

    /// <summary>Such as: in some preferred extension.</summary>
    public override string ToString() =>
        Semantics.Code == "GR" ? "in the grounded extension" : $"in {(Sceptical ? "every" : "some")} {Semantics.Name} extension";
}
