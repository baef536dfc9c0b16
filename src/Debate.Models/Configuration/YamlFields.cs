using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Debate.Models;

/// <summary>
/// Reads the fields of one YAML map, each once and by name. Every error is one line: file, line, field, value, rule. A field that was never
/// read is rejected as unknown, with a list of the known fields.
/// </summary>
internal sealed class YamlFields
{
    private const NumberStyles Unsigned = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private readonly YamlMappingNode _map;
    private readonly string _file;
    private readonly string _place;
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);

    public YamlFields(YamlNode node, string file, string place)
    {
        (_file, _place) = (file, place);
        _map = node as YamlMappingNode ?? throw Error(node, place, Shown(node), "must be a map of fields");
    }

    public string File => _file;

    public bool Has(string field) => Find(field) is not null;

    public string? Text(string field)
    {
        var node = Find(field);
        if (node is null) return null;
        if (node is YamlScalarNode { Value: { Length: > 0 } value }) return value;
        throw Error(node, Name(field), Shown(node), "must be a text");
    }

    public string RequiredText(string field) =>
        Text(field) ?? throw Error(_map, Name(field), "nothing", "is required");

    public int? Whole(string field, int least) => Read<int>(field, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least ? value : null,
        $"must be a whole number of at least {least}");

    public double? Number(string field, double least, double most) =>
        Read<double>(field, text => Parsed(text, least, most), Range(least, most));

    public decimal? Money(string field) => Read<decimal>(field, text =>
        decimal.TryParse(text, Unsigned, CultureInfo.InvariantCulture, out var value) ? value : null,
        "must be a number that is not negative");

    public TimeSpan? Duration(string field) => Read<TimeSpan>(field, Durations.Parse, "must be a time such as 50ms, 30s, 10m or 00:10:00");

    public IReadOnlyList<double>? Numbers(string field, int count)
    {
        var node = Find(field);
        if (node is null) return null;
        var numbers = node is YamlSequenceNode list ? list.Children.Select(n => Parsed((n as YamlScalarNode)?.Value, 0, 1)).ToArray() : [];
        return numbers.Length == count && numbers.All(n => n is not null)
            ? [.. numbers.Select(n => n!.Value)]
            : throw Error(node, Name(field), Shown(node), $"must be a list of {count} numbers from 0 to 1");
    }

    /// <summary>
    /// A map from texts to numbers from -<paramref name="most"/> to <paramref name="most"/>; empty if the field is missing.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Weights(string field, double most) => Find(field) is not { } node
        ? ImmutableSortedDictionary<string, double>.Empty
        : new YamlFields(node, _file, Name(field)).All().ToImmutableSortedDictionary(
            f => f.Name,
            f => Parsed((f.Value as YamlScalarNode)?.Value, -most, most)
                ?? throw Error(f.Value, $"{Name(field)}.{f.Name}", Shown(f.Value), Range(-most, most)),
            StringComparer.Ordinal);

    public T? Read<T>(string field, Func<string, T?> parse, string rule) where T : struct
    {
        if (Text(field) is not { } text) return null;
        return parse(text) ?? throw Error(field, rule);
    }

    /// <summary>Finds the node of a field; null if there is none.</summary>
    public YamlNode? Find(string field)
    {
        _asked.Add(field);
        foreach (var (key, value) in _map.Children)
            if (key is YamlScalarNode { Value: { } name } && name == field) return value;
        return null;
    }

    /// <summary>Enumerates the fields of the map in file order.</summary>
    public IEnumerable<(string Name, YamlNode Value)> All()
    {
        foreach (var (key, value) in _map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) throw Error(key, _place, Shown(key), "must have a name");
            yield return (name, value);
        }
    }

    /// <summary>Throws <see cref="InputException"/> for a field that was never read.</summary>
    public void RejectUnknown()
    {
        foreach (var (key, _) in _map.Children)
            if (key is not YamlScalarNode { Value: { } name } || !_asked.Contains(name))
                throw Error(key, Name(Shown(key)), "", $"is not a known field; known are {string.Join(", ", _asked)}");
    }

    public InputException Error(string field, string rule) => Find(field) is { } node
        ? Error(node, Name(field), Shown(node), rule)
        : Error(_map, Name(field), "nothing", rule);

    private string Name(string field) => _place.Length == 0 ? field : $"{_place}.{field}";

    private InputException Error(YamlNode node, string name, string value, string rule) =>
        new($"{_file}, line {node.Start.Line}: {name}{(value.Length == 0 ? "" : $" '{value}'")}: {rule}");

    private static double? Parsed(string? text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : null;

    private static string Range(double least, double most) => FormattableString.Invariant($"must be a number from {least} to {most}");

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } value } => OneLine.Of(value, 60),
        YamlMappingNode => "a map",
        YamlSequenceNode => "a list",
        _ => "nothing",
    };
}
