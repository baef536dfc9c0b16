using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Replays a recording: turn n of a seat's chat, counted from 0 and including re-asked turns, gets the seat's reply n. Beyond the last
/// reply it fails.
/// </summary>
public sealed class RecordedModel : ISimulatedModel
{
    private readonly string _name;
    private readonly SortedDictionary<string, string[]> _replies;

    private RecordedModel(string name, SortedDictionary<string, string[]> replies) => (_name, _replies) = (name, replies);

    /// <summary>
    /// Reads a recording: {seat: [replies]}, or a transcript of the published MAD system, whose "players" are lists of messages; throws
    /// <see cref="InputException"/> for anything else.
    /// </summary>
    public static RecordedModel Read(string name, string json, string fileName)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(name, Replies(document.RootElement));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            var line = error is JsonException { LineNumber: { } number } ? $", line {number + 1}" : "";
            var said = OneLine.Of(error.Message, 120);
            throw new InputException(
                $"{fileName}{line}: a recording must be {{seat: [replies]}} or a transcript with players: {said}", error);
        }
    }

    /// <inheritdoc/>
    public string Reply(SimulatedCall call)
    {
        if (!_replies.TryGetValue(call.Seat, out var replies))
            throw Outage($"nothing is recorded for seat '{call.Seat}'; there is {string.Join(", ", _replies.Keys)}");
        return call.Turns < replies.Length
            ? replies[call.Turns]
            : throw Outage($"seat '{call.Seat}' has {replies.Length} recorded replies and is asked for one more");
    }

    private OutageException Outage(string message) => new(Trouble.Rejected, $"model {_name}: {message}");

    private static SortedDictionary<string, string[]> Replies(JsonElement root)
    {
        var replies = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var isTranscript = root.TryGetProperty("players", out var players);
        foreach (var player in (isTranscript ? players : root).EnumerateObject())
            replies[isTranscript ? SeatOf(player.Name) : player.Name] = isTranscript ? Said(player.Value) : Texts(player.Value);
        return replies;
    }

    private static string[] Said(JsonElement messages) =>
        Texts(messages.EnumerateArray().Where(m => m.GetProperty("role").GetString() == "assistant").Select(m => m.GetProperty("content")));

    private static string[] Texts(JsonElement list) => Texts(list.EnumerateArray());

    private static string[] Texts(IEnumerable<JsonElement> texts) => [.. texts.Select(t => t.GetString() ?? "")];

    private static string SeatOf(string player) => player switch
    {
        "Affirmative side" => "affirmative",
        "Negative side" => "negative",
        _ => player.ToLowerInvariant(),
    };
}
