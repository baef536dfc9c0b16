using System.Text.Json;
using Debate.Argumentation.Formats;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// An explanation as one JSON object, in terms of ids. The dispute is a list of moves, each with the list index of the move that it
/// answers, so that depth is unlimited; "graph" is the subgraph that the explanation mentions.
/// </summary>
public static class ExplanationJson
{
    /// <summary>The explanation as one line of JSON.</summary>
    public static string Write(GraphExplanation explanation)
    {
        using var text = new StringWriter();
        JsonOutput.Write(text, json => Write(json, explanation));
        return text.ToString();
    }

    /// <summary>Writes the explanation as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, GraphExplanation about)
    {
        var found = about.Explanation;
        json.WriteStartObject();
        json.WriteString("argument", about.Name(found.Argument));
        json.WriteString("semantics", found.Acceptance.Semantics.Name);
        json.WriteBoolean("sceptical", found.Acceptance.Sceptical);
        json.WriteString("support", about.Reading.ToString().ToLowerInvariant());
        json.WriteBoolean("accepted", found.Accepted);
        if (found.Extension is { } extension) WriteNames(json, about, "extension", extension);
        if (found.Accepted) WriteWhy(json, about);
        else WriteWhyNot(json, about);
        WriteSupports(json, about);
        WriteTexts(json, "gaps", found.Gaps);
        WriteTexts(json, "sentences", ExplanationText.Describe(about));
        json.WritePropertyName("graph");
        json.WriteRawValue(GraphJson.Write(about.Subgraph));
        json.WriteEndObject();
    }

    private static void WriteWhy(Utf8JsonWriter json, GraphExplanation about)
    {
        var found = about.Explanation;
        json.WriteStartArray("defences");
        foreach (var defence in found.Defences) WriteNames(json, about, null, defence);
        json.WriteEndArray();
        json.WriteBoolean("sufficient", found.IsSufficient);
        WriteNames(json, about, "necessary", found.Necessary);
        if (found.Dispute is { } root) WriteDispute(json, about, root);
        WriteChanges(json, about, "removals", found.Removals);
    }

    private static void WriteWhyNot(Utf8JsonWriter json, GraphExplanation about)
    {
        json.WriteStartArray("attackers");
        foreach (var attacker in about.Explanation.Attackers)
        {
            json.WriteStartObject();
            json.WriteString("argument", about.Name(attacker.Argument));
            json.WriteBoolean("accepted", attacker.Accepted);
            json.WriteBoolean("stands", attacker.IsUnanswered);
            WriteNames(json, about, "answeredBy", attacker.AnsweredBy);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteChanges(json, about, "removals", about.Explanation.Removals);
        WriteChanges(json, about, "additions", about.Explanation.Additions);
    }

    private static void WriteSupports(Utf8JsonWriter json, GraphExplanation about)
    {
        json.WriteStartArray("supports");
        foreach (var step in about.Graph.Supporters[about.Explanation.Argument])
        {
            json.WriteStartObject();
            json.WriteString("inference", about.Graph.Id(step));
            WriteNames(json, about, "premises", about.Graph.Premises[step].ToArray());
            WriteNames(json, about, "undercutBy", about.Graph.Attackers[step].ToArray());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteDispute(Utf8JsonWriter json, GraphExplanation about, DisputeNode root)
    {
        json.WriteStartArray("dispute");
        var (open, written) = (new Queue<(DisputeNode Node, int? Answers)>([(root, null)]), 0);
        while (open.TryDequeue(out var move))
        {
            json.WriteStartObject();
            json.WriteString("argument", about.Name(move.Node.Argument));
            json.WriteString("by", move.Node.IsProponent ? "proponent" : "opponent");
            if (move.Answers is { } answers) json.WriteNumber("answers", answers);
            if (move.Node.IsRepeated) json.WriteBoolean("repeated", true);
            json.WriteEndObject();
            foreach (var reply in move.Node.Replies) open.Enqueue((reply, written));
            written++;
        }
        json.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter json, GraphExplanation about, string name, IReadOnlyList<StatusChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            WriteNames(json, about, "arguments", change.Arguments);
            json.WriteBoolean("minimal", change.IsMinimal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, GraphExplanation about, string? name, IEnumerable<int> arguments)
    {
        if (name is not null) json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var argument in arguments) if (!about.IsAuxiliary(argument)) json.WriteStringValue(about.Name(argument));
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
