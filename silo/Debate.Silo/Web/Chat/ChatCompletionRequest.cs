using System.Text.Json;
using System.Text.Json.Serialization;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// The body of POST /v1/chat/completions: what OpenAI's has and a debate can honour. A field that is null counts as left out; one that is not
/// here, or asks for what a debate cannot give, is refused by its name.
/// </summary>
public sealed record ChatCompletionRequest
{
    /// <summary>The debate, as debate/PROTOCOL@MODEL?option=value&amp;seat=MODEL.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The conversation: the last user message is the question, all others are what was said before.</summary>
    [JsonPropertyName("messages")]
    public required IReadOnlyList<ChatCompletionInput> Messages { get; init; }

    /// <summary>The temperature of every seat, 0 to 10.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>The nucleus mass of every seat, above 0 and at most 1.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }

    /// <summary>The most tokens of each reply of a seat, not of the debate.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>The same under its newer name.</summary>
    [JsonPropertyName("max_completion_tokens")]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>The seed of the run; drawn where there is none.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>A text, or up to four, at which every seat's model ends its reply.</summary>
    [JsonPropertyName("stop")]
    public JsonElement? Stop { get; init; }

    /// <summary>Whether the reply comes as server-sent events.</summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>What a stream tells besides.</summary>
    [JsonPropertyName("stream_options")]
    public ChatCompletionStreamOptions? StreamOptions { get; init; }

    /// <summary>Up to 16 texts by name that are kept with the run.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Who asks, kept with the run as its metadata "user".</summary>
    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <summary>1: a debate has one answer.</summary>
    [JsonPropertyName("n")]
    public int? Count { get; init; }

    /// <summary>0: seats are not penalised.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; init; }

    /// <summary>0: seats are not penalised.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>False: an answer that was debated has no probabilities of tokens.</summary>
    [JsonPropertyName("logprobs")]
    public bool? LogProbabilities { get; init; }

    /// <summary>Of the type text: protocols have forms of their own.</summary>
    [JsonPropertyName("response_format")]
    public ChatCompletionFormat? ResponseFormat { get; init; }

    /// <summary>Empty: seats call no tools.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    /// <summary>Either: every run is kept.</summary>
    [JsonPropertyName("store")]
    public bool? Store { get; init; }
}

/// <summary>One message of the conversation.</summary>
public sealed record ChatCompletionInput
{
    /// <summary>system, developer, user or assistant.</summary>
    [JsonPropertyName("role")]
    public required string Role { get; init; }

    /// <summary>A text, or a list of parts of the type text.</summary>
    [JsonPropertyName("content")]
    public JsonElement? Content { get; init; }

    /// <summary>The words in which an assistant refused, where it has no content.</summary>
    [JsonPropertyName("refusal")]
    public string? Refusal { get; init; }

    /// <summary>What an assistant thought, as a client sends it back: nobody reads it.</summary>
    [JsonPropertyName("reasoning_content")]
    public JsonElement? ReasoningContent { get; init; }

    /// <summary>The same under another name.</summary>
    [JsonPropertyName("reasoning")]
    public JsonElement? Reasoning { get; init; }

    /// <summary>Empty: nothing is annotated.</summary>
    [JsonPropertyName("annotations")]
    public IReadOnlyList<JsonElement>? Annotations { get; init; }

    /// <summary>Empty: no tool was called.</summary>
    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<JsonElement>? ToolCalls { get; init; }
}

/// <summary>What a stream tells besides.</summary>
public sealed record ChatCompletionStreamOptions
{
    /// <summary>Whether a last frame, without choices, tells the usage.</summary>
    [JsonPropertyName("include_usage")]
    public bool? IncludeUsage { get; init; }

    /// <summary>False: frames are not padded.</summary>
    [JsonPropertyName("include_obfuscation")]
    public bool? IncludeObfuscation { get; init; }
}

/// <summary>The form of the answer.</summary>
public sealed record ChatCompletionFormat
{
    /// <summary>text.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }
}
