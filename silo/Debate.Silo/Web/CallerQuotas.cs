using Debate.Deliberation;

namespace Debate.Silo.Web;

/// <summary>
/// How much one caller has open on this server: runs that it started or resumed, and streams of events. Callers are told apart by their
/// keys; without keys all are one.
/// </summary>
internal sealed class CallerQuotas
{
    private readonly ServerLimits _limits;
    private readonly RootRuns _roots;
    private readonly Lock _gate = new();
    private readonly Dictionary<DeliberationId, string> _owners = [];
    private readonly Dictionary<string, int> _runs = [];
    private readonly Dictionary<string, int> _watchers = [];

    /// <summary>Quotas with nothing open; runs that this server resumes by itself are nobody's.</summary>
    public CallerQuotas(ServerOptions options, RootRuns roots)
    {
        (_limits, _roots) = (options.Limits, roots);
        roots.Ended += Release;
    }

    /// <summary>
    /// Starts or resumes a run on its caller's account, where it counts until this server no longer follows it; throws an
    /// <see cref="HttpProblemException"/> with 429 where the caller has as many open as it may.
    /// </summary>
    public async Task<T> OpenRunAsync<T>(Caller caller, DeliberationId id, Func<Task<T>> start)
    {
        // Who repeats a request whose first attempt is under way takes no place and gives none back.
        var hasTaken = Take(GetName(caller), id);
        try
        {
            return await start();
        }
        finally
        {
            if (hasTaken && !_roots.IsActive(id)) Release(id);
        }
    }

    /// <summary>Opens a stream of events until the result is disposed; 429 where the caller has as many open as it may.</summary>
    public IDisposable OpenStream(Caller caller)
    {
        var key = GetName(caller);
        lock (_gate)
        {
            var open = _watchers.GetValueOrDefault(key);
            if (open >= _limits.Watchers)
                throw Refuse($"watchers: {open} streams of events are open for this key, and it may have no more (limit watchers)");
            _watchers[key] = open + 1;
        }
        return new OpenedStream(this, key);
    }

    // Where the server has no keys, all callers are one.
    private static string GetName(Caller caller) => caller.Key?.Id ?? "";

    private bool Take(string caller, DeliberationId id)
    {
        lock (_gate)
        {
            if (_owners.ContainsKey(id.Root)) return false;
            var open = _runs.GetValueOrDefault(caller);
            if (open >= _limits.Runs) throw Refuse($"runs: {open} runs of this key are open, and it may have no more (limit runs)");
            (_owners[id.Root], _runs[caller]) = (caller, open + 1);
            return true;
        }
    }

    private void Release(DeliberationId id)
    {
        lock (_gate)
            if (_owners.Remove(id.Root, out var caller)) Decrement(_runs, caller);
    }

    private static void Decrement(Dictionary<string, int> counts, string caller)
    {
        if (counts[caller] == 1) counts.Remove(caller);
        else counts[caller]--;
    }

    private static HttpProblemException Refuse(string why) => new(StatusCodes.Status429TooManyRequests, why) { RetryAfter = 5 };

    private sealed class OpenedStream(CallerQuotas quotas, string caller) : IDisposable
    {
        public void Dispose()
        {
            lock (quotas._gate) Decrement(quotas._watchers, caller);
        }
    }
}
