using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Debate.Core.Input;

/// <summary>
/// A YAML value as JSON, by YAML's JSON schema: what is quoted is a text; what is plain is a null, a truth value or a number where it is
/// written as JSON writes it, else a text.
/// </summary>
public static partial class YamlJson
{
    /// <summary>The value of a node; null for a null. Aliases must have been refused: they could repeat a value without end.</summary>
    /// <exception cref="InputException">A map has a key that is no text, or has one twice.</exception>
    public static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => ConvertMap(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Value: var text, Style: ScalarStyle.Plain } => ConvertPlain(text ?? ""),
        YamlScalarNode { Value: var text } => JsonValue.Create(text ?? ""),
        _ => throw new InputException($"line {node.Start.Line}: it must be a map, a list or a text"),
    };

    private static JsonObject ConvertMap(YamlMappingNode map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.Children)
            if (key is not YamlScalarNode { Value: { } name }) throw new InputException($"line {key.Start.Line}: a key must be a text");
            else if (!json.TryAdd(name, Convert(value))) throw new InputException($"line {key.Start.Line}: {OneLine.Format(name, 80)} stands there twice");
        return json;
    }

    private static JsonNode? ConvertPlain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ => Number().IsMatch(text) ? JsonNode.Parse(text) : JsonValue.Create(text),
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?$")]
    private static partial Regex Number();
}
