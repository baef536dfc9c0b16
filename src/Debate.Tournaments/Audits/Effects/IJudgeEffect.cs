namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// Something other than the debate that may move a judge: a number a reading, of which the audit estimates what one unit adds to the
/// probability that pro gets the vote.
/// </summary>
public interface IJudgeEffect
{
    /// <summary>The effect's name, as reports show it.</summary>
    string Name { get; }

    /// <summary>What a positive size means, in a few words.</summary>
    string Meaning { get; }

    /// <summary>How much of it there is in favour of pro.</summary>
    double Of(Reading reading, JudgedDebate debate, AuditMaterial material);
}

/// <summary>Every effect; a new one adds one line here.</summary>
public static class JudgeEffects
{
    /// <summary>All of them, in the order of reports.</summary>
    public static IReadOnlyList<IJudgeEffect> All { get; } =
        [new PositionEffect(), new SideEffect(), new LengthEffect(), new SelfPreference(), new FamilyPreference()];
}
