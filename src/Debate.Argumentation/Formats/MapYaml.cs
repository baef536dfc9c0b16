using System.Globalization;
using Debate.Core.Input;
using YamlFields = System.Collections.Generic.Dictionary<string, Debate.Core.Input.YamlValue>;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Our own YAML form of an argument map. Top level: name, title, motions (ids), arguments, inferences. An argument has id, text, and
/// optionally score in [0, 1] (default 0.5), supports and attacks (ids; each support becomes an inference of its own, each attack may
/// target an argument or an inference). An inference has id, from (its joint premises), to, and kind: attack if it attacks. Ids may be used
/// before they are declared. Notes are lines about further content of the source. Reading back what was written gives the same map. Every
/// error is an <see cref="InputException"/> that names file, line and rule.
/// </summary>
public static class MapYaml
{
    /// <summary>Our YAML.</summary>
    public static GraphFormat Format { get; } = new("yaml", ".yaml", ".yml")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => MapYamlWriter.Write(map, output),
    };

    private static readonly string[] ArgumentKeys = [.. MapRules.ArgumentKeys, "supports", "attacks"];

    /// <summary>The map in <paramref name="text"/>; the name defaults to the file's name.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        MapRules.ValidateNotEmpty(file, text);
        var root = ReadFields(file, YamlInput.Read(file, text), MapRules.MapKeys);
        if (!root.ContainsKey("arguments")) throw YamlInput.Error(file, 1, MapRules.NoArguments);
        var declared = new Declarations(file);
        foreach (var argument in ReadItems(file, root, "arguments"))
            declared.AddArgument(ReadFields(file, argument, ArgumentKeys), argument.Line);
        foreach (var inference in ReadItems(file, root, "inferences"))
            declared.AddInference(ReadFields(file, inference, MapRules.InferenceKeys), inference.Line);
        var graph = declared.Build();
        var name = ReadText(file, root, "name") ?? Path.GetFileNameWithoutExtension(file);
        return new ArgumentMap(name, graph)
        {
            Title = ReadText(file, root, "title") ?? name,
            Motions = [.. ReadTexts(file, root, "motions").Select(m => declared.ValidateMotion(m))],
            Notes = [.. ReadTexts(file, root, "notes").Select(n => n.Text)],
        };
    }

    private static YamlFields ReadFields(string file, YamlValue value, string[] known)
    {
        if (value is not YamlMapping mapping)
            throw YamlInput.Error(file, value.Line, $"here goes a mapping with {string.Join(", ", known)}");
        foreach (var (key, _) in mapping.Entries)
            if (MapRules.ValidateKey(key.Text, known) is { } wrong) throw YamlInput.Error(file, key.Line, wrong);
        return mapping.Entries.ToDictionary(e => e.Key.Text, e => e.Value, StringComparer.Ordinal);
    }

    private static IReadOnlyList<YamlValue> ReadItems(string file, YamlFields fields, string name) => fields.GetValueOrDefault(name) switch
    {
        null or YamlText { Text: "" } => [],
        YamlList list => list.Items,
        var other => throw YamlInput.Error(file, other.Line, $"'{name}' must be a list"),
    };

    private static string? ReadText(string file, YamlFields fields, string name) => fields.GetValueOrDefault(name) switch
    {
        null or YamlText { Text: "" } => null,
        YamlText text => text.Text,
        var other => throw YamlInput.Error(file, other.Line, $"'{name}' must be a text"),
    };

    private static IEnumerable<YamlText> ReadTexts(string file, YamlFields fields, string name) => fields.GetValueOrDefault(name) switch
    {
        null or YamlText { Text: "" } => [],
        YamlText one => [one],
        YamlList list => list.Items.Select(i => i as YamlText ?? throw YamlInput.Error(file, i.Line, $"'{name}' must be a list of ids")),
        var other => throw YamlInput.Error(file, other.Line, $"'{name}' must be a list of ids"),
    };

    private sealed class Declarations(string file)
    {
        private readonly ArgumentGraphBuilder _builder = new();
        private readonly List<(string From, YamlText To)> _supports = [], _attacks = [];
        private readonly List<Step> _inferences = [];

        public void AddArgument(YamlFields fields, long line)
        {
            var id = ReadText(file, fields, "id") ?? throw YamlInput.Error(file, line, "an argument needs an id");
            AddAt(fields["id"].Line, () => _builder.AddArgument(id, ReadText(file, fields, "text") ?? "", ReadScore(fields)));
            _supports.AddRange(ReadTexts(file, fields, "supports").Select(to => (id, to)));
            _attacks.AddRange(ReadTexts(file, fields, "attacks").Select(to => (id, to)));
        }

        public void AddInference(YamlFields fields, long line)
        {
            var from = ReadTexts(file, fields, "from").ToList();
            if (from.Count == 0) throw YamlInput.Error(file, line, "an inference needs 'from', the ids of its premises");
            if (ReadText(file, fields, "to") is null)
                throw YamlInput.Error(file, line, "an inference needs 'to', the id of its conclusion");
            _inferences.Add(new(ReadText(file, fields, "id"), from, (YamlText)fields["to"], ReadKind(fields)));
        }

        // Ids from the file are assigned first, so that an id generated for a support never collides with them.
        public ArgumentGraph Build()
        {
            var named = _inferences.Select(i => i.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var step in _inferences) AddStep(step with { Id = step.Id ?? CreateUniqueId(FormatArrow(step.From, step.To), named) });
            foreach (var (id, to) in _supports)
                AddStep(new(CreateUniqueId($"{id}->{to.Text}", named), [new YamlText(to.Line, id)], to, InferenceKind.Support));
            foreach (var (from, to) in _attacks) AddAt(to.Line, () => _builder.AddAttack(from, to.Text));
            foreach (var to in _inferences.Select(i => i.To).Concat(_supports.Select(s => s.To)))
                AddAt(to.Line, () => _builder.GetHandle(to.Text));
            return _builder.Build();
        }

        public string ValidateMotion(YamlText id) =>
            MapRules.ValidateMotion(id.Text, _builder) is { } wrong ? throw YamlInput.Error(file, id.Line, wrong) : id.Text;

        private static string FormatArrow(List<YamlText> from, YamlText to) => $"{string.Join('+', from.Select(f => f.Text))}->{to.Text}";

        private void AddStep(Step step) => AddAt(step.From[0].Line, () =>
            _builder.AddInference(new Inference(step.Id!, [.. step.From.Select(f => f.Text)], step.To.Text, step.Kind)));

        private string CreateUniqueId(string wish, HashSet<string> named)
        {
            var id = _builder.CreateUniqueId(wish);
            return named.Contains(id) ? CreateUniqueId($"{wish}'", named) : id;
        }

        private InferenceKind ReadKind(YamlFields fields) => ReadText(file, fields, "kind") switch
        {
            null or "support" => InferenceKind.Support,
            "attack" => InferenceKind.Attack,
            var other => throw YamlInput.Error(file, fields["kind"].Line, $"kind '{other}' is not support or attack"),
        };

        private double ReadScore(YamlFields fields)
        {
            if (ReadText(file, fields, "score") is not { } text) return 0.5;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1
                ? score : throw YamlInput.Error(file, fields["score"].Line, $"score '{text}' is not a number in [0, 1]");
        }

        private void AddAt(long line, Action add)
        {
            try
            {
                add();
            }
            catch (InputException e) when (!e.Message.StartsWith(file, StringComparison.Ordinal))
            {
                throw YamlInput.Error(file, line, e.Message);
            }
        }
    }

    private sealed record Step(string? Id, List<YamlText> From, YamlText To, InferenceKind Kind);
}

