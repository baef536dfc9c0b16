using Debate.Core.Input;
using Debate.Deliberation;
using System.Collections.Immutable;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>A recorded reply of a seat.</summary>
/// <param name="Text">What the seat says.</param>
public sealed record RecordedReply(string Text)
{
    /// <summary>The round of the transcript that it belongs to; null where the recording does not say.</summary>
    public int? Round { get; init; }

    /// <summary>The finish reason, such as length; null for the ordinary stop.</summary>
    public string? Finish { get; init; }

    /// <summary>What the model thought before it spoke; null where it told no thoughts.</summary>
    public string? Thoughts { get; init; }
}

/// <summary>
/// The recorded replies of a deliberation's seats, to be played through a protocol: of each seat in the order in which the protocol asks
/// for them, re-asks included. A file is JSON Lines, one reply a line: {"seat", "text", "round", "finish", "thoughts"}, of which seat and
/// text are required; or a map in YAML or JSON from seat to a list of replies, each a text or a map of the other fields; or a transcript
/// of the published MAD system.
/// </summary>
/// <param name="FileName">The file, for error messages.</param>
/// <param name="Replies">The replies by seat, in order.</param>
public sealed record Recording(string FileName, ImmutableSortedDictionary<string, ImmutableArray<RecordedReply>> Replies)
{
    private const string Rule =
        "a recording has one reply a line, {\"seat\": ..., \"text\": ...}, or is a map from seat to a list of replies";

    private static readonly string[] ReplyFields = ["text", "round", "finish", "thoughts"];

    /// <summary>Reads a recording; throws <see cref="InputException"/> with the line for anything else.</summary>
    public static Recording Read(string text, string fileName)
    {
        var plain = text.TrimStart('\uFEFF');
        var replies = IsJsonLines(plain) ? ReadLines(plain, fileName) : ReadJsonMap(plain, fileName) ?? ReadMap(plain, fileName);
        return replies.Count > 0 ? new(fileName, replies) : throw new InputException($"{fileName}: it holds no reply; {Rule}");
    }

