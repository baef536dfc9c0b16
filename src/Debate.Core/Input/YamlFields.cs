using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Debate.Core.Input;

/// <summary>
/// The fields of one YAML map (JSON is YAML), read by name: configurations of models and rewards, specifications of tournaments. A null, a
/// value of the wrong kind or out of range, and a field that was never read are refused in one line: file, line, field, value, rule.
/// </summary>
public sealed class YamlFields
{
    private readonly YamlMappingNode _map;
    private readonly string _file;
    private readonly string _path;
    private readonly OrderedDictionary<string, (YamlNode Key, YamlNode Value)> _fields = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _knownFields = new(StringComparer.Ordinal);

    /// <summary>The fields of a node; throws <see cref="InputException"/> where it is no map.</summary>
    /// <param name="node">The node.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="path">The path of the node in the file, such as models.small; empty for the root.</param>
    public YamlFields(YamlNode node, string file, string path)
    {
        (_file, _path) = (file, path);
        _map = node as YamlMappingNode
            ?? throw CreateError(node, path.Length == 0 ? "file" : path, Describe(node), "must be a map of fields");
        foreach (var (key, value) in _map.Children)
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) throw CreateError(key, path, Describe(key), "must have a name");
            else if (!_fields.TryAdd(name, (key, value))) throw CreateError(key, GetPath(name), "", "must stand there once");
    }

    /// <summary>The file, for messages.</summary>
    public string File => _file;

    /// <summary>Whether the field stands there, with whatever value.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>A text that is not empty; null if the field is missing.</summary>
    public string? GetText(string field) => Find(field) is { } node ? GetScalar(node) is { Length: > 0 } text ? text
        : throw Error(field, "must be a text") : null;

    /// <summary>A text that must be there.</summary>
    public string GetRequiredText(string field) => GetText(field) ?? throw CreateMissingError(field);

    /// <summary>A text of one line, without the space around it; null if the field is missing.</summary>
    public string? GetLine(string field, int max) => GetText(field)?.Trim() is not { } text ? null
        : Values.Line(max).TryRead(text, out _) ? text
        : throw Error(field, Values.Line(max).Rule);

    /// <summary>A text of one line that must be there.</summary>
    public string GetRequiredLine(string field, int max) => GetLine(field, max) ?? throw CreateMissingError(field);

    /// <summary>The name of somebody who takes part (<see cref="Values.Name"/>), without outer blanks; a missing one is an error.</summary>
    public string GetRequiredName(string field, int max) => GetText(field)?.Trim() is not { } text ? throw CreateMissingError(field)
        : Values.Name(max).TryRead(text, out _) ? text : throw Error(field, Values.Name(max).Rule);

    /// <summary>One of a few words; the first if the field is missing.</summary>
    public string GetWord(string field, params IReadOnlyList<string> words) => GetText(field) is not { } text ? words[0]
        : words.Contains(text) ? text
        : throw Error(field, Values.OneOf(words).CreateError(field, text).Rule);

    /// <summary>A value of the given kind; null if the field is missing.</summary>
    public T? Get<T>(string field, ValueReader<T> reader) where T : struct => Find(field) is not { } node ? null
        : GetScalar(node) is { } text && reader.TryRead(text, out var value) ? value
        : throw Error(field, reader.CreateError(field, GetScalar(node) ?? "").Rule);

    /// <summary>A text, or a list of texts; empty if the field is missing.</summary>
    public IReadOnlyList<string> GetTexts(string field) => Find(field) is not { } node ? []
        : node is not YamlSequenceNode list ? [GetText(field)!]
        : [.. list.Select(item => GetScalar(item) is { Length: > 0 } text ? text
            : throw Error(field, "must be a text or a list of texts"))];

    /// <summary>A list of <paramref name="count"/> shares; null if the field is missing.</summary>
    public IReadOnlyList<double>? GetShares(string field, int count)
    {
        if (Find(field) is not { } node) return null;
        var shares = new List<double>();
        foreach (var item in node as YamlSequenceNode ?? [])
            if (GetScalar(item) is { } text && Values.Share.TryRead(text, out var share)) shares.Add(share);
        return shares.Count == count && node is YamlSequenceNode list && list.Children.Count == count
            ? shares
            : throw Error(field, $"must be a list of {count} numbers from 0 to 1");
    }

    /// <summary>A map from texts to values of one kind; empty if the field is missing.</summary>
    public ImmutableSortedDictionary<string, T> GetValues<T>(string field, ValueReader<T> reader) where T : struct =>
        GetMap(field) is not { } map ? ImmutableSortedDictionary<string, T>.Empty
        : map.Names.ToImmutableSortedDictionary(name => name, name => map.Get(name, reader)!.Value, StringComparer.Ordinal);

    /// <summary>All fields as texts, as written.</summary>
    public SortedDictionary<string, string> GetAllTexts() =>
        new(Names.ToDictionary(name => name, name => GetScalar(Find(name)!) ?? throw Error(name, "must be a text or a number")),
            StringComparer.Ordinal);

    /// <summary>The map in a field; null if the field is missing.</summary>
    public YamlFields? GetMap(string field) => Find(field) is { } node ? new(node, _file, GetPath(field)) : null;

    /// <summary>The map in a field that must be there.</summary>
    public YamlFields GetRequiredMap(string field) => GetMap(field) ?? throw CreateMissingError(field);

    /// <summary>Whether the field is a list.</summary>
    public bool IsList(string field) => Find(field) is YamlSequenceNode;

    /// <summary>The items of a list that must be there.</summary>
    public IEnumerable<YamlItem> GetRequiredList(string field) => Find(field) switch
    {
        null => throw CreateMissingError(field),
        YamlSequenceNode list => list.Children.Select((node, i) => new YamlItem(node, _file, $"{GetPath(field)}[{i}]")),
        _ => throw Error(field, "must be a list"),
    };

    /// <summary>The names of all fields, in the order of the file.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Finds the node of a field, which is known from then on; null if there is none.</summary>
    public YamlNode? Find(string field)
    {
        _knownFields.Add(field);
        return _fields.TryGetValue(field, out var found) ? found.Value : null;
    }

    /// <summary>Enumerates the fields of the map in the order of the file.</summary>
    public IEnumerable<(string Name, YamlNode Value)> EnumerateFields() => Names.Select(name => (name, Find(name)!));

    /// <summary>Throws <see cref="InputException"/> for a field that was never read.</summary>
    public void RejectUnknown() => AllowOnly([.. _knownFields]);

    /// <summary>Throws <see cref="InputException"/> for any field other than these.</summary>
    public void AllowOnly(params IReadOnlyCollection<string> known)
    {
        foreach (var (name, (key, _)) in _fields)
            if (!known.Contains(name))
                throw CreateError(key, GetPath(name), "", Suggestions.DescribeUnknownField(name, known));
    }

    /// <summary>The error of a field and its value, or of a missing one.</summary>
    public InputException Error(string field, string rule) => Find(field) is { } node
        ? CreateError(node, GetPath(field), Describe(node), rule)
        : CreateError(_map, GetPath(field), "", rule);

    /// <summary>The error of the whole map.</summary>
    public InputException Error(string rule) => CreateError(_map, _path, "", rule);

    /// <summary>The error of a required field that is missing: a field that was meant to be it, where there is one.</summary>
    public InputException CreateMissingError(params string[] fields)
    {
        foreach (var (name, (key, _)) in _fields)
            if (!_knownFields.Contains(name) && Suggestions.FindNearest(name, fields) is not null)
                return CreateError(key, GetPath(name), "", $"is not a known field; {Suggestions.DidYouMean(name, fields).TrimEnd()}");
        return CreateError(_map, GetPath(string.Join(" or ", fields)), "", "is required");
    }

    private string GetPath(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    private InputException CreateError(YamlNode node, string name, string value, string rule) =>
        CreateError(_file, node, name, value, rule);

    internal static InputException CreateError(string file, YamlNode node, string name, string value, string rule) =>
        new ValidationError(name, value, rule).ToException($"{file}, line {node.Start.Line}: ");

    /// <summary>The text of a scalar, as written; null for a null, a map and a list.</summary>
    public static string? GetScalar(YamlNode node) => node is YamlScalarNode { Value: { } text } && !IsNull(node) ? text : null;

    internal static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a map",
        YamlSequenceNode => "a list",
        _ => GetScalar(node) ?? "null",
    };

    private static bool IsNull(YamlNode node) => node is YamlScalarNode
    {
        Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL"
    };
}

/// <summary>An item of a YAML list: a name or a map.</summary>
public sealed class YamlItem(YamlNode node, string file, string path)
{
    /// <summary>The item as a map; null for a scalar.</summary>
    public YamlFields? Map => node is YamlMappingNode ? new(node, file, path) : null;

    /// <summary>The item as a text of one line.</summary>
    public string GetLine(int max) => Read(Values.Line(max));

    /// <summary>The item as the name of somebody who takes part.</summary>
    public string GetName(int max) => Read(Values.Name(max));

    private string Read(ValueReader<string> kind) => YamlFields.GetScalar(node)?.Trim() is { } text && kind.TryRead(text, out _)
        ? text : throw Error(YamlFields.Describe(node), kind.Rule);

    /// <summary>The error of this item.</summary>
    public InputException Error(string value, string rule) => YamlFields.CreateError(file, node, path, value, rule);
}