/// <summary>
/// Writes a map in the form that <see cref="MapYaml"/> reads; inferences are written with their own ids, so nothing is lost.
/// </summary>
internal static class MapYamlWriter
{
    public static void Write(ArgumentMap map, TextWriter output)
    {
        var graph = map.Graph;
        if (map.Name.Length > 0) output.Write($"name: {YamlScalar.FormatId(map.Name)}\n");
        if (map.Title != map.Name) output.Write($"title: {YamlScalar.Quote(map.Title)}\n");
        if (map.Motions.Count > 0) output.Write($"motions: [{string.Join(", ", map.Motions.Select(YamlScalar.FormatId))}]\n");
        output.Write(graph.ArgumentCount == 0 ? "arguments: []\n" : "arguments:\n");
        for (var a = 0; a < graph.ArgumentCount; a++) WriteArgument(graph, a, output);
        if (graph.InferenceCount > 0) output.Write("inferences:\n");
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++) WriteInference(graph, i, output);
        if (map.Notes.Count > 0) output.Write("notes:\n");
        foreach (var note in map.Notes) output.Write($"  - {YamlScalar.Quote(note)}\n");
    }

    private static void WriteArgument(ArgumentGraph graph, int a, TextWriter output)
    {
        output.Write($"  - id: {YamlScalar.FormatId(graph.Id(a))}\n");
        if (graph.Text(a).Length > 0) output.Write($"    text: {YamlScalar.Quote(graph.Text(a))}\n");
        if (graph.BaseScore(a) != 0.5) output.Write(string.Create(CultureInfo.InvariantCulture, $"    score: {graph.BaseScore(a):R}\n"));
        if (graph.DirectAttacks[a].Length > 0) WriteIds(graph, "attacks", graph.DirectAttacks[a], output);
    }

    private static void WriteInference(ArgumentGraph graph, int inference, TextWriter output)
    {
        output.Write($"  - id: {YamlScalar.FormatId(graph.Id(inference))}\n");
        WriteIds(graph, "from", graph.Premises[inference], output);
        output.Write($"    to: {YamlScalar.FormatId(graph.Id(graph.Conclusion(inference)))}\n");
        if (graph.Kind(inference) == InferenceKind.Attack) output.Write("    kind: attack\n");
    }

    private static void WriteIds(ArgumentGraph graph, string name, ReadOnlySpan<int> nodes, TextWriter output)
    {
        output.Write($"    {name}: [");
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i > 0) output.Write(", ");
            output.Write(YamlScalar.FormatId(graph.Id(nodes[i])));
        }
        output.Write("]\n");
    }
}

