namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// A covariate other than the debate's content that may influence a judge: one number a vote. The audit estimates by how much one unit of
/// it changes the probability that pro gets the vote.
/// </summary>
public interface IJudgeEffect
{
    /// <summary>The effect's name in reports.</summary>
    string Name { get; }

    /// <summary>The meaning of a positive size, in a few words.</summary>
    string Meaning { get; }

    /// <summary>The covariate's value, positive in favour of pro.</summary>
    double Measure(JudgeVote reading, AuditedDebate debate, AuditData material);
}

/// <summary>The registry of all effects; a new one adds one line here.</summary>
public static class JudgeEffects
{
    /// <summary>All effects, in the order of reports.</summary>
    public static IReadOnlyList<IJudgeEffect> All { get; } =
        [new PositionEffect(), new SideBias(), new LengthEffect(), new SelfPreference(), new FamilyPreference()];
}
