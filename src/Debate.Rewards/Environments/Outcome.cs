namespace Debate.Rewards.Environments;

/// <summary>What a state means for an episode.</summary>
public enum Outcome
{
    /// <summary>The episode goes on.</summary>
    Open,

    /// <summary>The episode has ended without survival.</summary>
    Death,

    /// <summary>The episode has ended with survival.</summary>
    Survival,

    /// <summary>What some files put behind an end; no episode enters it.</summary>
    After,
}
