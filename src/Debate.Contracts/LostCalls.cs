using Orleans.Runtime;

namespace Debate.Contracts;

/// <summary>What calls to grains fail with when a silo dies.</summary>
public static class LostCalls
{
    /// <summary>
    /// Whether a call failed because of a silo: it died or is about to stop, or there is none just now that the grain may live on. Orleans
    /// cancels calls whose grain it was looking for on a silo that died; what <paramref name="ours"/> cancelled is no such call.
    /// </summary>
    public static bool IsOfSilo(this Exception lost, CancellationToken ours) =>
        lost is OrleansException || lost is OperationCanceledException && !ours.IsCancellationRequested;
}
