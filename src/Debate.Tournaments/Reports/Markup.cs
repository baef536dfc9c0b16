using System.Text;

namespace Debate.Tournaments;

/// <summary>Makes any text harmless in XML, HTML and Markdown tables.</summary>
internal static class Markup
{
    /// <summary>The text for element content or a quoted attribute; characters that XML forbids become U+FFFD.</summary>
    internal static string Xml(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => rune.ToString(),
                < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }
        return safe.ToString();
    }

    /// <summary>
    /// The text as one cell of a Markdown table: every character that Markdown or HTML reads is escaped, line ends become spaces.
    /// </summary>
    internal static string MarkdownCell(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (@"\`*_[]|<>~".Contains(c)) safe.Append('\\');
            if (c == '&') safe.Append("&amp;");
            else safe.Append(char.IsControl(c) ? ' ' : c);
        }
        return safe.ToString();
    }
}
