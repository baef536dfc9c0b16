using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Chat;

/// <summary>A stream as a strict client reads it: each frame is held to the shape that OpenAI's has.</summary>
internal sealed class ChatFrames
{
    private const string Data = "data: ";

    public List<JsonNode> Chunks { get; } = [];

    /// <summary>The error with which it ended; null where it has none.</summary>
    public JsonNode? Error { get; private set; }

    public bool IsDone { get; private set; }

    public string Content => Join("content");

    public string Reasoning => Join("reasoning_content");

    public string? Refusal => Join("refusal") is { Length: > 0 } refusal ? refusal : null;

    public string? Finish => (string?)Chunks.Last(c => c["choices"]!.AsArray().Count > 0)["choices"]![0]!["finish_reason"];

    public JsonNode? Usage => Chunks[^1]["usage"];

    public string Run => (string)Chunks[0]["debate"]!["run"]!;

    /// <summary>Reads a stream that was asked with or without its usage.</summary>
    public static ChatFrames Read(string stream, bool countsTokens = false)
    {
        var frames = new ChatFrames();
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        // Some clients end a line at each of these.
        foreach (var line in stream.Split(['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', '\u001c', '\u001d', '\u001e']))
        {
            if (line.Length == 0 || line[0] == ':') continue;
            Assert.False(frames.IsDone, $"something follows [DONE]: {line}");
            Assert.StartsWith(Data, line, StringComparison.Ordinal);
            if (line == "data: [DONE]") frames.IsDone = true;
            else if (JsonNode.Parse(line[Data.Length..])!.AsObject() is var chunk && chunk.ContainsKey("error")) frames.Error = chunk["error"];
            else frames.Add(chunk, countsTokens);
        }
        Assert.Equal("assistant", (string?)frames.Chunks[0]["choices"]![0]!["delta"]!["role"]);
        return frames;
    }

    private void Add(JsonObject chunk, bool countsTokens)
    {
        Assert.StartsWith("chatcmpl-", (string?)chunk["id"]);
        Assert.Equal("chat.completion.chunk", (string?)chunk["object"]);
        Assert.True((long)chunk["created"]! > 1_700_000_000);
        Assert.NotEmpty((string)chunk["model"]!);
        Assert.NotEmpty((string)chunk["system_fingerprint"]!);
        Assert.Equal(countsTokens, chunk.ContainsKey("usage"));
        if (Chunks.Count > 0) Assert.Equal((string?)Chunks[0]["id"], (string?)chunk["id"]);
        var choices = chunk["choices"]!.AsArray();
        if (choices.Count == 0) Assert.NotNull(chunk["usage"]);
        else
        {
            var choice = Assert.Single(choices)!.AsObject();
            Assert.Equal(0, (int)choice["index"]!);
            Assert.True(choice.ContainsKey("finish_reason") && choice["delta"] is JsonObject);
            Assert.Null(chunk["usage"]);
        }
        Chunks.Add(chunk);
    }

    private string Join(string field) => string.Concat(Chunks.SelectMany(c => c["choices"]!.AsArray())
        .Select(choice => (string?)choice!["delta"]![field]));
}
