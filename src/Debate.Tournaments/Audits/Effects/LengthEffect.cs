namespace Debate.Tournaments.Audits.Effects;

/// <summary>Preference for the longer side, given the debaters (Dubois et al., "Length-Controlled AlpacaEval", 2024).</summary>
public sealed class LengthEffect : IJudgeEffect
{
    private const double CharactersPerUnit = 100;

    /// <inheritdoc/>
    public string Name => "length";

    /// <inheritdoc/>
    public string Meaning => "for each 100 characters more";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material) =>
        (debate.ProLength - debate.ConLength) / CharactersPerUnit;
}
