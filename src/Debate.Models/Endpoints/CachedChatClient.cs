using System.Globalization;
using Microsoft.Extensions.AI;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Debate.Models;

/// <summary>Answers from a <see cref="ReplyCache"/> if it can; otherwise asks and stores the reply.</summary>
internal sealed class CachedChatClient(IChatClient inner, ReplyCache cache, string model) : DelegatingChatClient(inner)
{
    private const string SampleProperty = "debate.sample";
    private const string HitProperty = "debate.cached";

    /// <summary>Creates properties that hold the sample number, which is part of the cache key and is not sent.</summary>
    public static AdditionalPropertiesDictionary CreateSampleProperties(int sample) => new() { [SampleProperty] = sample };

    /// <summary>Gets the sample number from the properties; "0" if there is none.</summary>
    public static string GetSample(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(SampleProperty, out var sample) is true
            ? Convert.ToString(sample, CultureInfo.InvariantCulture)!
            : "0";

    /// <summary>Whether a response came from the cache.</summary>
    public static bool IsHit(ChatResponse response) => response.AdditionalProperties?.ContainsKey(HitProperty) is true;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<AiMessage> ?? [.. messages];
        var key = ReplyCache.ComputeKey(model, asked, options);
        if (cache.Find(key) is { } hit) return CreateResponse(hit);
        var response = await base.GetResponseAsync(asked, options, cancellationToken);
        cache.TryStore(key, model, new(response.Text, CallScope.Current?.UnknownFinishReason ?? response.FinishReason?.Value));
        return response;
    }

    private ChatResponse CreateResponse(ReplyCache.CachedReply hit)
    {
        ModelTelemetry.RecordCacheHit(model);
        return new(new AiMessage(ChatRole.Assistant, hit.Text))
        {
            FinishReason = hit.FinishReason is { } finish ? new ChatFinishReason(finish) : null,
            AdditionalProperties = new() { [HitProperty] = true },
        };
    }
}
