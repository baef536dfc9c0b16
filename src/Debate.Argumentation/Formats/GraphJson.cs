using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The compact JSON form of a graph inside a problem: an object with "arguments" (id, text, score), "inferences" (id, from, to, and kind if
/// it is attack), "attacks" ([from, to]), and optionally name, title, motions, notes. Reading back what was written gives the same map, and
/// writing that map gives the same bytes. Defaults (score 0.5, empty text) are omitted.
/// </summary>
public static class GraphJson
{
    private static readonly string[] MapKeys = [.. MapRules.Map, "attacks"];

    /// <summary>JSON: ours, and AIF, which is recognised by the absence of a list "arguments".</summary>
    public static GraphFormat Format { get; } = new("json", ".json")
    {
        Read = ReadAny,
        Write = (map, output, _) =>
        {
            Write(map, output);
            output.Write('\n');
        },
    };

    /// <summary>The map as one line of JSON.</summary>
    public static string Write(ArgumentMap map)
    {
        using var output = new StringWriter();
        Write(map, output);
        return output.ToString();
    }

    /// <summary>The map as one line of JSON, without a line feed.</summary>
    public static void Write(ArgumentMap map, TextWriter output) => JsonOutput.Write(output, json => Write(json, map));

    /// <summary>The graph without map metadata, as one line of JSON.</summary>
    public static string Write(ArgumentGraph graph) => Write(new ArgumentMap("", graph));

    /// <summary>The map in <paramref name="text"/>; <paramref name="file"/> is the name used in errors.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        using var document = JsonInput.Parse(file, text);
        return Read(new JsonSource(file, text), document.RootElement);
    }

    private static ArgumentMap ReadAny(string file, string text, AifOptions options)
    {
        using var document = JsonInput.Parse(file, text);
        var (source, root) = (new JsonSource(file, text), document.RootElement);
        return Recognises(root) ? Read(source, root) : Aif.Read(source, root, options);
    }

    private static bool Recognises(JsonElement root) => JsonInput.Member(root, "arguments").ValueKind == JsonValueKind.Array;

    private static ArgumentMap Read(JsonSource source, JsonElement root)
    {
        if (!Recognises(root)) throw source.Whole.Wrong(MapRules.NoArguments);
        JsonInput.Keys(root, MapKeys, source.Whole);
        var name = JsonInput.Text(root, "name", source.Whole);
        if (name.Length == 0) name = Path.GetFileNameWithoutExtension(source.File);
        var builder = Graph(source, root);
        return new ArgumentMap(name, builder.Build())
        {
            Title = JsonInput.Text(root, "title", source.Whole) is { Length: > 0 } title ? title : name,
            Motions = [.. JsonInput.Texts(root, "motions", source.Whole).Select(Motion)],
            Notes = JsonInput.Texts(root, "notes", source.Whole),
        };

        string Motion(string id) => MapRules.Motion(id, builder) is { } wrong ? throw source.Whole.Wrong(wrong) : id;
    }

    private static ArgumentGraphBuilder Graph(JsonSource source, JsonElement root)
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var (item, place) in JsonInput.List(source, root, "arguments"))
        {
            JsonInput.Keys(item, MapRules.Argument, place);
            place.Located(() => builder.AddArgument(JsonInput.Id(item, "id", place), JsonInput.Text(item, "text", place),
                JsonInput.Score(item, place)));
        }
        var steps = new List<(string To, JsonPlace Place)>();
        foreach (var (item, place) in JsonInput.List(source, root, "inferences"))
        {
            JsonInput.Keys(item, MapRules.Inference, place);
            place.Located(() => builder.AddInference(Step(item, place)));
            steps.Add((JsonInput.Id(item, "to", place), place));
        }
        foreach (var (to, place) in steps) place.Located(() => builder.Handle(to));
        foreach (var (item, place) in JsonInput.List(source, root, "attacks"))
            place.Located(() => Attack(builder, item, place));
        return builder;
    }

    private static Inference Step(JsonElement item, JsonPlace place) => new(JsonInput.Id(item, "id", place),
        JsonInput.Texts(item, "from", place), JsonInput.Id(item, "to", place), Kind(item, place));

    private static InferenceKind Kind(JsonElement item, JsonPlace place) => JsonInput.Text(item, "kind", place) switch
    {
        "" or "support" => InferenceKind.Support,
        "attack" => InferenceKind.Attack,
        var other => throw place.Wrong($"kind '{other}' is not support or attack"),
    };

    private static bool Attack(ArgumentGraphBuilder builder, JsonElement item, JsonPlace place)
    {
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2) throw place.Wrong("it must be [from, to]");
        builder.AddAttack(JsonInput.Text(item[0], place), JsonInput.Text(item[1], place));
        return true;
    }

    private static void Write(Utf8JsonWriter json, ArgumentMap map)
    {
        json.WriteStartObject();
        if (map.Name.Length > 0) json.WriteString("name", map.Name);
        if (map.Title != map.Name) json.WriteString("title", map.Title);
        WriteTexts(json, "motions", map.Motions);
        WriteArguments(json, map.Graph);
        WriteInferences(json, map.Graph);
        WriteAttacks(json, map.Graph);
        WriteTexts(json, "notes", map.Notes);
        json.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter json, ArgumentGraph graph)
    {
        json.WriteStartArray("arguments");
        for (var a = 0; a < graph.ArgumentCount; a++)
        {
            json.WriteStartObject();
            json.WriteString("id", graph.Id(a));
            if (graph.Text(a).Length > 0) json.WriteString("text", graph.Text(a));
            if (graph.BaseScore(a) != 0.5) json.WriteNumber("score", graph.BaseScore(a));
            json.WriteEndObject();
            if (json.BytesPending > JsonOutput.Chunk) json.Flush();
        }
        json.WriteEndArray();
    }

    private static void WriteInferences(Utf8JsonWriter json, ArgumentGraph graph)
    {
        if (graph.InferenceCount == 0) return;
        json.WriteStartArray("inferences");
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
        {
            var step = graph.Inference(i);
            json.WriteStartObject();
            json.WriteString("id", step.Id);
            WriteTexts(json, "from", step.Premises);
            json.WriteString("to", step.Conclusion);
            if (step.Kind == InferenceKind.Attack) json.WriteString("kind", "attack");
            json.WriteEndObject();
            if (json.BytesPending > JsonOutput.Chunk) json.Flush();
        }
        json.WriteEndArray();
    }

    private static void WriteAttacks(Utf8JsonWriter json, ArgumentGraph graph)
    {
        if (graph.DirectAttacks.Count == 0) return;
        json.WriteStartArray("attacks");
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var target in graph.DirectAttacks[a])
            {
                json.WriteStartArray();
                json.WriteStringValue(graph.Id(a));
                json.WriteStringValue(graph.Id(target));
                json.WriteEndArray();
                if (json.BytesPending > JsonOutput.Chunk) json.Flush();
            }
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
