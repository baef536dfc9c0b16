using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Models;

/// <summary>
/// Turns a JSON schema into llama.cpp's form of grammars (GBNF), under which a model can write nothing but such JSON. Of a schema the
/// keywords type, properties, required, items, minItems, maxItems, minLength, maxLength, enum, const and anyOf count; another one that
/// would allow less is refused, so that what is written is never wider than what was asked. Properties come in the order of the schema.
/// <para>Every repetition is bounded: a model that has nothing to say would fill its token limit with white space or one text.</para>
/// </summary>
public sealed class Gbnf
{
    /// <summary>The longest text where the schema says nothing, in characters.</summary>
    public const int DefaultLength = 2000;

    private const int DefaultItems = 64;
    private const int MaxDepth = 16;

    private static readonly string[] Known =
        ["type", "properties", "required", "items", "minItems", "maxItems", "minLength", "maxLength", "enum", "const", "anyOf"];

    // What says nothing of the values, or what only JSON of this form can be.
    private static readonly string[] Ignored = ["title", "description", "default", "examples", "$schema", "$id", "additionalProperties"];

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly List<string> _rules =
    [
        """char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})""",
        """integer ::= "-"? ("0" | [1-9] [0-9]{0,15})""",
        """number ::= integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?""",
        """space ::= [ \n]{0,4}""",
    ];

    private Gbnf()
    {
    }

    /// <summary>
    /// The grammar of a schema, whose first rule is "root"; throws <see cref="InputException"/> for a schema that it cannot hold to.
    /// </summary>
    public static string FromSchema(JsonElement schema)
    {
        var grammar = new Gbnf();
        var root = grammar.Write(schema, "schema", 0);
        return $"root ::= {root}\n{string.Join('\n', grammar._rules)}\n";
    }

    /// <summary>A text as a terminal of the grammar.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or '\x7F' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                _ => $"{c}",
            });
        return quoted.Append('"').ToString();
    }

    private string Write(JsonElement schema, string path, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth) throw CreateError(path, "must be a schema, at most 16 deep");
        foreach (var field in schema.EnumerateObject())
            if (!Known.Contains(field.Name) && !Ignored.Contains(field.Name))
                throw CreateError($"{path}.{OneLine.Format(field.Name, 60)}", "is no keyword that a grammar can hold to");
        if (schema.TryGetProperty("const", out var only)) return Literal(only);
        if (schema.TryGetProperty("enum", out var values)) return Choose(List(values, $"{path}.enum").Select(Literal));
        if (schema.TryGetProperty("anyOf", out var any))
            return Choose(List(any, $"{path}.anyOf").Select((one, i) => Write(one, $"{path}.anyOf[{i}]", depth + 1)).ToArray());
        if (!schema.TryGetProperty("type", out var type)) throw CreateError(path, "must have a type, an enum, a const or anyOf");
        return type.ValueKind == JsonValueKind.Array
            ? Choose(List(type, $"{path}.type").Select(one => WriteType(one, schema, path, depth)).ToArray())
            : WriteType(type, schema, path, depth);
    }

    private string WriteType(JsonElement type, JsonElement schema, string path, int depth) =>
        (type.ValueKind == JsonValueKind.String ? type.GetString() : "") switch
        {
            "object" => WriteObject(schema, path, depth),
            "array" => WriteArray(schema, path, depth),
            "string" => $"\"\\\"\" char{Range(schema, "minLength", "maxLength", DefaultLength, path)} \"\\\"\"",
            "integer" => "integer",
            "number" => "number",
            "boolean" => "(\"true\" | \"false\")",
            "null" => "\"null\"",
            _ => throw CreateError($"{path}.type", "must be object, array, string, integer, number, boolean or null"),
        };

    /// <summary>All required properties in their order, each of the others or not.</summary>
    private string WriteObject(JsonElement schema, string path, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            throw CreateError($"{path}.properties", "must be a map of schemas");
        var required = schema.TryGetProperty("required", out var names)
            ? List(names, $"{path}.required").Select(name => $"{name}").ToArray() : [];
        var (parts, isFirst) = (new List<string>(), true);
        foreach (var property in properties.EnumerateObject())
        {
            var value = AddRule(Write(property.Value, $"{path}.{property.Name}", depth + 1));
            var part = $"{Literal(property.Name)} space \":\" space {value} space";
            var isRequired = required.Contains(property.Name);
            if (isFirst && !isRequired && properties.EnumerateObject().Count() > 1)
                throw CreateError($"{path}.{property.Name}", "is optional and first; put a required property before it");
            part = isFirst ? part : $"\",\" space {part}";
            parts.Add(isRequired ? part : $"({part})?");
            isFirst = false;
        }
        return $"\"{{\" space {string.Join(' ', parts)} \"}}\"";
    }

    private string WriteArray(JsonElement schema, string path, int depth)
    {
        if (!schema.TryGetProperty("items", out var items)) throw CreateError($"{path}.items", "must be a schema");
        var item = AddRule(Write(items, $"{path}.items", depth + 1));
        var (least, most) = ReadRange(schema, "minItems", "maxItems", DefaultItems, path);
        if (most == 0) return "\"[\" space \"]\"";
        var all = $"{item} space (\",\" space {item} space){{{Math.Max(0, least - 1)},{most - 1}}}";
        return $"\"[\" space {(least == 0 ? $"({all})?" : all)} \"]\"";
    }

    private static string Range(JsonElement schema, string min, string max, int fallback, string path)
    {
        var (least, most) = ReadRange(schema, min, max, fallback, path);
        return $"{{{least},{most}}}";
    }

    private static (int Least, int Most) ReadRange(JsonElement schema, string min, string max, int fallback, string path)
    {
        var least = Read(min) ?? 0;
        var most = Read(max) ?? Math.Max(fallback, least);
        return least <= most && most <= 1_000_000 ? (least, most) : throw CreateError($"{path}.{max}", $"must be from {least} to 1000000");

        int? Read(string name) => !schema.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number
            : throw CreateError($"{path}.{name}", "must be a whole number of at least 0");
    }

    private string AddRule(string body)
    {
        var name = $"r{_rules.Count}";
        _rules.Add($"{name} ::= {body}");
        return name;
    }

    private static string Choose(IEnumerable<string> forms) => $"({string.Join(" | ", forms)})";

    private static string Literal(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Literal(value.GetString()!) : Quote(JsonSerializer.Serialize(value));

    private static string Literal(string text) => Quote($"\"{Encoder.Encode(text)}\"");

    private static JsonElement[] List(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray()] : throw CreateError(path, "must be a list that is not empty");

    private static InputException CreateError(string path, string rule) => new($"{path}: {rule}");
}
