using System.Globalization;
using System.Text;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A model behind an endpoint that speaks the OpenAI chat API: cache, observation, retry, and what the server is known to refuse.
/// </summary>
internal sealed class EndpointModelClient : IModelClient
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private readonly EndpointSpec _spec;
    private readonly ModelGate _gate;
    private readonly string? _apiKey;
    private readonly ModelRegistryOptions _options;
    private readonly EndpointConnection _connection;
    private readonly EndpointRetry _retry;
    private readonly ReplyCache? _cache;
    private readonly Lock _lock = new();
    private Refusals _refused;

    public EndpointModelClient(EndpointSpec spec, ModelGate gate, ModelRegistryOptions options)
    {
        (_spec, _gate, _options) = (spec, gate, options);
        _apiKey = spec.KeyVariable is { } variable ? options.Environment(variable)?.Trim() : null;
        var connectTimeout = EndpointRetry.FindStartWindow(spec, options) is { } start && start < ConnectTimeout ? start : ConnectTimeout;
        if (connectTimeout <= TimeSpan.Zero) connectTimeout = ConnectTimeout;
        _connection = new(spec, FindKeyError(_apiKey) is null ? _apiKey : null, connectTimeout);
        _retry = new(spec, gate, options, notice => options.OnRetry(notice with { Message = RedactKey(notice.Message) }));
        _cache = options.CacheFolder is { } folder ? new ReplyCache(folder) : null;
        _refused = (spec.SendsSeed ? 0 : Refusals.Seed) | (spec.SendsTemperature ? 0 : Refusals.Temperature);
    }

    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (_spec.KeyVariable is { } variable && FindKeyError(_apiKey) is { } wrong)
            throw new OutageException(FailureKind.Unauthorised,
                $"model {_spec.Name}: variable {variable}, which should hold its key, {wrong}");
        try
        {
            if (_cache is null) return await AskServerAsync(call, cancellation);
            var key = ReplyCache.ComputeKey(_spec, call);
            if (_cache.Find(key) is { } hit) return UseCached(hit);
            var reply = await AskServerAsync(call, cancellation);
            _cache.TryStore(key, _spec.Model, new(reply.Text, reply.Finish, reply.Thoughts));
            return reply;
        }
        catch (OutageException outage) when (RedactKey(outage.Message) != outage.Message)
        {
            throw new OutageException(outage.Cause, RedactKey(outage.Message));
        }
    }

    public void Dispose() => _connection.Dispose();

    private ModelReply UseCached(ReplyCache.CachedReply hit)
    {
        _gate.Refund();
        ModelTelemetry.RecordCacheHit(_spec.Name);
        return new(hit.Text, new Usage(Cached: 1), hit.FinishReason == "stop" ? null : hit.FinishReason) { Thoughts = hit.Thoughts };
    }

    private string RedactKey(string text) => _apiKey?.Length > 0 ? text.Replace(_apiKey, "***", StringComparison.Ordinal) : text;

    private static string? FindKeyError(string? key) =>
        string.IsNullOrEmpty(key) ? "is not set"
        : key.Any(c => c is <= ' ' or > '~') ? "has characters that no key has"
        : null;

    private Task<ModelReply> AskServerAsync(ModelCall call, CancellationToken cancellation)
    {
        var (request, attempts) = (new ChatRequest(_spec, call), 0);
        return ModelTelemetry.ObserveAsync(_spec, call.Seat.Name, _options.Clock, async () =>
        {
            var read = await _retry.RunAsync(CallSeed.Derive(call), c => SendAsync(request, NameAttempt, c), cancellation);
            return (read, ToReply(request, read));
        }, () => attempts);

        (string Attempt, string Seat) NameAttempt() => (
            string.Create(CultureInfo.InvariantCulture, $"{call.Id.Value}/{call.Path}/{++attempts}"), call.Seat.Name);
    }

    /// <summary>
    /// Sends a call. Where the server names what it refuses, the call is sent once more without it, and what helped is remembered. Each
    /// thing is left out at most once, so a call takes a few requests at the most.
    /// </summary>
    private async Task<ChatReply> SendAsync(ChatRequest request, Func<(string Attempt, string Seat)> name, CancellationToken cancellation)
    {
        var refused = _refused;
        for (var isFirst = true; ; isFirst = false)
        {
            var (body, maxBytes) = (request.Write(refused), (long)request.MaxTokens * _spec.MaxBytesPerToken);
            var sent = refused;
            Task<ChatReply> Send(CancellationToken c)
            {
                var (attempt, seat) = name();
                return _connection.SendAsync(attempt, seat, body, maxBytes, c);
            }
            try
            {
                var reply = isFirst ? await _retry.SendAsync(Send, cancellation) : await _retry.SendAgainAsync(Send, cancellation);
                Remember(sent);
                return reply with { Unsent = request.FindUnsent(sent) };
            }
            catch (EndpointErrorException error)
            {
                refused |= RefusalsOfServers.Find(error, refused, _spec.MaxTokensField);
                if (refused == sent) throw;
            }
        }
    }

    private void Remember(Refusals refused)
    {
        Refusals news;
        lock (_lock)
        {
            news = refused & ~_refused;
            _refused |= refused;
        }
        if (news == Refusals.None) return;
        var field = news.HasFlag(Refusals.TokenLimitName)
            ? $"it takes the token limit as {refused.NameTokenLimit(_spec.MaxTokensField)}" : null;
        var dropped = RefusalsOfServers.Describe(news) is { } names ? $"it refuses {names}, and is asked without" : null;
        _options.OnNotice($"model {_spec.Name} at {_spec.Endpoint}: {string.Join("; ", new[] { field, dropped }.OfType<string>())}");
    }

    /// <summary>
    /// The reply with its usage. Where the server told no count, or one that cannot be (none for a text, or less than a token for sixteen
    /// bytes), a token is four bytes, and the usage says that it is estimated.
    /// </summary>
    private ModelReply ToReply(ChatRequest request, ChatReply reply)
    {
        var bytesOut = (long)Encoding.UTF8.GetByteCount(reply.Text) + Encoding.UTF8.GetByteCount(reply.Thoughts ?? "");
        var (tokensIn, isInTold) = TokenEstimate.Check(reply.TokensIn, request.PromptBytes);
        var (tokensOut, isOutTold) = TokenEstimate.Check(reply.TokensOut, bytesOut);
        var usage = new Usage(1, 0, tokensIn, tokensOut, _spec.Cost(tokensIn, tokensOut)) { Estimated = isInTold && isOutTold ? 0 : 1 };
        return new(reply.Text, usage, reply.Finish)
        {
            Thoughts = reply.Thoughts,
            Unsent = RefusalsOfServers.Describe(reply.Unsent),
        };
    }
}
