using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Chat;

/// <summary>A request as the run that it asks for.</summary>
/// <param name="Model">The name that was asked for.</param>
/// <param name="Definition">The run.</param>
/// <param name="IsSeedGiven">Whether the caller gave its seed.</param>
/// <param name="HasKey">Whether the caller gave an Idempotency-Key, of which the run's id is made.</param>
internal sealed record ChatQuestion(string Model, RunDefinition Definition, bool IsSeedGiven, bool HasKey)
{
    /// <summary>Whether the reply comes as server-sent events.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether the stream tells the usage.</summary>
    public bool IncludesUsage { get; init; }
}

/// <summary>
/// Reads the requests of OpenAI's clients. What cannot be honoured is an <see cref="InputException"/> that begins with its field, as the
/// client names it; nothing is passed over in silence.
/// </summary>
internal sealed class ChatQuestions(ProtocolRegistry protocols, RunDefinitionFactory definitions, ServerOptions options)
{
    private const int MaxMetadata = 16, MaxMetadataName = 64, MaxMetadataText = 512;
    private const string UserField = "user";

    private static readonly (string Ours, string Theirs)[] SamplingNames = [("topP", "top_p"), ("maxTokens", "max_tokens")];

    /// <summary>Reads a request.</summary>
    public async Task<ChatQuestion> ReadAsync(HttpContext context, Tenant tenant)
    {
        var key = IdempotencyKey.ReadHeader(context);
        using var body = await context.RequestServices.GetRequiredService<RequestBodies>().ReceiveAsync(context);
        using var document = JsonBody.Parse(body.Bytes, maxDepth: 64, context);
        using var given = WithoutNulls(document.RootElement);
        return Read(JsonBody.Read<ChatCompletionRequest>(given.RootElement), key, tenant);
    }

    /// <summary>The run that a request asks for.</summary>
    public ChatQuestion Read(ChatCompletionRequest request, string? key, Tenant tenant)
    {
        CheckNeutral(request);
        var name = DebateModelName.Parse(request.Model, protocols, options.Models);
        var (question, passage) = ReadMessages(request.Messages);
        var definition = Create(request, new()
        {
            Protocol = name.Protocol.Name,
            Model = name.Model,
            Options = name.Options.ToDictionary(o => o.Key, o => JsonSerializer.SerializeToElement(o.Value)),
            Seats = name.Seats.ToDictionary(),
            Question = question,
            Passage = passage,
            Sampling = ReadSampling(request),
            Seed = request.Seed,
            Budget = options.Models.ChatBudget,
        }, tenant);
        return new(request.Model, definition with
        {
            Id = key is null ? definition.Id : new DeliberationId($"chat-{Digest.Hash128("chat", key)}") with { Tenant = tenant },
            Problem = definition.Problem with { IsPassageShared = passage is not null && !name.Protocol.AssignsPassage },
            Metadata = ReadMetadata(request),
        }, request.Seed is not null, key is not null)
        {
            Streams = request.Stream == true,
            IncludesUsage = request.StreamOptions?.IncludeUsage == true,
        };
    }

    private RunDefinition Create(ChatCompletionRequest request, RunRequest run, Tenant tenant)
    {
        try
        {
            return definitions.Create(run, tenant);
        }
        catch (InputException wrong)
        {
            // Fields of our own contract, which a client that speaks OpenAI's does not know.
            throw new InputException(wrong.Message.Contains(".sampling.maxTokens", StringComparison.Ordinal)
                ? $"max_tokens: {wrong.Message}" : $"model '{OneLine.Format(request.Model, 200)}': {wrong.Message}", wrong);
        }
    }

    private static Sampling ReadSampling(ChatCompletionRequest request)
    {
        if (request.MaxTokens is { } old && request.MaxCompletionTokens is { } most && old != most)
            throw Refuse("max_tokens", $"{old}", $"must be max_completion_tokens ({most}), or left out");
        var sampling = new Sampling(request.Temperature, request.TopP, request.MaxCompletionTokens ?? request.MaxTokens, ReadStop(request.Stop));
        if (sampling.FindError() is not { } error) return sampling;
        var field = request.MaxTokens is null && error.Field == "maxTokens" ? "max_completion_tokens"
            : SamplingNames.FirstOrDefault(n => n.Ours == error.Field).Theirs ?? error.Field;
        throw (error with { Field = field }).ToException("");
    }

