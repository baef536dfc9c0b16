using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Debate.Deliberation;

namespace Debate.Silo.Web.Chat;

/// <summary>The reply to a request that does not stream, in OpenAI's shape.</summary>
/// <param name="Id">chatcmpl- and the id of the run.</param>
/// <param name="Created">When the run started, in Unix seconds.</param>
/// <param name="Model">The name that was asked for.</param>
/// <param name="SystemFingerprint">The fingerprint of the protocol.</param>
/// <param name="Choices">One choice.</param>
/// <param name="Usage">The tokens of all seats together.</param>
/// <param name="Debate">The run.</param>
public sealed record ChatCompletion(
    string Id, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatCompletionChoice> Choices,
    ChatCompletionUsage Usage, ChatCompletionRun Debate)
{
    /// <summary>chat.completion.</summary>
    public string Object => "chat.completion";
}

/// <summary>The only choice of a reply.</summary>
/// <param name="Message">The answer.</param>
/// <param name="FinishReason">stop; length where the deciding reply was cut at its token limit.</param>
public sealed record ChatCompletionChoice(ChatCompletionOutput Message, string FinishReason)
{
    /// <summary>0.</summary>
    public int Index => 0;

    /// <summary>Always null.</summary>
    public object? Logprobs => null;
}

/// <summary>The answer as a message.</summary>
/// <param name="Content">The verdict's answer; empty where there is none.</param>
/// <param name="ReasoningContent">What was said in the open, seat by seat.</param>
/// <param name="Refusal">The words in which the deciding seat refused; null where it did not.</param>
public sealed record ChatCompletionOutput(string Content, string ReasoningContent, string? Refusal)
{
    /// <summary>assistant.</summary>
    public string Role => "assistant";
}

/// <summary>The tokens of all seats together.</summary>
/// <param name="PromptTokens">Those that were sent.</param>
/// <param name="CompletionTokens">Those that were generated.</param>
public sealed record ChatCompletionUsage(long PromptTokens, long CompletionTokens)
{
    /// <summary>Both.</summary>
    public long TotalTokens => PromptTokens + CompletionTokens;

    internal static ChatCompletionUsage FromUsage(Usage usage) => new(usage.TokensIn, usage.TokensOut);
}

/// <summary>The run behind a reply: the field <c>debate</c>, which OpenAI's replies do not have.</summary>
/// <param name="Run">Its id, for /v1/runs/ID.</param>
public sealed record ChatCompletionRun(string Run)
{
    /// <summary>The seat whose statement a frame of a stream is a part of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seat { get; init; }

    /// <summary>The round of that statement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Round { get; init; }

    /// <summary>decided, undecided or refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>The side that was supported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Side { get; init; }

    /// <summary>The reason of the decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The seed of every random draw.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; init; }

    /// <summary>The calls of models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Calls { get; init; }

    /// <summary>What they cost, in the currency of the configured prices.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Cost { get; init; }
}

/// <summary>A frame of a reply that streams, in OpenAI's shape.</summary>
/// <param name="Id">The same in all frames of a reply: chatcmpl- and the id of the run.</param>
/// <param name="Created">When the run started, in Unix seconds.</param>
/// <param name="Model">The name that was asked for.</param>
/// <param name="SystemFingerprint">The fingerprint of the protocol.</param>
/// <param name="Choices">One choice; none in the frame that tells the usage.</param>
/// <param name="Debate">The run.</param>
public sealed record ChatCompletionChunk(
    string Id, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatCompletionDelta> Choices, ChatCompletionRun Debate)
{
    /// <summary>chat.completion.chunk.</summary>
    public string Object => "chat.completion.chunk";

    /// <summary>The tokens of all seats, in the last frame of a stream that is to tell them; null in its others, and not in other streams.</summary>
    public ChatCompletionUsage? Usage { get; init; }
}

/// <summary>A part of the only choice.</summary>
/// <param name="Delta">What is new.</param>
/// <param name="FinishReason">Null in all frames but the last with a choice.</param>
public sealed record ChatCompletionDelta(
    ChatCompletionPart Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    /// <summary>0.</summary>
    public int Index => 0;

    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Logprobs => null;
}

/// <summary>What a frame adds to the answer.</summary>
public sealed record ChatCompletionPart
{
    /// <summary>assistant, in the first frame.</summary>
    public string? Role { get; init; }

    /// <summary>A part of the verdict's answer.</summary>
    public string? Content { get; init; }

    /// <summary>A part of what was said in the open.</summary>
    public string? ReasoningContent { get; init; }

    /// <summary>The words in which the deciding seat refused.</summary>
    public string? Refusal { get; init; }
}

/// <summary>The debates that can be asked as models, in OpenAI's shape.</summary>
/// <param name="Data">The models.</param>
public sealed record ChatModelList(IReadOnlyList<ChatModel> Data)
{
    /// <summary>list.</summary>
    public string Object => "list";
}

/// <summary>A debate that can be asked as a model.</summary>
/// <param name="Id">Its name.</param>
public sealed record ChatModel(string Id)
{
    /// <summary>model.</summary>
    public string Object => "model";

    /// <summary>0: it was not made at any time.</summary>
    public long Created => 0;

    /// <summary>debate.</summary>
    public string OwnedBy => "debate";
}

/// <summary>An error of these paths, in OpenAI's shape.</summary>
/// <param name="Error">The error.</param>
public sealed record ChatError(ChatErrorBody Error);

/// <summary>What is wrong.</summary>
/// <param name="Message">One line with the field, the value and the rule.</param>
/// <param name="Type">invalid_request_error, authentication_error, permission_error, rate_limit_error, debate_error or server_error.</param>
/// <param name="Param">The field of the request; null where it is not a field.</param>
/// <param name="Code">A word for programs; null where the type says all.</param>
public sealed record ChatErrorBody(string Message, string Type, string? Param, string? Code);

/// <summary>The JSON of these paths.</summary>
internal static class ChatJson
{
    /// <summary>
    /// OpenAI's names. Line separators and control characters are escaped, as clients exist that split a stream at all of them; a text can
    /// then end neither a frame nor a line, whoever wrote it.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The same for frames, in which what is not new is left out.</summary>
    public static JsonSerializerOptions Frames { get; } = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Frames of a stream that is to tell the usage: it stands in each of them.</summary>
    public static JsonSerializerOptions CountedFrames { get; } = new(Frames)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(AlwaysWriteUsage),
    };

    private static void AlwaysWriteUsage(JsonTypeInfo type)
    {
        if (type.Type != typeof(ChatCompletionChunk)) return;
        type.Properties.Single(property => property.Name == "usage").ShouldSerialize = (_, _) => true;
    }
}
