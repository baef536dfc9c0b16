namespace Debate.Tournaments.Audits.Effects;

/// <summary>Preference for the side shown first (Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023).</summary>
public sealed class PositionEffect : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "position";

    /// <inheritdoc/>
    public string Meaning => "for whoever is shown first";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material) => reading.IsSwapped ? -1 : 1;
}
