using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Debate.Tournaments;

/// <summary>A YAML mapping with its location: typed getters, and one-line errors that name file, line and field.</summary>
internal sealed class SpecMap
{
    private static readonly string[] TimeFormats = [@"h\:mm\:ss", @"hh\:mm\:ss", @"d\.hh\:mm\:ss"];
    private readonly string _file, _path;
    private readonly YamlMappingNode _node;
    private readonly SortedDictionary<string, (YamlNode Key, YamlNode Value)> _fields = new(StringComparer.Ordinal);

    internal SpecMap(string file, string path, YamlMappingNode node)
    {
        (_file, _path, _node) = (file, path, node);
        foreach (var (key, value) in node.Children)
        {
            var name = key as YamlScalarNode ?? throw CreateError("must have names as keys");
            _fields[name.Value ?? ""] = (key, value);
        }
    }

    /// <summary>Parses a text whose root is a mapping.</summary>
    internal static SpecMap Parse(string text, string file) => SpecParser.ParseRoot(text, file) is YamlMappingNode map
        ? new SpecMap(file, "", map)
        : throw new InputException($"{file}:1: must be a mapping of fields, such as 'name: my-tournament'");

    /// <summary>Whether the field is present and not null.</summary>
    internal bool Has(string field) => FindNode(field) is not null;

    /// <summary>Throws for any field other than these.</summary>
    internal void AllowOnly(params string[] known)
    {
        foreach (var field in _fields.Keys)
        {
            if (known.Contains(field)) continue;
            var near = Spelling.FindNearest(field, known) is { } match ? $"did you mean '{match}'? " : "";
            throw CreateError(field, "", $"is not a known field; {near}known: {string.Join(", ", known)}");
        }
    }

    internal string RequiredLine(string field, int longest) => Line(field, longest) ?? throw CreateMissingError(field);

    internal SpecMap RequiredMap(string field) => Map(field) ?? throw CreateMissingError(field);

    /// <summary>A text of any number of lines; null if absent.</summary>
    internal string? Text(string field) => FindNode(field) is { } node ? SpecParser.ReadScalar(_file, PathOf(field), node) : null;

    /// <summary>A text of one line, not blank; null if absent.</summary>
    internal string? Line(string field, int longest) =>
        FindNode(field) is { } node ? SpecParser.ReadLine(_file, PathOf(field), node, longest) : null;

    /// <summary>One of the given words; the first if the field is absent.</summary>
    internal string OneOf(string field, params string[] words)
    {
        var word = Line(field, 100) ?? words[0];
        return words.Contains(word) ? word : throw CreateError(field, word, $"must be one of: {string.Join(", ", words)}");
    }

    internal long? Integer(string field, long min, long max)
    {
        if (Text(field) is not { } text) return null;
        var whole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return whole && value >= min && value <= max ? value
            : throw CreateError(field, text, "must be a whole number" + DescribeRange(min, max));
    }

    internal decimal? Number(string field, decimal min, decimal max)
    {
        if (Text(field) is not { } text) return null;
        var number = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return number && value >= min && value <= max ? value
            : throw CreateError(field, text, "must be a number" + DescribeRange(min, max));
    }

    /// <summary>A time span of more than zero, hh:mm:ss or d.hh:mm:ss.</summary>
    internal TimeSpan? Time(string field)
    {
        if (Text(field) is not { } text) return null;
        var time = TimeSpan.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, out var value);
        return time && value > TimeSpan.Zero
            ? value
            : throw CreateError(field, text, "must be a time of more than zero such as 01:30:00 (hh:mm:ss)");
    }

    internal SpecMap? Map(string field) => FindNode(field) switch
    {
        null => null,
        YamlMappingNode map => new SpecMap(_file, PathOf(field), map),
        var node => throw CreateError(field, SpecParser.Describe(node), "must be a mapping of fields"),
    };

    /// <summary>Whether the field is a list.</summary>
    internal bool IsList(string field) => FindNode(field) is YamlSequenceNode;

    internal IEnumerable<SpecEntry> RequiredList(string field) => FindNode(field) switch
    {
        null => throw CreateMissingError(field),
        YamlSequenceNode list => list.Children.Select((node, i) => new SpecEntry(_file, $"{PathOf(field)}[{i}]", node)),
        var node => throw CreateError(field, SpecParser.Describe(node), "must be a list"),
    };

    /// <summary>All fields as texts, as written.</summary>
    internal SortedDictionary<string, string> Texts()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, (_, node)) in _fields) texts[field] = SpecParser.ReadScalar(_file, PathOf(field), node);
        return texts;
    }

    internal InputException CreateError(string rule) => SpecParser.CreateError(_file, _node, _path, "", rule);

    internal InputException CreateError(string field, string value, string rule) =>
        SpecParser.CreateError(_file, _fields.TryGetValue(field, out var place) ? place.Key : _node, PathOf(field), value, rule);

    private InputException CreateMissingError(string field) => CreateError(field, "", "is missing and must be given");

    private YamlNode? FindNode(string field) =>
        _fields.TryGetValue(field, out var place) && !SpecParser.IsNull(place.Value) ? place.Value : null;

    private string PathOf(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    private static string DescribeRange(decimal min, decimal max) => (min <= long.MinValue, max >= int.MaxValue) switch
    {
        (true, true) => "",
        (false, true) => FormattableString.Invariant($", {min} or more"),
        _ => FormattableString.Invariant($" from {min} to {max}"),
    };
}

/// <summary>An entry of a list: a name or a mapping.</summary>
internal sealed class SpecEntry(string file, string path, YamlNode node)
{
    internal SpecMap? Map => node is YamlMappingNode map ? new SpecMap(file, path, map) : null;

    internal string Line(int longest) => SpecParser.ReadLine(file, path, node, longest);

    internal InputException CreateError(string value, string rule) => SpecParser.CreateError(file, node, path, value, rule);
}
