using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>
/// A folder of replies, each in a file named by the hash of its request. The hash covers everything that affects the answer, but not where
/// the model runs. An unreadable file is a miss. Files are written under a temporary name and renamed, so several processes can share a
/// folder.
/// </summary>
internal sealed class ReplyCache(string folder)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record CachedReply(string Text, string? FinishReason, string? Thoughts);

    /// <summary>
    /// Computes the hash of a request: SHA-256 in hexadecimal. It is over what is asked, not over what a server takes of it. Thoughts are
    /// part of it where they are sent back.
    /// </summary>
    public static string ComputeKey(EndpointSpec spec, ModelCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (request, sampling) = (new ChatRequest(spec, call), call.Seat.Sampling);
        Append(hash, "debate-reply-1", spec.Model);
        Append(hash, Format((float?)request.Temperature), Format((float?)sampling.TopP), Format<int>(request.MaxTokens),
            Format<long>(CallSeed.Derive(call)));
        Append(hash, Format<int>(call.Sample), "");
        foreach (var message in call.Chat)
        {
            Append(hash, NameRole(message.Role), message.Text);
            if (spec.KeepsThoughts && message.Thoughts is { } thoughts) Append(hash, "thoughts", thoughts);
        }
        foreach (var stop in sampling.Stop ?? []) Append(hash, "stop", stop);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Finds the reply with that hash; null if there is none or it cannot be read.</summary>
    public CachedReply? Find(string key)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(GetPath(key)));
            var root = json.RootElement;
            var (text, finish) = (root.GetProperty("text").GetString()!, root.GetProperty("finish").GetString());
            if (root.TryGetProperty("thoughts", out var thoughts)) return new(text, finish, thoughts.GetString());
            // Replies stored before 2026-11-30 hold their thoughts in the text.
            var split = ThoughtSplitter.Split(text);
            return new(split.Text, finish, split.Thoughts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Stores a reply. If the folder cannot be written to, later hits are lost, but not this reply.</summary>
    /// <returns>Whether it was stored.</returns>
    public bool TryStore(string key, string model, CachedReply entry)
    {
        var path = GetPath(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, ToBytes(model, entry));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string GetPath(string key) => Path.Combine(folder, key[..2], $"{key}.json");

    private static byte[] ToBytes(string model, CachedReply entry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteString("text", entry.Text);
            json.WriteString("finish", entry.FinishReason);
            json.WriteString("thoughts", entry.Thoughts);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static string NameRole(Role role) => role switch
    {
        Role.System => "system",
        Role.User => "user",
        _ => "assistant",
    };

    private static string Format<T>(T? value) where T : struct, IFormattable =>
        value?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    // Each part is prefixed with its length, so that no two requests hash the same bytes.
    private static void Append(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts) hash.AppendData(Encoding.UTF8.GetBytes($"{part.Length}:{part}\n"));
    }
}

/// <summary>Answers a call from the cache where it holds the reply: then nothing is sent, and the start at the model is given back.</summary>
internal sealed class CachedModelClient(IModelClient inner, EndpointSpec spec, ModelGate gate, string folder) : DelegatingModelClient(inner)
{
    private readonly ReplyCache _cache = new(folder);

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var key = ReplyCache.ComputeKey(spec, call);
        if (_cache.Find(key) is { } hit)
        {
            gate.Refund();
            ModelTelemetry.RecordCacheHit(spec.Name);
            return new(hit.Text, new Usage(Cached: 1), hit.FinishReason == "stop" ? null : hit.FinishReason) { Thoughts = hit.Thoughts };
        }
        var reply = await base.AskAsync(call, cancellation);
        _cache.TryStore(key, spec.Model, new(reply.Text, reply.Finish, reply.Thoughts));
        return reply;
    }
}
