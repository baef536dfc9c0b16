using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>The whole record as JSON Lines: one line for each entry with its run, place and time, as it was stored.</summary>
public static class JsonLines
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entries of a run, in the order in which they were stored.</summary>
    public static IEnumerable<string> Of(RunRecord run) => run.Stored.Select(entry => Of(run.Id, entry));

    /// <summary>One entry as a line.</summary>
    public static string Of(DeliberationId id, ReadEntry entry) => new JsonObject
    {
        ["run"] = id.Value,
        ["sequence"] = entry.Entry.Sequence,
        ["path"] = entry.Path,
        ["time"] = entry.Entry.Time.UtcDateTime,
        ["hash"] = entry.Entry.Hash,
        ["entry"] = JsonNode.Parse(entry.Entry.Body.Span),
    }.ToJsonString(Form);
}
