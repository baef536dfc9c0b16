using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The compact JSON form of a graph inside a problem: an object with "arguments" (id, text, score), "inferences" (id, from, to, and kind if
/// it is attack), "attacks" ([from, to]), and optionally name, title, motions, notes, sources and links (its provenance). Reading back what
/// was written gives the same map, and writing that map gives the same bytes. Defaults (score 0.5, empty text) are omitted. What a person
/// writes may also have supports and attacks (ids) in each argument, as in <see cref="MapYaml"/>.
/// </summary>
public static class GraphJson
{
    private static readonly string[] MapKeys = [.. MapRules.MapKeys, "attacks"];
    private static readonly string[] ArgumentKeys = [.. MapRules.ArgumentKeys, "supports", "attacks"];

    /// <summary>JSON: ours (with a list "arguments"), Argdown's (with an object "arguments"), or AIF.</summary>
    public static GraphFormat Format { get; } = new("json", ".json")
    {
        KeepsProvenance = true,
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
        return IsGraphJson(root) ? Read(source, root) : ArgdownJson.IsArgdown(root) ? ArgdownJson.Read(source, root)
            : Aif.Read(source, root, options);
    }

    private static bool IsGraphJson(JsonElement root) => JsonInput.GetMember(root, "arguments").ValueKind == JsonValueKind.Array;

    private static ArgumentMap Read(JsonSource source, JsonElement root)
    {
        if (!IsGraphJson(root)) throw source.Root.Error(MapRules.NoArguments);
        JsonInput.ValidateKeys(root, MapKeys, source.Root);
        var name = JsonInput.ReadText(root, "name", source.Root);
        if (name.Length == 0) name = Path.GetFileNameWithoutExtension(source.File);
        var builder = ReadGraph(source, root);
        return new ArgumentMap(name, builder.Build())
        {
            Title = JsonInput.ReadText(root, "title", source.Root) is { Length: > 0 } title ? title : name,
            Motions = [.. JsonInput.ReadTexts(root, "motions", source.Root).Select(Motion)],
            Notes = JsonInput.ReadTexts(root, "notes", source.Root),
            Provenance = ReadProvenance(source, root, builder),
        };

        string Motion(string id) => MapRules.ValidateMotion(id, builder) is { } wrong ? throw source.Root.Error(wrong) : id;
    }

    private static ArgumentGraphBuilder ReadGraph(JsonSource source, JsonElement root)
    {
        var (builder, own) = (new ArgumentGraphBuilder(), new List<(JsonElement Item, JsonLocation Place)>());
        foreach (var (item, place) in JsonInput.ReadList(source, root, "arguments"))
        {
            JsonInput.ValidateKeys(item, ArgumentKeys, place);
            own.Add((item, place));
            place.WithLocation(() => builder.AddArgument(JsonInput.ReadId(item, "id", place), JsonInput.ReadText(item, "text", place),
                JsonInput.ReadScore(item, place)));
        }
        var steps = new List<(string To, JsonLocation Place)>();
        foreach (var (item, place) in JsonInput.ReadList(source, root, "inferences"))
        {
            JsonInput.ValidateKeys(item, MapRules.InferenceKeys, place);
            place.WithLocation(() => builder.AddInference(ReadInference(item, place)));
            steps.Add((JsonInput.ReadId(item, "to", place), place));
        }
        foreach (var (to, place) in steps) place.WithLocation(() => builder.GetHandle(to));
        foreach (var (item, place) in own) place.WithLocation(() => ReadOwnRelations(builder, item, place));
        foreach (var (item, place) in JsonInput.ReadList(source, root, "attacks"))
            ReadAttack(builder, item, place);
        return builder;
    }

    // An argument may say itself what it supports and attacks, as in YAML.
    private static bool ReadOwnRelations(ArgumentGraphBuilder builder, JsonElement item, JsonLocation place)
    {
        foreach (var to in JsonInput.ReadTexts(item, "supports", place))
        {
            builder.GetHandle(to);
            builder.AddSupport(JsonInput.ReadId(item, "id", place), to);
        }
        foreach (var to in JsonInput.ReadTexts(item, "attacks", place)) builder.AddAttack(JsonInput.ReadId(item, "id", place), to);
        return true;
    }

    private static Provenance ReadProvenance(JsonSource source, JsonElement root, ArgumentGraphBuilder builder)
    {
        var (nodes, ids) = (new List<SourceNode>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (item, place) in JsonInput.ReadList(source, root, "sources"))
        {
            JsonInput.ValidateKeys(item, MapRules.SourceKeys, place);
            var node = MapRules.ReadSource(key => JsonInput.ReadText(item, key, place) is { Length: > 0 } text ? text : null);
            if (!ids.Add(node.Id)) throw place.Error($"source '{node.Id}': its id must be there, and its own");
            nodes.Add(node);
        }
        var links = JsonInput.ReadList(source, root, "links").Select(l => ReadPair(l.Item, l.Place, (from, to) =>
        {
            foreach (var end in new[] { from, to })
                if (!ids.Contains(end)) builder.GetHandle(end);
            return new SourceLink(from, to);
        })).ToList();
        return nodes.Count + links.Count == 0 ? Provenance.None : new(nodes, links);
    }

    private static Inference ReadInference(JsonElement item, JsonLocation place) => new(JsonInput.ReadId(item, "id", place),
        JsonInput.ReadTexts(item, "from", place), JsonInput.ReadId(item, "to", place), ReadKind(item, place));

    private static InferenceKind ReadKind(JsonElement item, JsonLocation place) => JsonInput.ReadText(item, "kind", place) switch
    {
        "" or "support" => InferenceKind.Support,
        "attack" => InferenceKind.Attack,
        var other => throw place.Error($"kind '{other}' is not support or attack"),
    };

    private static void ReadAttack(ArgumentGraphBuilder builder, JsonElement item, JsonLocation place) =>
        ReadPair(item, place, (from, to) =>
        {
            builder.AddAttack(from, to);
            return true;
        });

    private static T ReadPair<T>(JsonElement item, JsonLocation place, Func<string, string, T> add) => place.WithLocation(() =>
        item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2
            ? add(JsonInput.ReadText(item[0], place), JsonInput.ReadText(item[1], place)) : throw place.Error("it must be [from, to]"));

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
        WriteProvenance(json, map.Provenance);
        json.WriteEndObject();
    }

    private static void WriteProvenance(Utf8JsonWriter json, Provenance provenance)
    {
        if (provenance.Nodes.Count > 0) json.WriteStartArray("sources");
        foreach (var source in provenance.Nodes)
        {
            json.WriteStartObject();
            foreach (var (key, value) in MapRules.SourceKeys.Zip(MapRules.SourceValues(source)))
                if (!string.IsNullOrEmpty(value)) json.WriteString(key, value);
            json.WriteEndObject();
            if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
        }
        if (provenance.Nodes.Count > 0) json.WriteEndArray();
        if (provenance.Links.Count > 0) json.WriteStartArray("links");
        foreach (var (from, to) in provenance.Links) WritePair(json, from, to);
        if (provenance.Links.Count > 0) json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, string from, string to)
    {
        json.WriteStartArray();
        json.WriteStringValue(from);
        json.WriteStringValue(to);
        json.WriteEndArray();
        if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
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
            if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
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
            if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
        }
        json.WriteEndArray();
    }

    private static void WriteAttacks(Utf8JsonWriter json, ArgumentGraph graph)
    {
        if (graph.DirectAttacks.Count == 0) return;
        json.WriteStartArray("attacks");
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var target in graph.DirectAttacks[a]) WritePair(json, graph.Id(a), graph.Id(target));
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
