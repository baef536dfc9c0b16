using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using Microsoft.Extensions.AI;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Debate.Models;

/// <summary>
/// A folder of replies, each in a file named by the hash of its request. The hash covers everything that affects the answer, but not where
/// the model runs. An unreadable file is a miss. Files are written under a temporary name and renamed, so several processes can share a
/// folder.
/// </summary>
internal sealed class ReplyCache(string folder)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record CachedReply(string Text, string? FinishReason);

    /// <summary>Computes the hash of a request: SHA-256 in hexadecimal.</summary>
    public static string ComputeKey(string model, IEnumerable<AiMessage> messages, ChatOptions? options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "debate-reply-1", model);
        Append(hash, $"{options?.Temperature:R}", $"{options?.TopP:R}", $"{options?.MaxOutputTokens}", $"{options?.Seed}");
        Append(hash, CachedChatClient.GetSample(options), DescribeFormat(options?.ResponseFormat));
        foreach (var message in messages) Append(hash, message.Role.Value, message.Text);
        foreach (var stop in options?.StopSequences ?? []) Append(hash, "stop", stop);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Finds the reply with that hash; null if there is none or it cannot be read.</summary>
    public CachedReply? Find(string key)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(GetPath(key)));
            var root = json.RootElement;
            return new(root.GetProperty("text").GetString()!, root.GetProperty("finish").GetString());
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
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static string DescribeFormat(ChatResponseFormat? format) => format switch
    {
        null => "",
        ChatResponseFormatJson json => $"json {json.SchemaName} {json.Schema}",
        _ => "text",
    };

    // Each part is prefixed with its length, so that no two requests hash the same bytes.
    private static void Append(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts) hash.AppendData(Encoding.UTF8.GetBytes($"{part.Length}:{part}\n"));
    }
}

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
