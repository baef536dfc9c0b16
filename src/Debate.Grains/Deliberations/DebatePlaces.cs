using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>Limits the debates that run at once on this silo; the others wait in order of arrival, recorded as started.</summary>
/// <param name="most">Maximum concurrent debates; positive.</param>
public sealed class DebatePlaces(int most) : IDebatePlaces, IDisposable
{
    private readonly SemaphoreSlim _free = new(most);

    /// <inheritdoc/>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Place(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _taken = free;

        public void Dispose() => Interlocked.Exchange(ref _taken, null)?.Release();
    }
}
