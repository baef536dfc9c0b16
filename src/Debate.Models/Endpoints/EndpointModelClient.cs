using System.ClientModel;
using System.ClientModel.Primitives;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using Message = Debate.Deliberation.Engine.ChatMessage;

namespace Debate.Models;

/// <summary>A model behind an endpoint that speaks the OpenAI chat API, through the decorators: cache, observation, retry.</summary>
internal sealed class EndpointModelClient : IModelClient
{
    private readonly EndpointSpec _spec;
    private readonly ModelGate _gate;
    private readonly string? _apiKey;
    private readonly HttpClient _http;
    private readonly IChatClient _client;

    public EndpointModelClient(EndpointSpec spec, ModelGate gate, ModelRegistryOptions options)
    {
        (_spec, _gate) = (spec, gate);
        _apiKey = spec.KeyVariable is { } variable ? options.Environment(variable)?.Trim() : null;
        _http = new HttpClient(new EndpointHandler(CreateConnectionHandler(), hasKey: FindKeyError(_apiKey) is null));
        _http.Timeout = Timeout.InfiniteTimeSpan;
        IChatClient client = new RetryingChatClient(
            CreateClient(), spec, gate, options.Clock, notice => options.OnRetry(notice with { Message = RedactKey(notice.Message) }));
        client = new ObservedChatClient(client, spec.Name, options.Clock);
        _client = options.CacheFolder is { } folder ? new CachedChatClient(client, new ReplyCache(folder), spec.Model) : client;
    }

    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (_spec.KeyVariable is { } variable && FindKeyError(_apiKey) is { } wrong)
            throw new OutageException(FailureKind.Unauthorised,
                $"model {_spec.Name}: variable {variable}, which should hold its key, {wrong}");
        var scope = CallScope.Current = new CallScope(call);
        try
        {
            return ToReply(call, scope, await _client.GetResponseAsync([.. call.Chat.Select(ToAiMessage)], CreateOptions(call),
                cancellation));
        }
        catch (OutageException outage) when (RedactKey(outage.Message) != outage.Message)
        {
            throw new OutageException(outage.Cause, RedactKey(outage.Message));
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private string RedactKey(string text) => _apiKey?.Length > 0 ? text.Replace(_apiKey, "***", StringComparison.Ordinal) : text;

    // Retries and timeouts are ours alone: the library's know neither our clock nor the server's Retry-After.
    private IChatClient CreateClient()
    {
        var key = new ApiKeyCredential(FindKeyError(_apiKey) is null ? _apiKey! : "none");
        return new ChatClient(_spec.Model, key, new OpenAIClientOptions
        {
            Endpoint = _spec.Endpoint,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        }).AsIChatClient();
    }

    private static string? FindKeyError(string? key) =>
        string.IsNullOrEmpty(key) ? "is not set"
        : key.Any(c => c is <= ' ' or > '~') ? "has characters that no key has"
        : null;

    private static SocketsHttpHandler CreateConnectionHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private ChatOptions CreateOptions(ModelCall call)
    {
        var sampling = call.Seat.Sampling;
        var maxTokens = sampling.ReplyTokens;
        return new()
        {
            Temperature = (float?)(sampling.Temperature ?? _spec.Temperature),
            TopP = (float?)sampling.TopP,
            MaxOutputTokens = maxTokens,
            StopSequences = sampling.Stop is { Count: > 0 } stop ? [.. stop] : null,
            Seed = CallSeed.Derive(call),
            RawRepresentationFactory = _ => CreateCompletionOptions(maxTokens),
            AdditionalProperties = CachedChatClient.CreateSampleProperties(call.Sample),
        };
    }

    // The library writes max_completion_tokens, which many compatible servers do not support; all of them support max_tokens.
    private static ChatCompletionOptions CreateCompletionOptions(int maxTokens)
    {
#pragma warning disable SCME0001
        var options = new ChatCompletionOptions();
        options.Patch.Set("$.max_tokens"u8, maxTokens);
        options.Patch.Remove("$.max_completion_tokens"u8);
        return options;
#pragma warning restore SCME0001
    }

    private static AiMessage ToAiMessage(Message message) => new(ChatRoles.Convert(message.Role), message.Text);

    private ModelReply ToReply(ModelCall call, CallScope scope, ChatResponse response)
    {
        var finish = scope.UnknownFinishReason ?? response.FinishReason?.Value;
        if (finish == "stop") finish = null;
        if (CachedChatClient.IsHit(response))
        {
            _gate.Refund();
            return new(response.Text, new Usage(Cached: 1), finish);
        }
        var tokensIn = response.Usage?.InputTokenCount ?? TokenEstimate.FromCharacters(call.Chat.Sum(m => (long)m.Text.Length));
        var tokensOut = response.Usage?.OutputTokenCount ?? TokenEstimate.FromCharacters(response.Text.Length);
        return new(response.Text, new Usage(1, 0, tokensIn, tokensOut, _spec.Cost(tokensIn, tokensOut)), finish);
    }
}
