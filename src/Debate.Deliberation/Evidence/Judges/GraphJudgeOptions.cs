using Debate.Argumentation.Gradual;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>Which side loses a draw, and loses when nothing at all is revealed.</summary>
public enum BurdenOfProof
{
    /// <summary>Neither: a draw is a draw.</summary>
    None,

    /// <summary>Pro must prove the claim.</summary>
    Pro,

    /// <summary>Con must disprove the claim.</summary>
    Con,
}

/// <summary>
/// The options of a graph judge. Judge: a gradual semantics such as df-quad (the claim's strength against one half) or grounded (in, out,
/// undecided; a claim needs no support to be in, see <see cref="Argumentation.Semantics.Grounded"/>). Tolerance: a strength within this
/// distance of one half is a draw.
/// </summary>
public sealed record GraphJudgeOptions(string Judge = "df-quad", BurdenOfProof Burden = BurdenOfProof.None, double Tolerance = 1e-6)
{
    /// <summary>The names of judges: every gradual semantics.</summary>
    public static IReadOnlyCollection<string> Names => GradualCatalogue.Names;

    /// <summary>The semantics that computes the strengths; throws an <see cref="InputException"/> when the name is unknown.</summary>
    public IGradualSemantics Semantics =>
        GradualCatalogue.Find(Judge) ?? throw new InputException($"judge '{Judge}': not one of {string.Join(", ", Names)}");

    /// <summary>The judgement of a claim of this strength after <paramref name="shown"/> revealed items.</summary>
    public Judgement Decide(double strength, int shown)
    {
        var margin = strength - 0.5;
        var utility = Math.Abs(margin) <= Tolerance ? 0 : Math.Sign(margin);
        return new Judgement(utility == 0 || shown == 0 ? ApplyBurden(utility) : utility, margin, true);
    }

    private int ApplyBurden(int utility) => Burden switch { BurdenOfProof.Pro => -1, BurdenOfProof.Con => 1, _ => utility };
}
