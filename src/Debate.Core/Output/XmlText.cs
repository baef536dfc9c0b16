using System.Text;

namespace Debate.Core.Output;

/// <summary>Escapes any text for XML and HTML.</summary>
public static class XmlText
{
    /// <summary>
    /// The text for element content or a quoted attribute: markup is escaped; control characters and characters that XML 1.0 forbids become
    /// U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
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
        return safe.ToString();
    }
}
