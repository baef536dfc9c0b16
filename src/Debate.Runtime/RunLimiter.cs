using Debate.Deliberation.Engine;

namespace Debate.Runtime;

/// <summary>Limits the debates that run at once on this silo; the others wait in order of arrival, recorded as started.</summary>
/// <param name="max">Maximum concurrent debates; positive.</param>
public sealed class RunLimiter(int max) : IRunLimiter, IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(max);

    /// <inheritdoc/>
    public async ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation)
    {
        await _semaphore.WaitAsync(cancellation);
        return new RunPermit(_semaphore);
    }

    /// <inheritdoc/>
    public void Dispose() => _semaphore.Dispose();

    private sealed class RunPermit(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _semaphore = free;

        public void Dispose() => Interlocked.Exchange(ref _semaphore, null)?.Release();
    }
}