/// <summary>
/// The rules that our own argument maps must obey in every format. Each rule returns an error message, to which the caller adds the
/// location; null if there is no error.
/// </summary>
internal static class MapRules
{
    /// <summary>The keys of an argument.</summary>
    public static string[] ArgumentKeys { get; } = ["id", "text", "score"];

    /// <summary>The keys of an inference.</summary>
    public static string[] InferenceKeys { get; } = ["id", "from", "to", "kind"];

    /// <summary>The keys of a map.</summary>
    public static string[] MapKeys { get; } = ["name", "title", "motions", "arguments", "inferences", "notes"];

    /// <summary>A map without this list is invalid: most likely an empty file.</summary>
    public const string NoArguments = "there is no list 'arguments'";

    /// <summary>A key must be known.</summary>
    public static string? ValidateKey(string key, string[] known) =>
        known.Contains(key, StringComparer.Ordinal) ? null : $"unknown key '{key}'; known are {string.Join(", ", known)}";

    /// <summary>A motion must be an argument.</summary>
    public static string? ValidateMotion(string id, ArgumentGraphBuilder arguments) =>
        arguments.TryGetHandle(id, out var handle) && handle >= 0 ? null : $"motion '{id}' is not the id of an argument";

    /// <summary>A file must not be empty.</summary>
    public static void ValidateNotEmpty(string file, string text)
    {
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF'))) throw new InputException($"{file}: line 1: the file is empty");
    }
}
