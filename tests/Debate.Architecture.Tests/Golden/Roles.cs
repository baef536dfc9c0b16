using System.Text.RegularExpressions;
using Debate.Core.Input;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>Texts of the product by the part that they play.</summary>
internal static partial class Roles
{
    private static readonly string[] Telling =
        ["CreateCounter", "CreateHistogram", "CreateUpDownCounter", "CreateObservableGauge", "StartActivity", "SetTag", "AddTag"];

    /// <summary>Fields that are written or read by hand, where no type says them.</summary>
    public static IEnumerable<string> JsonFields() => Sorted(
        from at in Literals.All
        let argument = at.Node.Parent as ArgumentSyntax
        where argument is not null
        let role = argument.Parent switch
        {
            BracketedArgumentListSyntax => "indexed",
            ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list when list.Arguments[0] == argument => Role(call.Called()),
            _ => null,
        }
        where role is not null
        select $"{role} {Literals.OnOneLine(at.Text)}");

    /// <summary>Fields of YAML: what is asked of classes that read it.</summary>
    public static IEnumerable<string> YamlFields()
    {
        HashSet<string> readers =
        [
            .. Source.Files.Where(f => f.Root.ToString().Contains("using YamlDotNet", StringComparison.Ordinal))
                .SelectMany(f => f.Nodes<TypeDeclarationSyntax>()).Select(t => t.Identifier.Text),
        ];
        return Sorted(
            from at in Literals.All
            where Field().IsMatch(at.Text)
            let call = at.Node.Parent?.Parent?.Parent as InvocationExpressionSyntax
            where call is not null && call.ArgumentList.Arguments[0].Expression == at.Node
            let owner = at.File.Method(call)?.ContainingType.Name
            where owner is not null && readers.Contains(owner)
            select $"{Folder(at.File.Path).Split('.')[^1]} {at.Text}");
    }

    public static IEnumerable<string> Headers() => Matching(Header());

    public static IEnumerable<string> MediaTypes() => Matching(Media());

    public static IEnumerable<string> HeaderNames() => Sorted(
        from file in Source.Files
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        where access.Expression.ToString() is "HeaderNames" or "MediaTypeNames.Application" or "MediaTypeNames.Text"
            || access.Expression.ToString().EndsWith(".Headers", StringComparison.Ordinal)
        select access.Expression.ToString().EndsWith(".Headers", StringComparison.Ordinal) ? $"Headers.{access.Name}" : access.ToString());

    public static IEnumerable<string> Variables() => Matching(Variable());

    public static IEnumerable<string> Telemetry() => Sorted(
    [
        .. from at in Literals.All
           let call = (at.Node.Parent?.Parent?.Parent as InvocationExpressionSyntax)
           where call is not null && Telling.Contains(call.Called()) && call.ArgumentList.Arguments[0].Expression == at.Node
           select $"{call.Called()} {at.Text}",
        .. from at in Literals.All
           where at.Text.StartsWith("debate.", StringComparison.Ordinal) || at.Text.StartsWith("Debate.", StringComparison.Ordinal)
           select at.Text,
        .. from at in Literals.All
           where at.Node.Ancestors().OfType<AttributeSyntax>().Any(a => a.Name.ToString() == "LoggerMessage")
           select $"log: {at.Text}",
    ]);

    /// <summary>Constants with their values: names of files, prefixes of keys, defaults, versions of forms.</summary>
    public static IEnumerable<string> Constants() => Sorted(
        from file in Source.Files
        from constant in file.Nodes<FieldDeclarationSyntax>()
        where constant.Modifiers.Any(m => m.Text == "const") && constant.Declaration.Type.ToString() == "string"
        from one in constant.Declaration.Variables
        where one.Initializer?.Value is LiteralExpressionSyntax
        let text = ((LiteralExpressionSyntax)one.Initializer!.Value).Token.ValueText
        where text.Length <= 120
        select Literals.OnOneLine(text));

    /// <summary>What is put behind a folder.</summary>
    public static IEnumerable<string> FileNames() => Sorted(
        from at in Literals.All
        let call = at.Node.Parent?.Parent?.Parent as InvocationExpressionSyntax
        where call is not null && call.Called() is "Combine" or "Join" && call.Expression.ToString() is "Path.Combine" or "Path.Join"
        select Literals.OnOneLine(at.Text));

    /// <summary>Every text with the number of places that hold it.</summary>
    public static IEnumerable<string> Everything() => Literals.All.CountBy(l => Literals.OnOneLine(l.Text))
        .OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => l.Value == 1 ? l.Key : $"{l.Key}  x{l.Value}");

    private static IEnumerable<string> Matching(Regex form) =>
        Sorted(Literals.All.SelectMany(l => form.Matches(l.Text)).Select(m => m.Value));

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Distinct().Order(StringComparer.Ordinal);

    private static string Folder(string path) => string.Join('/', path.Split('/')[..2]);

    private static string? Role(string method) => method switch
    {
        "GetProperty" or "TryGetProperty" or "ValueTextEquals" => "read",
        "WriteString" or "WriteNumber" or "WriteBoolean" or "WriteNull" or "WritePropertyName" => "written",
        "WriteStartObject" or "WriteStartArray" => "written",
        _ => null,
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$")]
    private static partial Regex Field();

    [GeneratedRegex("^[A-Z][a-z]*(-[A-Z][A-Za-z]+)+$")]
    private static partial Regex Header();

    [GeneratedRegex(@"\b(application|text|image|audio|multipart)/[a-z0-9.+*-]+")]
    private static partial Regex Media();

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b")]
    private static partial Regex Variable();
}
