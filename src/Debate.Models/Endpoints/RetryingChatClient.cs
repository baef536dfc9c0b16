using Debate.Deliberation.Engine;
using Microsoft.Extensions.AI;
using Polly.Retry;
using Polly.Timeout;
using Polly;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Debate.Models;

/// <summary>
/// Retries transient failures until <see cref="EndpointSpec.RetryWindow"/> has passed since the endpoint began to fail. Delays double from
/// half a second to fifteen seconds, with a seeded jitter that takes off up to half, and are never shorter than the server's Retry-After. A
/// failure that persists is an <see cref="OutageException"/>. The retry window belongs to the endpoint, not to each call: behind a dead
/// endpoint hundreds of calls may wait for a few permits, and with windows of their own each would start its window only once it had one.
/// </summary>
internal sealed class RetryingChatClient : DelegatingChatClient
{
    private static readonly ResiliencePropertyKey<RetryState> StateKey = new("debate.episode");
    private readonly EndpointSpec _spec;
    private readonly ModelGate _gate;
    private readonly TimeProvider _clock;
    private readonly Action<RetryNotice> _onRetry;
    private readonly OutageTracker _outage = new();
    private readonly ResiliencePipeline<ChatResponse> _retry;
    private readonly ResiliencePipeline<ChatResponse> _timeout;

    public RetryingChatClient(IChatClient inner, EndpointSpec spec, ModelGate gate, TimeProvider clock,
        Action<RetryNotice> tell) : base(inner)
    {
        (_spec, _gate, _clock, _onRetry) = (spec, gate, clock, tell);
        _timeout = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(spec.Timeout) })
            .Build();
        _retry = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<ChatResponse>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(ShouldRetry(args.Outcome.Exception, args.Context)),
                DelayGenerator = args => new(args.Context.Properties.GetValue(StateKey, null!).Delay),
            })
            .Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        var episode = new RetryState(options?.Seed ?? 0);
        context.Properties.Set(StateKey, episode);
        var outcome = await _retry.ExecuteOutcomeAsync(
            async (c, _) => Polly.Outcome.FromResult(await TryAsync(messages, options, c)), context, episode);
        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is not (null or OperationCanceledException) && episode.LastFailure is { } failure)
            throw CreateOutage(failure, episode);
        outcome.ThrowIfException();
        return outcome.Result!;
    }

    private OutageException CreateOutage(RequestFailure failure, RetryState episode) =>
        new(failure.Kind, $"model {_spec.Name} at {_spec.Endpoint}: {failure.Message}{episode.Summary(_clock)}");

    // The wait for another start is not part of the request, so the timeout does not cover it.
    private async Task<ChatResponse> TryAsync(IEnumerable<AiMessage> messages, ChatOptions? options, ResilienceContext context)
    {
        if (context.Properties.GetValue(StateKey, null!).LastFailure is not null) await _gate.AdmitRetryAsync(context.CancellationToken);
        return await _timeout.ExecuteAsync(async c => await base.GetResponseAsync(messages, options, c), context.CancellationToken);
    }

    private bool ShouldRetry(Exception? error, ResilienceContext context)
    {
        var now = _clock.GetUtcNow();
        if (error is null) _outage.RecordSuccess();
        if (error is null || RequestFailure.FromException(error, now) is not { } failure) return false;
        var episode = context.Properties.GetValue(StateKey, null!);
        var left = failure.IsTransient ? _outage.RecordFailure(now, _spec.RetryWindow) + _spec.RetryWindow - now : TimeSpan.Zero;
        if (!episode.TryPlanRetry(failure, now, left)) return false;
        if (_outage.ShouldNotify(now)) _onRetry(new(_spec.Name, _spec.Endpoint, failure.Message, episode.Delay));
        return true;
    }

    /// <summary>
    /// Tracks since when the endpoint has been failing, from the first failure after a success. Failures more than a retry window apart do
    /// not belong to one outage. Notices start with the second failure, because a single one is routine, and come at most every ten
    /// seconds.
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

        public bool ShouldNotify(DateTimeOffset now)
        {
            lock (_gate)
            {
                if (_failures < 2 || now - _lastNotice < NoticeInterval) return false;
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
