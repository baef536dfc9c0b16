namespace Debate.Contracts;

/// <summary>Recognises the exceptions with which grain calls fail when a silo dies.</summary>
public static class LostCalls
{
    /// <summary>
    /// Whether a call failed because of a silo: the silo died or is stopping, or no silo that may host the grain is active. Orleans cancels
    /// a call if the silo dies on which it looks up the grain; a call cancelled by <paramref name="ours"/> does not count.
    /// </summary>
    public static bool IsSiloFailure(this Exception lost, CancellationToken ours) =>
        lost is OrleansException || lost is OperationCanceledException && !ours.IsCancellationRequested;
}
