using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Deliberation.Records;

namespace Debate.Cli.Output;

/// <summary>A run as one JSON document: what <c>run</c> prints, plus the inputs that determined it.</summary>
internal static class RunDocument
{
    /// <summary>Creates the document of <c>show -o json</c> and <c>export --format json</c>.</summary>
    public static JsonObject Create(RunView view)
    {
        var (run, definition) = (view.Run, view.Run.Definition);
        var document = Node(view.Report).AsObject();
        document["kind"] = definition.Kind;
        document["version"] = definition.Version;
        document["options"] = Node(definition.Options);
        document["seats"] = Node(definition.Seats.Select(s => new { s.Name, s.Model, s.Persona, s.Debater, s.Sampling }));
        document["problem"] = Node(definition.Problem);
        document["budget"] = Node(run.Budget);
        document["started"] = run.StartedAt.UtcDateTime;
        document["finished"] = run.FinishedAt?.UtcDateTime;
        document["paths"] = Node(run.EntriesByPath.Select(e => e.Path));
        return document;
    }

    private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, Terminal.SerializerOptions)!;
}
