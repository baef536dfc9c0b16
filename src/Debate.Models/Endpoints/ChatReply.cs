using System.Globalization;
using System.Text;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Readers;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>What we need of a chat completion. Everything else in a body is the server's own affair and is not looked at.</summary>
/// <param name="Text">What the model says; empty where it says nothing.</param>
/// <param name="Thoughts">What it thought before; null where it told no thoughts.</param>
/// <param name="Finish">The finish reason; null for the ordinary stop.</param>
/// <param name="TokensIn">The prompt tokens that the server counted; null where it told no number that a count can be.</param>
/// <param name="TokensOut">The generated tokens that the server counted; null likewise.</param>
internal sealed record ChatReply(string Text, string? Thoughts = null, string? Finish = null, long? TokensIn = null, long? TokensOut = null)
{
    /// <summary>What a request had to leave out because the server refuses it; empty for nothing.</summary>
    public Refusals Unsent { get; init; }

    /// <summary>The tokens of the prompt with their log-probabilities, as vLLM tells them where it is asked; null elsewhere.</summary>
    public IReadOnlyList<(string Text, double LogProbability)>? Prompt { get; init; }

    /// <summary>
    /// The log-probability of a text with which the prompt ends, and its tokens: of those at the end that spell it. Throws
    /// <see cref="MalformedReplyException"/> where none do.
    /// </summary>
    public (double LogProbability, int Tokens) Score(string text)
    {
        if (Prompt is null) throw new MalformedReplyException("the body has no prompt_logprobs");
        var (sum, tokens) = (0.0, 0);
        var left = text.AsSpan();
        for (var i = Prompt.Count - 1; i >= 0 && left.Length > 0; i--)
        {
            // A character of several tokens is none in each of them.
            if (Prompt[i].Text.Length > 0 && !left.EndsWith(Prompt[i].Text, StringComparison.Ordinal))
                throw new MalformedReplyException("its prompt_logprobs do not spell the text");
            (sum, tokens) = (sum + Prompt[i].LogProbability, tokens + 1);
            left = left[..^Prompt[i].Text.Length];
        }
        return left.Length == 0 ? (sum, tokens) : throw new MalformedReplyException("its prompt_logprobs do not spell the text");
    }

    /// <summary>The model that answered, by the server's own name; null where it told none.</summary>
    public string? Model { get; init; }
}

/// <summary>Thrown for a body that is not a model's complete reply, such as a proxy's error page or a truncated reply.</summary>
internal sealed class MalformedReplyException(string message) : Exception(message);

