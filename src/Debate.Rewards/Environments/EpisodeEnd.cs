namespace Debate.Rewards.Environments;

/// <summary>Whether and how an episode has ended in a state.</summary>
public enum EpisodeEnd
{
    /// <summary>The episode goes on.</summary>
    Ongoing,

    /// <summary>The episode has ended without survival.</summary>
    Death,

    /// <summary>The episode has ended with survival.</summary>
    Survival,

    /// <summary>The absorbing state that some files place after an end; no episode enters it.</summary>
    Absorbing,
}
