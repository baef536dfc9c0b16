using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>The texts of the product, with {} for what is filled in at run time.</summary>
internal static class Literals
{
    private static readonly Lazy<(SourceFile File, SyntaxNode Node, string Text)[]> Found =
        new(() => [.. Source.Files.SelectMany(f => f.Root.DescendantNodes(n => n is not AttributeListSyntax || IsVisible(n)).SelectMany(n => Of(f, n)))]);

    public static IReadOnlyList<(SourceFile File, SyntaxNode Node, string Text)> All => Found.Value;

    /// <summary>A text on one line.</summary>
    public static string OnOneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            line.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ when char.IsControl(c) => $"\\u{(int)c:x4}", _ => $"{c}" });
        return text.Length == 0 || text[0] == ' ' || text[^1] == ' ' ? $"\"{line}\"" : line.ToString();
    }

    private static bool IsVisible(SyntaxNode attributes) => !attributes.ToString().StartsWith("[SuppressMessage", StringComparison.Ordinal);

    private static IEnumerable<(SourceFile, SyntaxNode, string)> Of(SourceFile file, SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) || literal.IsKind(SyntaxKind.Utf8StringLiteralExpression) =>
            [(file, node, literal.Token.ValueText)],
        InterpolatedStringExpressionSyntax filled => [(file, node, string.Concat(filled.Contents.Select(Part)))],
        _ => [],
    };

    private static string Part(InterpolatedStringContentSyntax part) => part switch
    {
        InterpolatedStringTextSyntax text => text.TextToken.ValueText,
        InterpolationSyntax { FormatClause: { } format } => $"{{{format}}}",
        _ => "{}",
    };
}
