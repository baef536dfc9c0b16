using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation;
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
    private readonly string _path;
    private readonly SortedSet<string> _knownFields = new(StringComparer.Ordinal);

    public YamlFields(YamlNode node, string file, string place)
    {
        (_file, _path) = (file, place);
        _map = node as YamlMappingNode ?? throw Error(node, place, Describe(node), "must be a map of fields");
    }

    public string File => _file;

    public bool Has(string field) => Find(field) is not null;

    public string? GetText(string field)
    {
        var node = Find(field);
        if (node is null) return null;
        if (node is YamlScalarNode { Value: { Length: > 0 } value }) return value;
        throw Error(node, QualifyName(field), Describe(node), "must be a text");
    }

    public string GetRequiredText(string field) =>
        GetText(field) ?? throw Error(_map, QualifyName(field), "nothing", "is required");

    public int? GetWholeNumber(string field, int min) => GetValue<int>(field, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min ? value : null,
        $"must be a whole number of at least {min}");

    public double? GetNumber(string field, double min, double max) =>
        GetValue<double>(field, text => ParseNumber(text, min, max), FormatRangeRule(min, max));

    public decimal? GetMoney(string field) => GetValue<decimal>(field, text =>
        decimal.TryParse(text, Unsigned, CultureInfo.InvariantCulture, out var value) ? value : null,
        "must be a number that is not negative");

    public TimeSpan? GetDuration(string field) =>
        GetValue<TimeSpan>(field, text => Durations.TryParse(text, out var time) ? time : null, Values.Duration.Rule);

    public IReadOnlyList<double>? GetNumbers(string field, int count)
    {
        var node = Find(field);
        if (node is null) return null;
        var numbers = node is YamlSequenceNode list ? list.Children.Select(n => ParseNumber((n as YamlScalarNode)?.Value, 0, 1)).ToArray()
            : [];
        return numbers.Length == count && numbers.All(n => n is not null)
            ? [.. numbers.Select(n => n!.Value)]
            : throw Error(node, QualifyName(field), Describe(node), $"must be a list of {count} numbers from 0 to 1");
    }

    /// <summary>
    /// A map from texts to numbers from -<paramref name="max"/> to <paramref name="max"/>; empty if the field is missing.
    /// </summary>
    public ImmutableSortedDictionary<string, double> GetWeights(string field, double max) => Find(field) is not { } node
        ? ImmutableSortedDictionary<string, double>.Empty
        : new YamlFields(node, _file, QualifyName(field)).EnumerateFields().ToImmutableSortedDictionary(
            f => f.Name,
            f => ParseNumber((f.Value as YamlScalarNode)?.Value, -max, max)
                ?? throw Error(f.Value, $"{QualifyName(field)}.{f.Name}", Describe(f.Value), FormatRangeRule(-max, max)),
            StringComparer.Ordinal);

    public T? GetValue<T>(string field, Func<string, T?> parse, string rule) where T : struct
    {
        if (GetText(field) is not { } text) return null;
        return parse(text) ?? throw Error(field, rule);
    }

    /// <summary>Finds the node of a field; null if there is none.</summary>
    public YamlNode? Find(string field)
    {
        _knownFields.Add(field);
        foreach (var (key, value) in _map.Children)
            if (key is YamlScalarNode { Value: { } name } && name == field) return value;
        return null;
    }

    /// <summary>Enumerates the fields of the map in file order.</summary>
    public IEnumerable<(string Name, YamlNode Value)> EnumerateFields()
    {
        foreach (var (key, value) in _map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) throw Error(key, _path, Describe(key), "must have a name");
            yield return (name, value);
        }
    }

    /// <summary>Throws <see cref="InputException"/> for a field that was never read.</summary>
    public void RejectUnknown()
    {
        foreach (var (key, _) in _map.Children)
            if (key is not YamlScalarNode { Value: { } name } || !_knownFields.Contains(name))
                throw Error(key, QualifyName(Describe(key)), "", $"is not a known field; known are {string.Join(", ", _knownFields)}");
    }

    public InputException Error(string field, string rule) => Find(field) is { } node
        ? Error(node, QualifyName(field), Describe(node), rule)
        : Error(_map, QualifyName(field), "nothing", rule);

    private string QualifyName(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    private InputException Error(YamlNode node, string name, string value, string rule) =>
        new($"{_file}, line {node.Start.Line}: {name}{(value.Length == 0 ? "" : $" '{value}'")}: {rule}");

    private static double? ParseNumber(string? text, double min, double max) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : null;

    private static string FormatRangeRule(double min, double max) => FormattableString.Invariant($"must be a number from {min} to {max}");

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } value } => OneLine.Format(value, 60),
        YamlMappingNode => "a map",
        YamlSequenceNode => "a list",
        _ => "nothing",
    };
}
