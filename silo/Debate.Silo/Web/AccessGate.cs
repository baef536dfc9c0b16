using System.Collections.Concurrent;
using System.Net;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Hosting;

namespace Debate.Silo.Web;

/// <summary>Who makes a request: whose runs it sees, and what it may do. Without any key that is whoever reaches the server.</summary>
internal sealed class Caller
{
    /// <summary>The key that was shown; null where none is needed.</summary>
    public AccessKey? Key { get; set; }

    /// <summary>Whose runs it sees and starts.</summary>
    public Tenant Tenant => Key?.Tenant ?? Tenant.Default;

    /// <summary>Parses the id in a path or a query as one of the caller's own; throws <see cref="InputException"/> if it is invalid.</summary>
    public DeliberationId ParseId(string text) => DeliberationId.Parse(Uri.UnescapeDataString(text)) with { Tenant = Tenant };
}

/// <summary>Marks an operation with the scope that it needs; one without the mark needs <see cref="AccessScopes.Admin"/>.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record NeededScope(AccessScopes Scope);

/// <summary>Marks operations.</summary>
internal static class NeededScopes
{
    /// <summary>What the operation needs.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder operation, AccessScopes scope) where TBuilder : IEndpointConventionBuilder =>
        operation.WithMetadata(new NeededScope(scope));
}

/// <summary>
/// Knows the keys of this server: DEBATE_API_KEY, and those of the store, which are read anew where they are older than two seconds. A server
/// that could not read them for five seconds answers nobody who shows one of them. Requests that last are ended when their key is revoked.
/// </summary>
internal sealed partial class AccessGate : IDisposable
{
    /// <summary>From which length on a key cannot be guessed.</summary>
    public const int MinKeyLength = 16;

    private static readonly TimeSpan MinAge = TimeSpan.FromMilliseconds(200), MaxAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxAgeUnread = TimeSpan.FromSeconds(5);

    private readonly AccessKeys _stored;
    private readonly TimeProvider _clock;
    private readonly AccessKey? _configured;
    private readonly ConcurrentDictionary<HttpContext, string> _open = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private volatile Known _known = new([], null);
    private Task? _reading;

    public AccessGate(AccessKeys stored, ServerOptions options, TimeProvider clock, ILogger<AccessGate> logger)
    {
        (_stored, _clock) = (stored, clock);
        if (options.ApiKey is { } key)
        {
            _configured = AccessKey.FromConfiguration("DEBATE_API_KEY", key);
            if (key.Length < MinKeyLength) Log.Short(logger, key.Length, MinKeyLength);
        }
        _timer = clock.CreateTimer(_ => EndRevokedAsync().Ignore(), null, MaxAge, MaxAge);
    }

    /// <summary>Whether no key was needed when the keys were read last; false where they never were.</summary>
    public bool WasOpen => _configured is null && _known is { Read: not null, Keys.Count: 0 };

    /// <summary>Whether no key is needed: none is configured, and the store never had any.</summary>
    public async ValueTask<bool> IsOpenAsync() => _configured is null && (await ReadAsync(MaxAge)).Keys.Count == 0;

    /// <summary>Finds the key that a text is; null where it is none, or a revoked one.</summary>
    public async ValueTask<AccessKey?> FindAsync(string text)
    {
        if (_configured?.Matches(text) == true) return _configured;
        if (AccessKeys.FindId(text) is not { } id) return null;
        var known = await ReadAsync(MaxAge);
        if (!known.Keys.ContainsKey(id)) known = await ReadAnewAsync();
        return known.Keys.GetValueOrDefault(id) is { Revoked: null } key && key.Matches(text) ? key : null;
    }

    /// <summary>The valid key of an id; null where there is none. The id of the configured key is empty.</summary>
    public async ValueTask<AccessKey?> FindByIdAsync(string id) =>
        id.Length == 0 ? _configured : (await ReadAsync(MaxAge)).Keys.GetValueOrDefault(id) is { Revoked: null } key ? key : null;

    /// <summary>Ends a request when its key is revoked, until the result is disposed.</summary>
    public IDisposable? Watch(HttpContext context, AccessKey key) => key == _configured ? null : new OpenRequest(_open, context, key.Id);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async Task EndRevokedAsync()
    {
        if (_open.IsEmpty) return;
        var keys = (await ReadAsync(MaxAge)).Keys;
        foreach (var (context, id) in _open)
            if (keys.GetValueOrDefault(id) is not { Revoked: null }) context.Abort();
    }

