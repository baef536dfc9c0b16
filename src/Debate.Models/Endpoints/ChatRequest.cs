using Debate.Core.Output;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Writes a call in the form that a server takes. Behind the port every server is the same: what a server refuses, and how it wants its
/// messages, changes neither the request hash nor the journal nor the key of the cache.
/// </summary>
/// <param name="spec">The model's entry.</param>
/// <param name="call">The call.</param>
internal sealed class ChatRequest(EndpointSpec spec, ModelCall call)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the log-probabilities of the prompt are asked for, with which the chat ends; then nothing more is said.</summary>
    public bool IsScoring { get; init; }

    /// <summary>The temperature that is asked for; null for the server's default.</summary>
    public double? Temperature => call.Seat.Sampling.Temperature ?? spec.Temperature;

    /// <summary>The most tokens that the reply may have.</summary>
    public int MaxTokens => call.Seat.Sampling.ReplyTokens;

    /// <summary>Of these refusals, those that leave out what the call asks for.</summary>
    public Refusals FindUnsent(Refusals refused)
    {
        var asked = Refusals.Seed | (Temperature is null ? 0 : Refusals.Temperature)
            | (call.Seat.Sampling.TopP is null ? 0 : Refusals.TopP)
            | (call.Chat.Any(m => m.Role == Role.System) ? Refusals.SystemRole : 0);
        return refused & asked;
    }

    /// <summary>The body in UTF-8.</summary>
    /// <param name="refused">What the server refuses.</param>
    public byte[] Write(Refusals refused)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("model", spec.Model);
            WriteMessages(json, refused.HasFlag(Refusals.SystemRole) ? SystemRole.User : spec.SystemRole);
            if (Temperature is { } temperature && !refused.HasFlag(Refusals.Temperature)) json.WriteNumber("temperature", temperature);
            if (call.Seat.Sampling.TopP is { } mass && !refused.HasFlag(Refusals.TopP)) json.WriteNumber("top_p", mass);
            json.WriteNumber(refused.NameTokenLimit(spec.MaxTokensField), MaxTokens);
            WriteStops(json);
            if (!refused.HasFlag(Refusals.Seed)) json.WriteNumber("seed", CallSeed.Derive(call));
            WritePrefix(json);
            WriteExtras(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private void WriteStops(Utf8JsonWriter json)
    {
        if (call.Seat.Sampling.Stop is not { Count: > 0 } stops) return;
        json.WriteStartArray("stop");
        foreach (var stop in stops) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    /// <summary>vLLM's fields for a message that is to be continued, and for how probable it is.</summary>
    private void WritePrefix(Utf8JsonWriter json)
    {
        if ((spec.MarksPrefix || IsScoring) && call.Chat is [.., { Role: Role.Assistant }])
        {
            json.WriteBoolean("continue_final_message", true);
            json.WriteBoolean("add_generation_prompt", false);
        }
        if (IsScoring) json.WriteNumber("prompt_logprobs", 0);
    }

    private void WriteExtras(Utf8JsonWriter json)
    {
        if (spec.ExtraBody is not { } extras) return;
        using var document = JsonDocument.Parse(extras);
        foreach (var field in document.RootElement.EnumerateObject()) field.WriteTo(json);
    }

    private void WriteMessages(Utf8JsonWriter json, SystemRole system)
    {
        json.WriteStartArray("messages");
        foreach (var message in Arrange(call.Chat, system))
        {
            json.WriteStartObject();
            json.WriteString("role", NameRole(message.Role, system));
            json.WritePropertyName("content");
            LongTextConverter.Write(json, message.Text);
            if (spec.KeepsThoughts && message.Thoughts is { } thoughts)
            {
                json.WritePropertyName("reasoning_content");
                LongTextConverter.Write(json, thoughts);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string NameRole(Role role, SystemRole system) => role switch
    {
        Role.Assistant => "assistant",
        Role.System when system != SystemRole.User => system == SystemRole.Developer ? "developer" : "system",
        _ => "user",
    };

    /// <summary>
    /// The messages as chat templates demand them: none empty, one system message at the head, then user and assistant by turns. Neighbours
    /// of one role become one message, a later system message one of the user.
    /// </summary>
    internal static IReadOnlyList<ChatMessage> Arrange(IReadOnlyList<ChatMessage> chat, SystemRole system)
    {
        var arranged = new List<ChatMessage>();
        foreach (var message in chat)
        {
            if (string.IsNullOrWhiteSpace(message.Text)) continue;
            var isHead = message.Role == Role.System && arranged.All(m => m.Role == Role.System) && system != SystemRole.User;
            var next = message.Role == Role.System && !isHead ? message with { Role = Role.User } : message;
            if (arranged.Count > 0 && arranged[^1].Role == next.Role) arranged[^1] = Join(arranged[^1], next);
            else arranged.Add(next);
        }
        // A chat of instructions alone has nobody who asks.
        return arranged is [{ Role: Role.System } only] ? [only with { Role = Role.User }] : arranged;
    }

    private static ChatMessage Join(ChatMessage a, ChatMessage b) => new(a.Role, $"{a.Text}\n\n{b.Text}")
    {
        Thoughts = a.Thoughts is null || b.Thoughts is null ? a.Thoughts ?? b.Thoughts : $"{a.Thoughts}\n\n{b.Thoughts}",
    };

    /// <summary>The bytes of all texts of the prompt.</summary>
    public long PromptBytes => call.Chat.Sum(m => (long)Encoding.UTF8.GetByteCount(m.Text));
}

/// <summary>What a server refuses of the usual request.</summary>
[Flags]
internal enum Refusals
{
    None = 0,
    Seed = 1,
    Temperature = 2,
    TopP = 4,

    /// <summary>Messages of the role system; their text is sent at the head of the first user message.</summary>
    SystemRole = 8,

    /// <summary>The usual name of the token limit, which is sent under its other name and never left out.</summary>
    TokenLimitName = 16,
}

/// <summary>Reads in a server's 400 or 422 what it refuses, and says it.</summary>
internal static class RefusalsOfServers
{
    private const string Newer = "max_completion_tokens";

    private static readonly string[] RefusingWords =
    [
        "unsupported", "not support", "doesn't support", "not permitted", "forbidden", "extra", "unknown", "unrecognized",
        "unrecognised", "unexpected", "not allowed", "only the default", "deprecated", "not available", "not accept", "isn't supported",
        "cannot both", "can't both", "invalid", "must alternate", "no longer", "instead", "only user and assistant", "incompatible",
        "cannot find",
    ];

    // A value that is refused is the caller's to change: without it the model would sample in another way than was asked.
    private static readonly string[] ValueWords =
    [
        "too large", "too high", "too long", "context length", "context window", "at most", "exceed", "between", "out of range",
        "less than", "greater than", "at least",
    ];

    /// <summary>What an error refuses of a request that left out <paramref name="refused"/>, if a second try without it may help.</summary>
    public static Refusals Find(EndpointErrorException error, Refusals refused, string tokenLimitName)
    {
        if (error.Status is not (400 or 422) || !Says(error, RefusingWords) || Says(error, ValueWords)) return Refusals.None;
        var found = Refusals.None;
        if (Names(error, "seed")) found |= Refusals.Seed;
        if (Names(error, "temperature")) found |= Refusals.Temperature;
        if (Names(error, "top_p")) found |= Refusals.TopP;
        // Servers that take either of the two name both.
        if (found.HasFlag(Refusals.Temperature | Refusals.TopP) && error.Named.Contains("both", StringComparison.Ordinal))
            found &= ~Refusals.Temperature;
        if (NamesSystemRole(error)) found |= Refusals.SystemRole;
        if (Names(error, refused.NameTokenLimit(tokenLimitName))) found |= Refusals.TokenLimitName;
        return found & ~refused;
    }

    /// <summary>The name under which the token limit is sent.</summary>
    public static string NameTokenLimit(this Refusals refused, string usual) =>
        !refused.HasFlag(Refusals.TokenLimitName) ? usual : usual == Newer ? "max_tokens" : Newer;

    /// <summary>What was not sent, for people; null for nothing.</summary>
    public static string? Describe(Refusals unsent)
    {
        string?[] names =
        [
            unsent.HasFlag(Refusals.Seed) ? "seed" : null, unsent.HasFlag(Refusals.Temperature) ? "temperature" : null,
            unsent.HasFlag(Refusals.TopP) ? "top_p" : null, unsent.HasFlag(Refusals.SystemRole) ? "system role" : null,
        ];
        return names.OfType<string>().ToArray() is { Length: > 0 } told ? string.Join(", ", told) : null;
    }

    private static bool NamesSystemRole(EndpointErrorException error) =>
        error.Named.Contains("role", StringComparison.Ordinal)
        && (Names(error, "system") || Names(error, "developer") || error.Named.Contains("must alternate", StringComparison.Ordinal)
            || error.Named.Contains("only user and assistant", StringComparison.Ordinal));

    private static bool Says(EndpointErrorException error, string[] words) =>
        words.Any(word => error.Named.Contains(word, StringComparison.Ordinal));

    private static bool Names(EndpointErrorException error, string field)
    {
        var text = error.Named;
        for (var at = text.IndexOf(field, StringComparison.Ordinal); at >= 0; at = text.IndexOf(field, at + 1, StringComparison.Ordinal))
            if (!IsWordPart(text, at - 1) && !IsWordPart(text, at + field.Length)) return true;
        return false;
    }

    private static bool IsWordPart(string text, int at) =>
        at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