    /// <summary>Whether the first line that is not blank is a whole JSON object of its own that names a seat.</summary>
    private static bool IsJsonLines(string text)
    {
        var line = text.TrimStart();
        var end = line.IndexOf('\n', StringComparison.Ordinal);
        try
        {
            using var first = JsonDocument.Parse(end < 0 ? line : line[..end]);
            return first.RootElement.ValueKind == JsonValueKind.Object
                && (first.RootElement.TryGetProperty("seat", out var seat) && seat.ValueKind == JsonValueKind.String
                    || end >= 0 && line[end..].TrimStart().StartsWith('{'));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<RecordedReply>> ReadLines(string text, string fileName)
    {
        var replies = new List<(string Seat, RecordedReply Reply)>();
        foreach (var (index, line) in text.Split('\n').Index())
            if (!string.IsNullOrWhiteSpace(line)) replies.Add(ReadLine(line, $"{fileName}, line {index + 1}"));
        return replies.GroupBy(r => r.Seat, StringComparer.Ordinal).ToImmutableSortedDictionary(
            g => g.Key, g => g.Select(r => r.Reply).ToImmutableArray(), StringComparer.Ordinal);
    }

    private static (string Seat, RecordedReply Reply) ReadLine(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var fields = ReadFields(document.RootElement, place);
            return fields.Remove("seat", out var seat) && seat.Length > 0
                ? (seat, CreateReply(fields, place)) : throw new InputException($"{place}: seat: it is required");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InputException($"{place}: it is not a JSON object: {OneLine.Format(error.Message, 120)}", error);
        }
    }

    private static SortedDictionary<string, string> ReadFields(JsonElement reply, string place)
    {
        if (reply.ValueKind != JsonValueKind.Object) throw new InputException($"{place}: {Rule}");
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in reply.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null && field.Name is not ("seat" or "text")) continue;
            var isText = field.Value.ValueKind == JsonValueKind.String;
            if (!isText && !(field.Name == "round" && field.Value.ValueKind == JsonValueKind.Number))
                throw new InputException($"{place}: {OneLine.Format(field.Name, 40)}: it must be a {(field.Name == "round" ? "whole number" : "text")}");
            if (!fields.TryAdd(field.Name, isText ? field.Value.GetString()! : field.Value.GetRawText()))
                throw new InputException($"{place}: {OneLine.Format(field.Name, 40)}: it is given twice");
        }
        return fields;
    }

    /// <summary>A map in JSON, read as such because YAML reads some of JSON's escapes differently; null where it is none.</summary>
    private static ImmutableSortedDictionary<string, ImmutableArray<RecordedReply>>? ReadJsonMap(string text, string fileName)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InputException($"{fileName}, line 1: {Rule}");
            if (document.RootElement.TryGetProperty("players", out _)) return RecordedModel.ReadTranscript(text, fileName);
            var seats = document.RootElement.EnumerateObject().ToArray();
            if (seats.GroupBy(s => s.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new InputException($"{fileName}: seat '{twice.Key}': it is given twice");
            return seats.ToImmutableSortedDictionary(s => s.Name, s => ReadReplies(s.Value, $"{fileName}: seat '{s.Name}'"),
                StringComparer.Ordinal);
        }
    }

    private static ImmutableArray<RecordedReply> ReadReplies(JsonElement seat, string place) =>
    [
        .. (seat.ValueKind == JsonValueKind.Array ? seat.EnumerateArray().ToArray() : [seat]).Select((reply, i) =>
            reply.ValueKind == JsonValueKind.String ? new RecordedReply(reply.GetString()!)
                : CreateReply(ReadFields(reply, $"{place}, reply {i + 1}"), $"{place}, reply {i + 1}")),
    ];

    private static ImmutableSortedDictionary<string, ImmutableArray<RecordedReply>> ReadMap(string text, string fileName)
    {
        try
        {
            if (ReadRoot(text, fileName) is not YamlMappingNode root) throw new InputException($"{fileName}, line 1: {Rule}");
            return root.Children.ToImmutableSortedDictionary(
                seat => ReadScalar(seat.Key, fileName), seat => ReadReplies(seat.Value, fileName), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is not InputException)
        {
            // YamlDotNet throws other exceptions at some malformed texts, such as "- :", and takes equal names in two styles for two names.
            throw new InputException($"{fileName}: it is not YAML or JSON; {Rule}", error);
        }
    }

    private static YamlNode ReadRoot(string text, string fileName)
    {
        try
        {
            return YamlSource.ReadRoot(text, fileName, allowsAliases: true);
        }
        catch (InputException wrong)
        {
            throw new InputException($"{wrong.Message}; {Rule}", wrong);
        }
    }

    private static ImmutableArray<RecordedReply> ReadReplies(YamlNode node, string fileName) => node is YamlSequenceNode list
        ? [.. list.Children.Select(reply => ReadReply(reply, fileName))] : [ReadReply(node, fileName)];

    private static RecordedReply ReadReply(YamlNode node, string fileName) => node is YamlMappingNode map
        ? CreateReply(new SortedDictionary<string, string>(
            map.Children.ToDictionary(f => ReadScalar(f.Key, fileName), f => ReadScalar(f.Value, fileName)), StringComparer.Ordinal),
            $"{fileName}, line {node.Start.Line}")
        : new(ReadScalar(node, fileName));

    private static string ReadScalar(YamlNode node, string fileName) => node is YamlScalarNode { Value: { } value }
        ? value : throw new InputException($"{fileName}, line {node.Start.Line}: a text is expected here; {Rule}");

    private static RecordedReply CreateReply(IReadOnlyDictionary<string, string> fields, string place)
    {
        if (fields.Keys.FirstOrDefault(name => !ReplyFields.Contains(name)) is { } unknown)
            throw new InputException($"{place}: {OneLine.Format(unknown, 40)}: a reply has no such field; it has {string.Join(", ", ReplyFields)}");
        if (!fields.TryGetValue("text", out var text)) throw new InputException($"{place}: text: it is required");
        return new(text)
        {
            Round = fields.GetValueOrDefault("round") is not { } round ? null
                : int.TryParse(round, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                    out var number)
                    ? number : throw new InputException($"{place}: round '{OneLine.Format(round, 40)}': it must be a whole number of at least 0"),
            Finish = fields.GetValueOrDefault("finish"),
            Thoughts = fields.GetValueOrDefault("thoughts"),
        };
    }
}
