using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Debate.Silo.Web.OpenApi;

/// <summary>
/// Says of the types of bodies, and of their fields, what their docstrings say: the compiler writes these beside the assembly. The
/// framework's own generator passes over internal types, of which most bodies are. Where the files are not there the document has no words.
/// </summary>
internal sealed partial class SchemaWords
{
    private readonly ConcurrentDictionary<string, JsonTypeInfo> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _files = [];

    /// <summary>Remembers a type that has a schema.</summary>
    public void Add(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && SchemaTruth.NameOf(type) is { } name) _types[name] = type;
    }

    /// <summary>Describes the schemas of the types, and their fields; what has a description keeps it.</summary>
    public void Describe(JsonObject schemas)
    {
        foreach (var (name, type) in _types)
        {
            if (schemas[name] is not JsonObject schema) continue;
            if (Find(type.Type) is { } words) schema.TryAdd("description", words);
            foreach (var field in type.Properties)
                if (schema["properties"]?[field.Name] is JsonObject described && Find(field) is { } meaning)
                    described.TryAdd("description", meaning);
        }
        // They are read once, and are larger than the document.
        _files.Clear();
    }

    private string? Find(Type type) => Read(FindMember(type.Assembly, $"T:{GetName(type)}")?.Element("summary"));

    // A positional property of a record is described among the parameters of its type.
    private string? Find(JsonPropertyInfo field)
    {
        if (field.AttributeProvider is not PropertyInfo { DeclaringType: { } owner } property) return null;
        return Read(FindMember(owner.Assembly, $"P:{GetName(owner)}.{property.Name}")?.Element("summary"))
            ?? Read(FindMember(owner.Assembly, $"T:{GetName(owner)}")?.Elements("param")
                .FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name));
    }

    private XElement? FindMember(Assembly assembly, string name)
    {
        if (!_files.TryGetValue(assembly, out var members)) _files[assembly] = members = ReadFile(Path.ChangeExtension(assembly.Location, ".xml"));
        return members.GetValueOrDefault(name);
    }

    private static Dictionary<string, XElement> ReadFile(string path) => !File.Exists(path) ? []
        : XDocument.Load(path).Descendants("member").DistinctBy(member => (string?)member.Attribute("name"))
            .ToDictionary(member => (string?)member.Attribute("name") ?? "", StringComparer.Ordinal);

    private static string GetName(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Read(XElement? words)
    {
        if (words is null) return null;
        var text = Spaces().Replace(string.Concat(words.Nodes().Select(ReadNode)), " ").Trim();
        return text.Length > 0 ? text : null;
    }

    // What refers to a member reads as the member's name.
    private static string ReadNode(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { FirstNode: not null } element => string.Concat(element.Nodes().Select(ReadNode)),
        XElement element when ((string?)element.Attribute("cref") ?? (string?)element.Attribute("name") ?? (string?)element.Attribute("langword"))
            is { } name => Parameters().Replace(name, "") is var plain ? plain[(plain.LastIndexOfAny(['.', ':']) + 1)..] : "",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\(.*\)$|`+\d+")]
    private static partial Regex Parameters();
}
