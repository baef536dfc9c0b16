using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Debate.Contracts;
using Microsoft.CodeAnalysis;

namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// The fields of a JSON document, one a line with its way from the root. Types have no names there: a type may be renamed, a field may not.
/// </summary>
internal static class JsonShape
{
    private static readonly HashSet<Type> Numbers =
        [typeof(int), typeof(long), typeof(double), typeof(float), typeof(decimal), typeof(System.Numerics.BigInteger)];

    private static readonly JsonSerializerOptions Form = new(WireFormat.Json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>A document's block: its outer names as a title, below them all of its fields.</summary>
    public static string Block(ITypeSymbol type)
    {
        string[] fields = [.. Of(type, "").Distinct()];
        var outer = fields.Select(f => f.Split('.', ':', '[', '{')[0]).Distinct();
        return string.Join('\n', [$"{{ {string.Join(", ", outer)} }}", .. fields.Select(f => $"  {f}")]);
    }

    /// <summary>A type in source; anonymous types are read from there, all others are as the serialiser sees them.</summary>
    private static IEnumerable<string> Of(ITypeSymbol type, string way)
    {
        if (RuntimeTypes.Of(type) is { } built) return Of(built, way, []);
        return type switch
        {
            { IsAnonymousType: true } => type.GetMembers().OfType<IPropertySymbol>()
                .SelectMany(p => Of(p.Type, Joined(way, JsonNamingPolicy.CamelCase.ConvertName(p.Name)))),
            IArrayTypeSymbol list => Of(list.ElementType, way + "[]"),
            INamedTypeSymbol { TypeArguments: [.., var last] } list => Of(last, way + (list.TypeArguments.Length > 1 ? "{}" : "[]")),
            _ => [$"{way}: an object"],
        };
    }

    private static IEnumerable<string> Of(Type type, string way, Type[] above)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (Word(bare) is { } word) return [$"{way}: {word}"];
        if (above.Contains(bare)) return [$"{way}: as above"];
        var info = Form.GetTypeInfo(bare);
        Type[] within = [.. above, bare];
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => Of(info.ElementType!, way + "[]", within),
            JsonTypeInfoKind.Dictionary => Of(info.ElementType!, way + "{}", within),
            JsonTypeInfoKind.Object when info.PolymorphismOptions is { } forms => Forms(forms, way, within),
            JsonTypeInfoKind.Object => info.Properties.Where(p => p.Get is not null || p.Set is not null)
                .SelectMany(p => Of(p.PropertyType, Joined(way, p.Name), within)),
            _ => [$"{way}: a form of its own"],
        };
    }

    private static IEnumerable<string> Forms(JsonPolymorphismOptions forms, string way, Type[] within) =>
        forms.DerivedTypes.SelectMany(form =>
    {
        var kind = $"{way}({forms.TypeDiscriminatorPropertyName}={form.TypeDiscriminator})";
        return Of(form.DerivedType, kind, within).DefaultIfEmpty(kind);
    });

    private static string? Word(Type type) => type switch
    {
        { IsEnum: true } => string.Join(" | ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Told(type, v))),
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(object) => "any",
        _ when Numbers.Contains(type) => "number",
        _ when type.Namespace == "System" || type.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true => type.Name,
        _ => null,
    };

    // The word of an enumeration's member as the serialiser writes it, which an attribute may have set.
    private static string Told(Type type, object value) => JsonSerializer.Serialize(Enum.ToObject(type, value), type, Form).Trim('"');

    private static string Joined(string way, string name) => way.Length == 0 ? name : $"{way}.{name}";
}
