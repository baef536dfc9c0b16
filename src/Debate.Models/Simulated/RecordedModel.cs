using System.Collections.Immutable;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
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
            return new(name, ReadReplies(document.RootElement));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            var line = error is JsonException { LineNumber: { } number } ? $", line {number + 1}" : "";
            var said = OneLine.Format(error.Message, 120);
            throw new InputException(
                $"{fileName}{line}: a recording must be {{seat: [replies]}} or a transcript with players: {said}", error);
        }
    }

    /// <inheritdoc/>
    public string Reply(SimulatedCall call)
    {
        if (!_replies.TryGetValue(call.Seat, out var replies))
            throw CreateOutage($"nothing is recorded for seat '{call.Seat}'; there is {string.Join(", ", _replies.Keys)}");
        return call.ReplyCount < replies.Length
            ? replies[call.ReplyCount]
            : throw CreateOutage($"seat '{call.Seat}' has {replies.Length} recorded replies and is asked for one more");
    }

    private OutageException CreateOutage(string message) => new(FailureKind.Rejected, $"model {_name}: {message}");

    /// <summary>The replies of a transcript of the published MAD system, by seat.</summary>
    internal static ImmutableSortedDictionary<string, ImmutableArray<RecordedReply>> ReadTranscript(string json, string fileName) =>
        Read("replay", json, fileName)._replies.ToImmutableSortedDictionary(
            r => r.Key, r => r.Value.Select(text => new RecordedReply(text)).ToImmutableArray(), StringComparer.Ordinal);

    private static SortedDictionary<string, string[]> ReadReplies(JsonElement root)
    {
        var replies = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var isTranscript = root.TryGetProperty("players", out var players);
        foreach (var player in (isTranscript ? players : root).EnumerateObject())
            replies[isTranscript ? ToSeat(player.Name) : player.Name] = isTranscript ? ReadAssistantTexts(player.Value)
            : ReadTexts(player.Value);
        return replies;
    }

    private static string[] ReadAssistantTexts(JsonElement messages) =>
        ReadTexts(messages.EnumerateArray().Where(m => m.GetProperty("role").GetString() == "assistant")
            .Select(m => m.GetProperty("content")));

    private static string[] ReadTexts(JsonElement list) => ReadTexts(list.EnumerateArray());

    private static string[] ReadTexts(IEnumerable<JsonElement> texts) => [.. texts.Select(t => t.GetString() ?? "")];

    private static string ToSeat(string player) => player switch
    {
        "Affirmative side" => "affirmative",
        "Negative side" => "negative",
        _ => player.ToLowerInvariant(),
    };
}

/// <summary>
/// Gives the replies of a recording, each at the path at which the protocol asks for it, so that the same run gets the same replies however
/// its branches are scheduled and wherever it is resumed.
/// </summary>
/// <param name="name">The model's name.</param>
/// <param name="replies">The replies by path.</param>
public sealed class ReplayedModel(string name, ImmutableSortedDictionary<string, RecordedReply> replies) : ISimulatedModel
{
    /// <inheritdoc/>
    public string Reply(SimulatedCall call) => ReplyInFull(call).Text;

    /// <inheritdoc/>
    public RecordedReply ReplyInFull(SimulatedCall call) => replies.GetValueOrDefault(call.Path)
        ?? throw new OutageException(FailureKind.Rejected, $"model {name}: nothing is recorded for seat '{call.Seat}' at {call.Path}");
}
