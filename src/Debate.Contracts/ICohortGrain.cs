using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// Answers that come one by one and are rewarded as a group; the key is the cohort's id. Members are journaled as they come, so that a
/// group outlives the silo, and a key is rewarded once.
/// </summary>
[Alias("debate.cohort")]
public interface ICohortGrain : IGrainWithStringKey
{
    /// <summary>
    /// Joins, waits for the others and for the judges, and gives the reward of this answer alone. Cancelling only ends the waiting.
    /// </summary>
    [Alias("join"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> JoinAsync(CohortCall call, CancellationToken cancellation);
}
