using Debate.Core;
using Debate.Deliberation.Engine;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Debate.Models;

/// <summary>
/// Retries transient failures until <see cref="EndpointSpec.RetryWindow"/> has passed since the endpoint began to fail. Delays double from
/// half a second to fifteen seconds, with a seeded jitter that takes off up to half, and are never shorter than the server's Retry-After. A
/// failure that persists is an <see cref="OutageException"/>. The retry window belongs to the endpoint, not to each call: behind a dead
/// endpoint hundreds of calls may wait for a few permits, and with windows of their own each would start its window only once it had one.
/// An endpoint that has never answered and cannot be connected to has a window of its own, because it may not be there at all.
/// </summary>
internal sealed class EndpointRetry
{
    private static readonly ResiliencePropertyKey<RetryState> StateKey = new("debate.episode");
    private readonly EndpointSpec _spec;
    private readonly ModelGate _gate;
    private readonly TimeProvider _clock;
    private readonly Action<RetryNotice> _onRetry;
    private readonly TimeSpan? _startWindow;
    private readonly OutageTracker _outage = new();
    private readonly ResiliencePipeline<ChatReply> _retry;
    private readonly ResiliencePipeline<ChatReply> _timeout;
    private volatile bool _hasAnswered;

    /// <param name="spec">The model's entry.</param>
    /// <param name="gate">Admits every further request.</param>
    /// <param name="options">The clock, the listener, and how long an endpoint is waited for that has never answered.</param>
    /// <param name="onRetry">Told while the endpoint keeps failing.</param>
    public EndpointRetry(EndpointSpec spec, ModelGate gate, ModelRegistryOptions options, Action<RetryNotice> onRetry)
    {
        (_spec, _gate, _clock, _onRetry) = (spec, gate, options.Clock, onRetry);
        _startWindow = FindStartWindow(spec, options);
        _hasAnswered = options.HasAnswered(spec.Name);
        _timeout = new ResiliencePipelineBuilder<ChatReply> { TimeProvider = _clock }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(spec.Timeout) })
            .Build();
        _retry = new ResiliencePipelineBuilder<ChatReply> { TimeProvider = _clock }
            .AddRetry(new RetryStrategyOptions<ChatReply>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(ShouldRetry(args.Outcome.Exception, args.Context)),
                DelayGenerator = args => new(args.Context.Properties.GetValue(StateKey, null!).Delay),
            })
            .Build();
    }

    /// <summary>How long an endpoint is waited for that has never answered; null for as long as for one that has.</summary>
    public static TimeSpan? FindStartWindow(EndpointSpec spec, ModelRegistryOptions options) =>
        spec.WaitForStart ?? options.WaitForModels
        ?? (!options.GivesUpEarly ? null
            : spec.RetryWindow < ModelRegistryOptions.DeadAfter ? spec.RetryWindow : ModelRegistryOptions.DeadAfter);

    /// <summary>Sends until a reply comes.</summary>
    /// <param name="seed">The seed of the delays.</param>
    /// <param name="send">Sends the call once, by <see cref="SendAsync"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<ChatReply> RunAsync(long seed, Func<CancellationToken, Task<ChatReply>> send, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        var episode = new RetryState(seed);
        context.Properties.Set(StateKey, episode);
        var outcome = await _retry.ExecuteOutcomeAsync(
            async (c, _) => Outcome.FromResult(await TryAsync(send, c)), context, episode);
        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is { } error && !IsCancelled(error, cancellation) && episode.LastFailure is { } failure)
            throw CreateOutage(failure, episode);
        outcome.ThrowIfException();
        return outcome.Result!;
    }

    /// <summary>Sends one more request within a call; the wait for its start does not count against its time limit.</summary>
    public async Task<ChatReply> SendAgainAsync(Func<CancellationToken, Task<ChatReply>> send, CancellationToken cancellation)
    {
        await _gate.AdmitRetryAsync(cancellation);
        return await SendAsync(send, cancellation);
    }

    /// <summary>Sends one request within its time limit.</summary>
    public async Task<ChatReply> SendAsync(Func<CancellationToken, Task<ChatReply>> send, CancellationToken cancellation) =>
        await _timeout.ExecuteAsync(async c => await send(c), cancellation);

    private static bool IsCancelled(Exception error, CancellationToken cancellation) =>
        error is OperationCanceledException && cancellation.IsCancellationRequested;

    private OutageException CreateOutage(RequestFailure failure, RetryState episode) =>
        new(failure.Kind, $"model {_spec.Name} at {_spec.Endpoint}: {failure.Message}{episode.Summary(_clock)}{FormatHint(failure)}");

    private string FormatHint(RequestFailure failure) => failure.IsDead && !_hasAnswered && _startWindow == ModelRegistryOptions.DeadAfter
        ? "; --wait-for-models 10m waits for one that is starting" : "";

    // The wait for another start is not part of the request, so the timeout does not cover it.
    private async Task<ChatReply> TryAsync(Func<CancellationToken, Task<ChatReply>> send, ResilienceContext context)
    {
        if (context.Properties.GetValue(StateKey, null!).LastFailure is not null) await _gate.AdmitRetryAsync(context.CancellationToken);
        return await send(context.CancellationToken);
    }

    private bool ShouldRetry(Exception? error, ResilienceContext context)
    {
        var now = _clock.GetUtcNow();
        if (error is null)
        {
            _hasAnswered = true;
            _outage.RecordSuccess();
            return false;
        }
        if (IsCancelled(error, context.CancellationToken) || RequestFailure.FromException(error, now) is not { } failure) return false;
        var episode = context.Properties.GetValue(StateKey, null!);
        var window = FindWindow(failure);
        var left = failure.IsTransient ? _outage.RecordFailure(now, window) + window - now : TimeSpan.Zero;
        if (!episode.TryPlanRetry(failure, now, left)) return false;
        if (_outage.ShouldNotify(now, isSaidAtOnce: failure.IsDead && _startWindow is not null))
            _onRetry(new(_spec.Name, _spec.Endpoint, failure.Message, episode.Delay));
        return true;
    }

    // A server that answers, if only to say that it is loading, is there: it has the longer of both windows.
    private TimeSpan FindWindow(RequestFailure failure) => _hasAnswered || _startWindow is not { } start ? _spec.RetryWindow
        : failure.IsDead ? start
        : start > _spec.RetryWindow ? start : _spec.RetryWindow;

    /// <summary>
    /// Tracks since when the endpoint has been failing, from the first failure after a success. Failures more than a retry window apart do
    /// not belong to one outage. Notices start with the second failure, because a single one is routine, unless the endpoint cannot be
    /// connected to where somebody waits for it, and come at most every ten seconds.
    /// </summary>
    private sealed class OutageTracker
    {
        private static readonly TimeSpan NoticeInterval = TimeSpan.FromSeconds(10);
        private readonly Lock _gate = new();
        private DateTimeOffset? _startedAt;
        private DateTimeOffset _lastFailure, _lastNotice;
        private int _failures;

        public DateTimeOffset RecordFailure(DateTimeOffset now, TimeSpan timeLimit)
        {
            lock (_gate)
            {
                if (_startedAt is null || now - _lastFailure > timeLimit)
                    (_startedAt, _failures, _lastNotice) = (now, 0, DateTimeOffset.MinValue);
                _failures++;
                _lastFailure = now;
                return _startedAt.Value;
            }
        }

        public bool ShouldNotify(DateTimeOffset now, bool isSaidAtOnce)
        {
            lock (_gate)
            {
                if (_failures < (isSaidAtOnce ? 1 : 2) || now - _lastNotice < NoticeInterval) return false;
                _lastNotice = now;
                return true;
            }
        }

        public void RecordSuccess()
        {
            lock (_gate) _startedAt = null;
        }
    }

    /// <summary>The failures of one call, and the delay before its next attempt.</summary>
    private sealed class RetryState(long seed)
    {
        private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(15);
        private DateTimeOffset _startedAt;
        private int _failures;

        public RequestFailure? LastFailure { get; private set; }

        public TimeSpan Delay { get; private set; }

        public bool TryPlanRetry(RequestFailure failure, DateTimeOffset now, TimeSpan left)
        {
            if (_failures++ == 0) _startedAt = now;
            LastFailure = failure;
            if (!failure.IsTransient || left <= TimeSpan.Zero || failure.RetryAfter > left) return false;
            var wait = ComputeBackoff();
            if (failure.RetryAfter > wait) wait = failure.RetryAfter.Value;
            Delay = wait < left ? wait : left;
            return true;
        }

        public string Summary(TimeProvider clock) => _failures == 1
            ? ""
            : FormattableString.Invariant($" (after {_failures} attempts in {(clock.GetUtcNow() - _startedAt).TotalSeconds:0} s)");

        private TimeSpan ComputeBackoff()
        {
            var wait = TimeSpan.FromSeconds(Math.ScaleB(0.5, Math.Min(_failures - 1, 10)));
            if (wait > MaxDelay) wait = MaxDelay;
            return wait * (0.5 + 0.5 * SeededRandom.Create(seed, FormattableString.Invariant($"retry {_failures}")).NextDouble());
        }
    }
}

/// <summary>A notice that an endpoint keeps failing and is being retried.</summary>
/// <param name="Model">The configured name of the model.</param>
/// <param name="Endpoint">The endpoint's base URL.</param>
/// <param name="Message">The last failure, in short.</param>
/// <param name="Delay">The delay before the next attempt.</param>
public sealed record RetryNotice(string Model, Uri Endpoint, string Message, TimeSpan Delay)
{
    /// <summary>The notice as one line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"model {Model} at {Endpoint}: {Message}; trying again in {Delay.TotalSeconds:0.0} s");
}
