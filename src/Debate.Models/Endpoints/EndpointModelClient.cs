using System.Globalization;
using System.Text;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A model behind an endpoint that speaks the OpenAI chat API: observation, retry, and what the server is known to refuse.
/// </summary>
internal sealed class EndpointModelClient : ConfiguredModelClient, IDisposable
{
    private const long BytesPerScoredByte = 32;
    private const long BytesOfTemplate = 64 << 10;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private readonly EndpointSpec _spec;
    private readonly ModelRegistryOptions _options;
    private readonly EndpointConnection _connection;
    private readonly EndpointRetry _retry;
    private readonly Lock _lock = new();
    private Refusals _refused;

    public EndpointModelClient(EndpointSpec spec, ModelTerms terms, ModelGate gate, EndpointKey? key, ModelRegistryOptions options)
        : base(spec.Name, terms, gate)
    {
        (_spec, _options) = (spec, options);
        var connectTimeout = EndpointRetry.FindStartWindow(spec, options) is { } start && start < ConnectTimeout ? start : ConnectTimeout;
        if (connectTimeout <= TimeSpan.Zero) connectTimeout = ConnectTimeout;
        _connection = new(spec, key is { Error: null } ? key.Value : null, connectTimeout, options.BeforeRequest);
        _retry = new(spec, gate, options, notice => options.OnRetry(
            key is null ? notice : notice with { Message = key.Redact(notice.Message) }));
        _refused = (spec.SendsSeed ? 0 : Refusals.Seed) | (spec.SendsTemperature ? 0 : Refusals.Temperature);
    }

    public override Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        AskAsync(new ChatRequest(_spec, call), call, _ => { }, cancellation);

    public override async Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation)
    {
        var seat = call.Seat with { Sampling = call.Seat.Sampling with { MaxTokens = 1 } };
        var asked = new ModelCall(
            call.Id, call.Path, seat, [.. call.Chat, new(Role.Assistant, call.Continuation)], Sample: 0, Seed: 0, Problem: null);
        (double LogProbability, int Tokens) score = default;
        var reply = await AskAsync(new(_spec, asked) { IsScoring = true }, asked, read => score = ReadScore(read), cancellation);
        return new(score.LogProbability, score.Tokens, reply.Usage);

        (double, int) ReadScore(ChatReply read)
        {
            try
            {
                return read.Score(call.Continuation);
            }
            catch (MalformedReplyException malformed)
            {
                throw new OutageException(FailureKind.Rejected, $"model {_spec.Name} at {_spec.Endpoint}: {malformed.Message}; its entry says "
                    + "that it can tell log-probabilities");
            }
        }
    }

    private Task<ModelReply> AskAsync(ChatRequest request, ModelCall call, Action<ChatReply> onRead, CancellationToken cancellation)
    {
        var attempts = 0;
        return ModelTelemetry.ObserveAsync(_spec, call.Seat.Name, _options.Clock, async () =>
        {
            var read = await _retry.RunAsync(CallSeed.Derive(call), c => SendAsync(request, NameAttempt, c), cancellation);
            onRead(read);
            return (read, ToReply(request, read));
        }, () => attempts);

        (string Attempt, string Seat) NameAttempt() => (
            string.Create(CultureInfo.InvariantCulture, $"{call.Id.Value}/{call.Path}/{++attempts}"), call.Seat.Name);
    }

    public void Dispose() => _connection.Dispose();

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
            // A token of the prompt comes back with its id, its rank and a number.
            if (request.IsScoring) maxBytes += request.PromptBytes * BytesPerScoredByte + BytesOfTemplate;
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
