using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>The texts of the product, with {} for what is filled in at run time.</summary>
internal static class Literals
{
    private static readonly Lazy<(SourceFile File, SyntaxNode Node, string Text)[]> Found =
        new(() => [.. Source.Files.SelectMany(f => f.Root.DescendantNodes(IsVisible).SelectMany(n => Of(f, n)))]);

    public static IReadOnlyList<(SourceFile File, SyntaxNode Node, string Text)> All => Found.Value;

    /// <summary>A text on one line.</summary>
    public static string OnOneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            line.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _
                when char.IsControl(c) => $"\\u{(int)c:x4}", _ => $"{c}" });
        return text.Length == 0 || text[0] == ' ' || text[^1] == ' ' ? $"\"{line}\"" : line.ToString();
    }

    private static bool IsVisible(SyntaxNode node) =>
        node is not AttributeListSyntax attributes || !attributes.ToString().StartsWith("[SuppressMessage", StringComparison.Ordinal);

    private static IEnumerable<(SourceFile, SyntaxNode, string)> Of(SourceFile file, SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression
            or (int)SyntaxKind.Utf8StringLiteralExpression } literal =>
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
