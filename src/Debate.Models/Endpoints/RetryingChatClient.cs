using Debate.Deliberation.Engine;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Debate.Models;

/// <summary>
/// Retries transient failures until <see cref="EndpointSpec.Patience"/> has passed since the endpoint began to fail. Delays double from
/// half a second to fifteen seconds, with a seeded jitter that takes off up to half, and are never shorter than the server's Retry-After. A
/// failure that persists is an <see cref="OutageException"/>. The retry window belongs to the endpoint, not to each call: behind a dead
/// endpoint hundreds of calls may wait for a few permits, and with windows of their own each would start its window only once it had one.
/// </summary>
internal sealed class RetryingChatClient : DelegatingChatClient
{
    private static readonly ResiliencePropertyKey<Episode> Key = new("debate.episode");
    private readonly EndpointSpec _spec;
    private readonly ModelGate _gate;
    private readonly TimeProvider _clock;
    private readonly Action<Setback> _tell;
    private readonly Failing _failing = new();
    private readonly ResiliencePipeline<ChatResponse> _retry;
    private readonly ResiliencePipeline<ChatResponse> _limit;

    public RetryingChatClient(IChatClient inner, EndpointSpec spec, ModelGate gate, TimeProvider clock, Action<Setback> tell) : base(inner)
    {
        (_spec, _gate, _clock, _tell) = (spec, gate, clock, tell);
        _limit = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(spec.Timeout) })
            .Build();
        _retry = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<ChatResponse>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(ShouldRetry(args.Outcome.Exception, args.Context)),
                DelayGenerator = args => new(args.Context.Properties.GetValue(Key, null!).Delay),
            })
            .Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        var episode = new Episode(options?.Seed ?? 0);
        context.Properties.Set(Key, episode);
        var outcome = await _retry.ExecuteOutcomeAsync(
            async (c, _) => Polly.Outcome.FromResult(await TryAsync(messages, options, c)), context, episode);
        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is not (null or OperationCanceledException) && episode.Last is { } failure)
            throw Outage(failure, episode);
        outcome.ThrowIfException();
        return outcome.Result!;
    }

    private OutageException Outage(Failure failure, Episode episode) =>
        new(failure.Trouble, $"model {_spec.Name} at {_spec.Endpoint}: {failure.Message}{episode.Summary(_clock)}");

    // The wait for another start is not part of the request, so the timeout does not cover it.
    private async Task<ChatResponse> TryAsync(IEnumerable<AiMessage> messages, ChatOptions? options, ResilienceContext context)
    {
        if (context.Properties.GetValue(Key, null!).Last is not null) await _gate.StartAgainAsync(context.CancellationToken);
        return await _limit.ExecuteAsync(async c => await base.GetResponseAsync(messages, options, c), context.CancellationToken);
    }

    private bool ShouldRetry(Exception? error, ResilienceContext context)
    {
        var now = _clock.GetUtcNow();
        if (error is null) _failing.Ended();
        if (error is null || Failure.Of(error, now) is not { } failure) return false;
        var episode = context.Properties.GetValue(Key, null!);
        var left = failure.MayPass ? _failing.Since(now, _spec.Patience) + _spec.Patience - now : TimeSpan.Zero;
        if (!episode.Goes(failure, now, left)) return false;
        if (_failing.IsToTell(now)) _tell(new(_spec.Name, _spec.Endpoint, failure.Message, episode.Delay));
        return true;
    }

    /// <summary>
    /// Tracks since when the endpoint has been failing, from the first failure after a success. Failures more than a retry window apart do
    /// not belong to one outage. Notices start with the second failure, because a single one is routine, and come at most every ten
    /// seconds.
    /// </summary>
    private sealed class Failing
    {
        private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(10);
        private readonly Lock _gate = new();
        private DateTimeOffset? _since;
        private DateTimeOffset _last, _told;
        private int _failures;

        public DateTimeOffset Since(DateTimeOffset now, TimeSpan patience)
        {
            lock (_gate)
            {
                if (_since is null || now - _last > patience) (_since, _failures, _told) = (now, 0, DateTimeOffset.MinValue);
                _failures++;
                _last = now;
                return _since.Value;
            }
        }

        public bool IsToTell(DateTimeOffset now)
        {
            lock (_gate)
            {
                if (_failures < 2 || now - _told < BetweenTellings) return false;
                _told = now;
                return true;
            }
        }

        public void Ended()
        {
            lock (_gate) _since = null;
        }
    }

    /// <summary>The failures of one call, and the delay before its next attempt.</summary>
    private sealed class Episode(long seed)
    {
        private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
        private DateTimeOffset _began;
        private int _failures;

        public Failure? Last { get; private set; }

        public TimeSpan Delay { get; private set; }

        public bool Goes(Failure failure, DateTimeOffset now, TimeSpan left)
        {
            if (_failures++ == 0) _began = now;
            Last = failure;
            if (!failure.MayPass || left <= TimeSpan.Zero || failure.RetryAfter > left) return false;
            var wait = Backoff();
            if (failure.RetryAfter > wait) wait = failure.RetryAfter.Value;
            Delay = wait < left ? wait : left;
            return true;
        }

        public string Summary(TimeProvider clock) => _failures == 1
            ? ""
            : FormattableString.Invariant($" (after {_failures} attempts in {(clock.GetUtcNow() - _began).TotalSeconds:0} s)");

        private TimeSpan Backoff()
        {
            var wait = TimeSpan.FromSeconds(Math.ScaleB(0.5, Math.Min(_failures - 1, 10)));
            if (wait > LongestWait) wait = LongestWait;
            return wait * (0.5 + 0.5 * Draws.Of(seed, FormattableString.Invariant($"retry {_failures}")).Unit());
        }
    }
}
