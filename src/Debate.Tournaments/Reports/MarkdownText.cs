using System.Text;

namespace Debate.Tournaments;

/// <summary>Escapes text for Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// The text as one cell of a Markdown table: every character with a meaning in Markdown or HTML is escaped, line breaks become spaces.
    /// </summary>
    internal static string EscapeCell(string text)
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
