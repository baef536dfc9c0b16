using System.Globalization;
using YamlFields = System.Collections.Generic.Dictionary<string, Debate.Argumentation.Formats.YamlValue>;

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
