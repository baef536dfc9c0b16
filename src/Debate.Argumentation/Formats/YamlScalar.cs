using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats;

/// <summary>Writes a text as a YAML scalar on one line: bare if every reader parses it as that text, otherwise in double quotes.</summary>
internal static class YamlScalar
{
    private static readonly HashSet<string> ReservedWords =
        new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name: bare if it starts with a letter, consists of letters, digits, dots, dashes and underscores, and is not a reserved YAML word.
    /// </summary>
    public static string FormatId(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(IsBare) && !ReservedWords.Contains(text) ? text : Quote(text);

    private static bool IsBare(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_';

    /// <summary>
    /// In double quotes; characters that could end the line, a quote, a comment or a bracket of a surrounding format are escaped, and
    /// invalid Unicode becomes U+FFFD.
    /// </summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes()) Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        if (rune.Value is '"' or '\\') quoted.Append('\\').Append((char)rune.Value);
        else if (rune.Value == '\n') quoted.Append("\\n");
        else if (IsPlain(rune)) quoted.Append(rune.ToString());
        else if (rune.Value > 0xFFFF) quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        else quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
    }

    private static bool IsPlain(Rune rune) =>
        rune.Value is not ('{' or '}' or '<' or '>' or '/' or '\uFEFF') && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