    // A key that was added a moment ago is found: what is returned was read after this was called. Who makes ids up waits for it, and
    // costs a few reads a second however many there are. Where the store is away, what was read last is returned.
    private async Task<Known> ReadAnewAsync()
    {
        var (asked, known) = (_clock.GetTimestamp(), _known);
        for (var tries = 0; tries < 3 && !(known.Read >= asked); tries++)
        {
            // Timers count whole milliseconds and may be one early: without two more, the read could be too early three times in a row.
            if (_known.Age(_clock) is { } age && age < MinAge) await Task.Delay(MinAge - age + TimeSpan.FromMilliseconds(2), _clock);
            known = await ReadAsync(MinAge);
        }
        return known;
    }

    private async ValueTask<Known> ReadAsync(TimeSpan maxAge)
    {
        if (_known.Age(_clock) is { } age && age < maxAge) return _known;
        Task reading;
        lock (_gate) reading = _reading is { IsCompleted: false } ? _reading : _reading = ReadStoreAsync();
        try
        {
            await reading.WaitAsync(MaxAge, _clock);
        }
        catch (Exception lost) when (lost is IOException or TimeoutException)
        {
            if (!(_known.Age(_clock) < MaxAgeUnread))
                throw new HttpProblemException(
                    StatusCodes.Status503ServiceUnavailable, "the keys of this server cannot be read; try again") { RetryAfter = 1 };
        }
        return _known;
    }

    private async Task ReadStoreAsync()
    {
        // The time before the read: what changes meanwhile counts as unread.
        var began = _clock.GetTimestamp();
        var keys = await _stored.ListAsync();
        _known = new(keys.ToDictionary(key => key.Id, StringComparer.Ordinal), began);
    }

    private sealed record Known(Dictionary<string, AccessKey> Keys, long? Read)
    {
        public TimeSpan? Age(TimeProvider clock) => Read is { } read ? clock.GetElapsedTime(read) : null;
    }

    private sealed class OpenRequest : IDisposable
    {
        private readonly ConcurrentDictionary<HttpContext, string> _all;
        private readonly HttpContext _context;

        public OpenRequest(ConcurrentDictionary<HttpContext, string> all, HttpContext context, string key)
        {
            (_all, _context) = (all, context);
            all[context] = key;
        }

        public void Dispose() => _all.TryRemove(_context, out _);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "DEBATE_API_KEY has {Length} characters and can be guessed; give it {Least} or more")]
        public static partial void Short(ILogger logger, int length, int least);
    }
}

/// <summary>
/// Slows down who guesses keys: the wrong keys of an address within a minute are answered later and later, up to five seconds. Right keys
/// never wait, whatever others from their address show.
/// </summary>
internal sealed partial class GuessBrake(TimeProvider clock, ILogger<GuessBrake> logger)
{
    private const int FreeGuesses = 3, MaxWaiting = 256, Slots = 1024;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly (int Count, long Since)[] _guesses = new (int, long)[Slots];
    private int _waiting;

    /// <summary>Notes a wrong key, and waits before it is answered; false where too many wait already.</summary>
    /// <param name="address">Who showed it.</param>
    /// <param name="path">Where, for the log; the key itself is not written anywhere.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<bool> WaitAsync(IPAddress? address, string path, CancellationToken stop)
    {
        var count = Count(address);
        // Lines of the log are no means to fill a disk either.
        if (int.IsPow2(count)) Log.Wrong(logger, count, $"{address}", OneLine.Format(path, 100));
        if (GetDelay(count) is { Ticks: > 0 } delay)
        {
            try
            {
                if (Interlocked.Increment(ref _waiting) > MaxWaiting) return false;
                await Task.Delay(delay, clock, stop);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
        return true;
    }

    /// <summary>How long the answer to an address's n-th wrong key within a minute waits.</summary>
    public static TimeSpan GetDelay(int count) => count <= FreeGuesses ? TimeSpan.Zero
        : FirstDelay * Math.Min(1 << Math.Min(count - FreeGuesses - 1, 10), MaxDelay / FirstDelay);

    private int Count(IPAddress? address)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            ref var slot = ref _guesses[(uint)(address?.GetHashCode() ?? 0) % Slots];
            if (slot.Count == 0 || clock.GetElapsedTime(slot.Since, now) > Window) slot = (0, now);
            return ++slot.Count;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} wrong keys within a minute from {Address}, the last one at {Path}")]
        public static partial void Wrong(ILogger logger, int count, string address, string path);
    }
}
