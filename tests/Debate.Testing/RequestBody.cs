using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.AspNetCore.Http;

namespace Debate.Testing;

/// <summary>Parses the request body of a client.</summary>
internal static class RequestBody
{
    public static ReceivedCall Read(HttpRequest request, string body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        return new()
        {
            Index = 0,
            Started = default,
            Name = request.Headers["X-Debate-Call"].ToString(),
            Seat = request.Headers["X-Debate-Seat"].ToString(),
            Authorization = request.Headers.Authorization is [{ } key, ..] ? key : null,
            Query = request.QueryString.Value ?? "",
            Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Model = root.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "",
            Seed = root.TryGetProperty("seed", out var seed) ? seed.GetInt64() : null,
            Messages = root.TryGetProperty("messages", out var messages) ? [.. messages.EnumerateArray().Select(Message)] : [],
        };
    }

    private static ChatMessage Message(JsonElement message) =>
        new(RoleOf(message.GetProperty("role").GetString()), Text(message.GetProperty("content")));

    private static Role RoleOf(string? role) => role switch
    {
        "system" or "developer" => Role.System,
        "assistant" => Role.Assistant,
        _ => Role.User,
    };

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(p => p.GetProperty("text").GetString()))
        : content.GetString() ?? "";
}
