using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Deliberation.Records;

namespace Debate.Cli.Output;

/// <summary>A run as one JSON document: what <c>run</c> prints, plus the inputs that determined it.</summary>
internal static class RunDocument
{
    /// <summary>Creates the document of <c>show -o json</c> and <c>export --format json</c>.</summary>
    public static JsonObject Of(RunView view)
    {
        var (run, snapshot) = (view.Run, view.Run.Snapshot);
        var document = Node(view.Report).AsObject();
        document["kind"] = snapshot.Kind;
        document["version"] = snapshot.Version;
        document["options"] = Node(snapshot.Options);
        document["seats"] = Node(snapshot.Seats.Select(s => new { s.Name, s.Model, s.Persona, s.Debater, s.Sampling }));
        document["problem"] = Node(snapshot.Problem);
        document["budget"] = Node(run.Budget);
        document["started"] = run.Began.UtcDateTime;
        document["finished"] = run.Finished?.UtcDateTime;
        document["paths"] = Node(run.Ordered.Select(e => e.Path));
        return document;
    }

    private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, Terminal.Form)!;
}
