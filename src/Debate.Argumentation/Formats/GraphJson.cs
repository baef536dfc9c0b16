using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The compact JSON form in which a graph travels inside a problem: an object with "arguments" (id, text, score), "inferences" (id,
/// from, to, and kind where it is attack), "attacks" ([from, to]), and optionally name, title, motions, notes. Reading what was written
/// gives the same map, and writing that gives the same bytes. Defaults (score 0.5, empty text) are left out.
/// </summary>
public static class GraphJson
{
    /// <summary>JSON: ours, and AIF, which is told apart by its nodes.</summary>
    public static GraphFormat Format { get; } = new("json", ".json")
    {
        Read = ReadAny,
        Write = (map, output, _) => output.WriteLine(Write(map)),
    };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The map as one line of JSON.</summary>
    public static string Write(ArgumentMap map)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Compact)) Write(json, map);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The graph alone as one line of JSON.</summary>
    public static string Write(ArgumentGraph graph) => Write(new ArgumentMap("", graph));

    /// <summary>The map in <paramref name="text"/>; <paramref name="file"/> is what errors call it.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        using var document = JsonInput.Parse(file, text);
        return Read(file, document.RootElement);
    }

    internal static bool Recognises(JsonElement root) => JsonInput.Member(root, "arguments").ValueKind == JsonValueKind.Array;

    internal static ArgumentMap Read(string file, JsonElement root)
    {
        if (!Recognises(root)) throw new InputException($"{file}: there is no list 'arguments'");
        var name = JsonInput.Text(root, "name", file);
        return new ArgumentMap(name.Length > 0 ? name : Path.GetFileNameWithoutExtension(file), Graph(file, root))
        {
            Title = JsonInput.Text(root, "title", file) is { Length: > 0 } title ? title : name,
            Motions = Texts(file, root, "motions"),
            Notes = Texts(file, root, "notes"),
        };
    }

    private static ArgumentMap ReadAny(string file, string text, AifOptions options)
    {
        using var document = JsonInput.Parse(file, text);
        return Recognises(document.RootElement) ? Read(file, document.RootElement) : Aif.Read(file, document.RootElement, options);
    }

    private static ArgumentGraph Graph(string file, JsonElement root)
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var (item, place) in JsonInput.List(file, root, "arguments"))
            Located(place, () => builder.AddArgument(JsonInput.Id(item, "id", place), JsonInput.Text(item, "text", place),
                Score(item, place)));
        foreach (var (item, place) in JsonInput.List(file, root, "inferences"))
            Located(place, () => builder.AddInference(Step(item, place)));
        foreach (var (item, place) in JsonInput.List(file, root, "attacks"))
            Located(place, () => Attack(builder, item, place));
        return Located(file, builder.Build);
    }

    private static double Score(JsonElement item, string place)
    {
        var score = JsonInput.Member(item, "score");
        if (score.ValueKind == JsonValueKind.Undefined) return 0.5;
        return score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out var value)
            ? value : throw new InputException($"{place}: 'score' must be a number");
    }

    private static Inference Step(JsonElement item, string place) =>
        new(JsonInput.Id(item, "id", place), Texts(place, item, "from"), JsonInput.Id(item, "to", place), Kind(item, place));

    private static InferenceKind Kind(JsonElement item, string place) => JsonInput.Text(item, "kind", place) switch
    {
        "" or "support" => InferenceKind.Support,
        "attack" => InferenceKind.Attack,
        var other => throw new InputException($"{place}: kind '{other}' is not support or attack"),
    };

    private static void Attack(ArgumentGraphBuilder builder, JsonElement item, string place)
    {
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2)
            throw new InputException($"{place}: an attack is a list of two ids");
        builder.AddAttack(JsonInput.Text(item[0], place), JsonInput.Text(item[1], place));
    }

    private static List<string> Texts(string file, JsonElement of, string name) =>
        [.. JsonInput.List(file, of, name).Select(entry => JsonInput.Text(entry.Item, entry.Place))];

    private static T Located<T>(string place, Func<T> add)
    {
        try
        {
            return add();
        }
        catch (InputException e) when (!e.Message.StartsWith(place, StringComparison.Ordinal))
        {
            throw new InputException($"{place}: {e.Message}", e);
        }
    }

    private static void Located(string place, Action add) => Located(place, () => { add(); return true; });

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
