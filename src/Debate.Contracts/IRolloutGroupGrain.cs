using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// Collects answers that arrive one by one and rewards them as a group; its key is the rollout group's id. Members are journaled as they
/// arrive, so that a group survives its silo and a key is rewarded once.
/// </summary>
[Alias("debate.cohort")]
public interface IRolloutGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// Joins the group, waits for the other answers and for the judges, and returns the reward of this answer alone. Cancelling only ends
    /// the wait.
    /// </summary>
    [Alias("join"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> JoinAsync(RolloutCall call, CancellationToken cancellation);
}