    private static IReadOnlyList<string>? ReadStop(JsonElement? stop)
    {
        if (stop is not { } given) return null;
        if (given.ValueKind == JsonValueKind.String) return [given.GetString()!];
        if (given.ValueKind != JsonValueKind.Array || given.EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String))
            throw Refuse("stop", given.GetRawText(), "must be a text or a list of texts");
        return given.GetArrayLength() == 0 ? null : [.. given.EnumerateArray().Select(text => text.GetString()!)];
    }

    private static void CheckNeutral(ChatCompletionRequest request)
    {
        if (request.Count is { } count and not 1) throw Refuse("n", $"{count}", "must be 1: a debate has one answer");
        CheckPenalty("presence_penalty", request.PresencePenalty);
        CheckPenalty("frequency_penalty", request.FrequencyPenalty);
        if (request.LogProbabilities == true)
            throw Refuse("logprobs", "true", "must be false: an answer that was debated has no probabilities of tokens");
        if (request.ResponseFormat is { Type: not "text" } form)
            throw Refuse("response_format.type", form.Type, "must be text: protocols have forms of their own");
        if (request.Tools?.Count > 0) throw Refuse("tools", "[...]", "must be empty: seats call no tools");
        if (request.StreamOptions?.IncludeObfuscation == true)
            throw Refuse("stream_options.include_obfuscation", "true", "must be false: frames are not padded");
    }

    private static void CheckPenalty(string field, double? penalty)
    {
        if (penalty is { } given and not 0) throw Refuse(field, FormattableString.Invariant($"{given}"), "must be 0: seats are not penalised");
    }

    private static SortedDictionary<string, string>? ReadMetadata(ChatCompletionRequest request)
    {
        if (request.Metadata is not { Count: > 0 } && request.User is null) return null;
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in request.Metadata ?? new Dictionary<string, string>())
        {
            if (name.Length > MaxMetadataName || text.Length > MaxMetadataText)
                throw Refuse($"metadata.{name}", text, $"must be a text of at most {MaxMetadataText} characters under a name of at most {MaxMetadataName}");
            kept.Add(name, text);
        }
        if (kept.Count > MaxMetadata) throw Refuse("metadata", $"{kept.Count} texts", $"must be at most {MaxMetadata} texts");
        if (request.User is { } user)
        {
            if (user.Length > MaxMetadataText) throw Refuse("user", user, $"must be a text of at most {MaxMetadataText} characters");
            if (!kept.TryAdd(UserField, user) && kept[UserField] != user)
                throw Refuse("metadata.user", kept[UserField], $"must be what the field user says, or left out");
        }
        return kept;
    }

    private static (string Question, string? Passage) ReadMessages(IReadOnlyList<ChatCompletionInput> messages)
    {
        var last = -1;
        for (var i = 0; i < messages.Count; i++)
            if (CheckRole(messages[i].Role, i) == ChatTemplates.User) last = i;
        if (last < 0) throw new InputException("messages: one of them must be a user's, the question");
        var turns = new List<ConversationTurn>();
        var question = "";
        for (var i = 0; i < messages.Count; i++)
        {
            var (place, role) = ($"messages[{i}]", CheckRole(messages[i].Role, i));
            var text = ReadText(messages[i], place);
            if (i > last && role == ChatTemplates.Assistant)
                throw Refuse($"{place}.role", role, "must not follow the question: a debate does not go on with an answer that was begun");
            if (i == last) question = text;
            else if (!string.IsNullOrWhiteSpace(text)) turns.Add(new(role, text));
        }
        if (string.IsNullOrWhiteSpace(question)) throw new InputException($"messages[{last}].content: the question must not be empty");
        return (question, turns.Count == 0 ? null : ChatTemplates.ToText(turns));
    }

    private static string CheckRole(string role, int index) => role switch
    {
        "system" or "developer" => ChatTemplates.System,
        "user" => ChatTemplates.User,
        "assistant" => ChatTemplates.Assistant,
        _ => throw Refuse($"messages[{index}].role", role, "must be system, developer, user or assistant"),
    };

    private static string ReadText(ChatCompletionInput message, string place)
    {
        if (message.ToolCalls?.Count > 0) throw Refuse($"{place}.tool_calls", "[...]", "must be empty: seats call no tools");
        if (message.Annotations?.Count > 0) throw Refuse($"{place}.annotations", "[...]", "must be empty");
        if (message.Content is not { } content) return message.Refusal ?? "";
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array) throw Refuse($"{place}.content", "{...}", "must be a text or a list of parts");
        return string.Join('\n', content.EnumerateArray().Select((part, i) => ReadPart(part, $"{place}.content[{i}]")));
    }

    private static string ReadPart(JsonElement part, string place)
    {
        if (part.ValueKind != JsonValueKind.Object) throw Refuse(place, part.GetRawText(), "must be an object");
        var type = part.TryGetProperty("type", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        if (type is not ("text" or "refusal")) throw Refuse($"{place}.type", type, "must be text: seats read words alone");
        foreach (var field in part.EnumerateObject())
            if (field.Name != "type" && field.Name != type) throw Refuse($"{place}.{field.Name}", "", "is not known of a part of this type");
        return part.TryGetProperty(type, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()! : throw Refuse($"{place}.{type}", "", "must be a text");
    }

    /// <summary>A body without the fields that are null: clients send those that they do not use.</summary>
    private static JsonDocument WithoutNulls(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) throw new InputException("body: it must be a JSON object");
        var root = JsonObject.Create(body)!;
        RemoveNulls(root);
        return JsonSerializer.SerializeToDocument(root);
    }

    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var item in list) RemoveNulls(item);
        if (node is not JsonObject map) return;
        foreach (var name in map.Where(field => field.Value is null).Select(field => field.Key).ToArray()) map.Remove(name);
        foreach (var (_, value) in map) RemoveNulls(value);
    }

    private static InputException Refuse(string field, string value, string rule) => new ValidationError(field, value, rule).ToException("");
}
