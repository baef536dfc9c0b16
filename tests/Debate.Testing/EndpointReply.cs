using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Debate.Testing;

/// <summary>The reply of the endpoint.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, sent unchanged.</param>
public sealed record EndpointReply(int Status, string Body)
{
    /// <summary>The header Retry-After: seconds or a date.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The header Location, for redirects.</summary>
    public string? Location { get; init; }

    /// <summary>The body in bytes, where it is not text; null for <see cref="Body"/>.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>Whether the connection is cut in the middle of the body.</summary>
    public bool Cut { get; init; }

    /// <summary>A chat completion.</summary>
    public static EndpointReply Text(string text, int tokensIn = 1000, int tokensOut = 50, string finish = "stop") =>
        new(200, Completion(text, finish, (tokensIn, tokensOut)));

    /// <summary>A chat completion of a server that reports no token counts.</summary>
    public static EndpointReply Uncounted(string text) => new(200, Completion(text, "stop", null));

    /// <summary>An error in the usual form.</summary>
    public static EndpointReply Error(int status, string message, string? retryAfter = null) =>
        new(status, $"{{\"error\": {{\"type\": \"simulated\", \"message\": {Quoted(message)}}}}}") { RetryAfter = retryAfter };

    /// <summary>A reply that a proxy makes up itself.</summary>
    public static EndpointReply Malformed(string body = "<html>Bad gateway") => new(200, body);

    private static string Completion(string text, string finish, (int In, int Out)? usage)
    {
        var json = new StringBuilder("""{"id":"simulated","object":"chat.completion","created":0,"model":"simulated",""");
        json.Append(CultureInfo.InvariantCulture, $"\"choices\":[{{\"index\":0,\"finish_reason\":{Quoted(finish)},");
        json.Append(CultureInfo.InvariantCulture, $"\"message\":{{\"role\":\"assistant\",\"content\":{Quoted(text)}}}}}]");
        if (usage is var (tokensIn, tokensOut))
            json.Append(CultureInfo.InvariantCulture,
                $$""","usage":{"prompt_tokens":{{tokensIn}},"completion_tokens":{{tokensOut}},"total_tokens":{{tokensIn + tokensOut}} }""");
        return json.Append('}').ToString();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