/// <summary>
/// Reads the body of a chat completion as servers send it: content as text, as parts, null or absent; thoughts in fields, parts or tags;
/// a refusal; usage as numbers or texts; an error inside; odd or null values in all other fields; also as a stream of events that nobody
/// asked for. Throws <see cref="EndpointErrorException"/> for an error and <see cref="MalformedReplyException"/> for what is no reply.
/// </summary>
internal sealed class ChatReplyReader
{
    private static readonly JsonDocumentOptions Options =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 512 };

    private static readonly string[] ThoughtFields = ["reasoning_content", "reasoning", "thinking", "reasoning_details", "thinking_blocks"];
    private static readonly string[] TextFields = ["text", "content", "thinking", "reasoning", "summary", "value"];

    private readonly TextParts _text = new();
    private readonly TextParts _thoughts = new();
    private string? _finish;
    private string? _model;
    private string? _refusal;
    private long? _tokensIn;
    private long? _tokensOut;
    private bool _hasMessage;
    private List<(string, double)>? _prompt;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The bytes that came.</param>
    /// <param name="isCut">Whether reading stopped before the end, because the body is longer than its token limit allows.</param>
    public static ChatReply Read(ReadOnlyMemory<byte> body, bool isCut = false)
    {
        var reader = new ChatReplyReader();
        if (ServerSentEvents.IsStream(body.Span)) reader.AddStream(body.Span);
        else reader.Add(MendedJson.Mend(body, isCut));
        if (!reader._hasMessage && !isCut) throw new MalformedReplyException("the body is no chat completion");
        return reader.Finish(isCut);
    }

    private ChatReply Finish(bool isCut)
    {
        // A NUL is part of no text, and many things that read one stop at it.
        var split = ThoughtSplitter.Split(_text.ToString().Replace("\0", "", StringComparison.Ordinal));
        var told = string.Join("\n\n", new[] { _thoughts.ToString().Trim(), split.Thoughts }.Where(t => !string.IsNullOrEmpty(t)));
        var isEmpty = split.Text.Length == 0;
        var finish = isCut || isEmpty && split.IsOpen ? "length"
            : isEmpty && _refusal is not null ? "refusal"
            : _finish;
        var text = isEmpty && finish == "refusal" && _refusal is { } refusal ? refusal : split.Text;
        return new(text, told.Length > 0 ? told : null, finish, _tokensIn, _tokensOut) { Model = _model, Prompt = _prompt };
    }

    private void AddStream(ReadOnlySpan<byte> body)
    {
        foreach (var data in ServerSentEvents.ReadData(Encoding.UTF8.GetString(body)))
            Add(MendedJson.Mend(Encoding.UTF8.GetBytes(data), isCut: false));
    }

    private void Add(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            AddBody(document.RootElement);
        }
        catch (JsonException)
        {
            throw new MalformedReplyException("the body is not JSON");
        }
    }

    private void AddBody(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) throw new MalformedReplyException("the body is no chat completion");
        ThrowIfError(body);
        if (Find(body, "model") is { ValueKind: JsonValueKind.String } model) _model = OneLine.Format(model.GetString()!, 100);
        if (Find(body, "usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            _tokensIn = ReadCount(usage, "prompt_tokens") ?? ReadCount(usage, "input_tokens") ?? _tokensIn;
            _tokensOut = ReadCount(usage, "completion_tokens") ?? ReadCount(usage, "output_tokens") ?? _tokensOut;
        }
        if (Find(body, "prompt_logprobs") is { ValueKind: JsonValueKind.Array } prompt) _prompt = ReadPrompt(prompt);
        if (FindChoice(body) is not { } choice) return;
        ThrowIfError(choice);
        if (Find(choice, "finish_reason") is { ValueKind: JsonValueKind.String } finish) _finish = ReadFinish(finish.GetString()!);
        if (Find(choice, "message") is { ValueKind: JsonValueKind.Object } message) AddMessage(message);
        else if (Find(choice, "delta") is { ValueKind: JsonValueKind.Object } delta) AddMessage(delta);
        else if (Find(choice, "text") is { ValueKind: JsonValueKind.String } text) AddText(text.GetString());
    }

    /// <summary>
    /// The tokens of a prompt: null for the first, then an object that has for the id of each token told its logprob and decoded_token; the
    /// prompt's own token comes first.
    /// </summary>
    private static List<(string, double)> ReadPrompt(JsonElement prompt)
    {
        var tokens = new List<(string, double)>();
        foreach (var place in prompt.EnumerateArray())
        {
            if (place.ValueKind != JsonValueKind.Object || place.EnumerateObject().FirstOrDefault() is not { Name: not null } token) continue;
            if (token.Value.ValueKind != JsonValueKind.Object || Find(token.Value, "logprob") is not { ValueKind: JsonValueKind.Number } log
                || Find(token.Value, "decoded_token") is not { ValueKind: JsonValueKind.String } text)
                throw new MalformedReplyException("its prompt_logprobs are of an unknown form");
            tokens.Add((text.GetString()!, log.GetDouble()));
        }
        return tokens;
    }

    // The choice with index 0, which is not always the first one.
    private static JsonElement? FindChoice(JsonElement body)
    {
        if (Find(body, "choices") is not { ValueKind: JsonValueKind.Array } choices) return null;
        JsonElement? first = null;
        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.ValueKind != JsonValueKind.Object) continue;
            if (ReadCount(choice, "index") == 0) return choice;
            first ??= choice;
        }
        return first;
    }

    private void AddMessage(JsonElement message)
    {
        if (Find(message, "content") is { } content) AddContent(content);
        if (Find(message, "refusal") is { ValueKind: JsonValueKind.String } refusal && refusal.GetString() is { Length: > 0 } words)
            _refusal += words;
        foreach (var field in ThoughtFields)
        {
            var before = _thoughts.Length;
            if (Find(message, field) is { } thoughts) AppendText(_thoughts, thoughts);
            if (_thoughts.Length > before) break;
        }
        _hasMessage = true;
    }

    private void AddText(string? text)
    {
        _text.Append(text);
        _hasMessage = true;
    }

    private void AddContent(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                _text.Append(content.GetString());
                break;
            case JsonValueKind.Number:
                _text.Append(content.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray()) AddPart(part);
                break;
            case JsonValueKind.Object:
                AddPart(content);
                break;
        }
    }

    // A part of a kind that we do not know is no part of what is said.
    private void AddPart(JsonElement part)
    {
        var kind = part.ValueKind == JsonValueKind.Object && Find(part, "type") is { ValueKind: JsonValueKind.String } type
            ? type.GetString()!.ToLowerInvariant() : "text";
        var isThought = kind.Contains("think", StringComparison.Ordinal) || kind.Contains("reason", StringComparison.Ordinal)
            || part.ValueKind == JsonValueKind.Object && Find(part, "thought") is { ValueKind: JsonValueKind.True };
        if (isThought) AppendText(_thoughts, part);
        else if (kind is "text" or "output_text") AppendText(_text, part);
        else if (kind == "refusal" && Find(part, "refusal") is { ValueKind: JsonValueKind.String } refusal) _refusal += refusal.GetString();
    }

    /// <summary>Appends a text, a list of texts, or the text of an object that carries one.</summary>
    private static void AppendText(TextParts target, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) target.Append(value.GetString());
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) AppendText(target, item);
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in TextFields)
            {
                if (Find(value, field) is not { ValueKind: not JsonValueKind.Null } inner) continue;
                AppendText(target, inner);
                return;
            }
        }
    }

    private static string? ReadFinish(string finish)
    {
        var said = OneLine.Format(finish, 40);
        return said.Length == 0 || said.Equals("stop", StringComparison.OrdinalIgnoreCase) ? null
            : said.ToLowerInvariant() is "length" or "max_tokens" ? "length"
            : said;
    }

    private static void ThrowIfError(JsonElement place)
    {
        var error = Find(place, "error") ?? (Find(place, "object") is { ValueKind: JsonValueKind.String } kind && kind.ValueEquals("error")
            ? place : null);
        if (error is { ValueKind: JsonValueKind.Object or JsonValueKind.String } found && ErrorBody.Read(found) is { } read) throw read;
    }

    private static long? ReadCount(JsonElement place, string field)
    {
        const double most = 1e15;
        if (Find(place, field) is not { } value) return null;
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var told) => told,
            JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var told) => told,
            _ => null,
        };
        return number is >= 0 and <= most ? (long)number : null;
    }

    private static JsonElement? Find(JsonElement place, string field) => place.TryGetProperty(field, out var value) ? value : null;

    /// <summary>A text that comes in parts; one that comes in one part, as nearly all do, is not copied.</summary>
    private sealed class TextParts
    {
        private string _first = "";
        private StringBuilder? _all;

        public int Length => _all?.Length ?? _first.Length;

        public void Append(string? part)
        {
            if (string.IsNullOrEmpty(part)) return;
            if (_first.Length == 0) _first = part;
            else (_all ??= new(_first)).Append(part);
        }

        public override string ToString() => _all?.ToString() ?? _first;
    }
}

/// <summary>A stream of server-sent events (WHATWG HTML, section 9.2), which some servers send whatever was asked.</summary>
internal static class ServerSentEvents
{
    public static bool IsStream(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \r\n\t\uFEFF"u8);
        return start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(": "u8);
    }

    /// <summary>The data of all events but the last one, "[DONE]".</summary>
    public static IEnumerable<string> ReadData(string body) =>
        from line in body.Split('\n')
        where line.StartsWith("data:", StringComparison.Ordinal)
        let data = line[5..].Trim()
        where data.Length > 0 && data != "[DONE]"
        select data;
}
