using System.Buffers;
using System.Globalization;
using System.Text;

namespace Debate.Core.Output;

/// <summary>
/// Makes text of a model safe to print and to quote. <see cref="Clean"/> keeps the visible text and removes control sequences that a
/// terminal would execute and characters that no reader sees; <see cref="WithoutMarkers"/> also removes anything that could imitate the
/// engine's
/// markers. Both are idempotent, run in linear time and leave ordinary text unchanged.
/// </summary>
public static class SafeText
{
    private const char Escape = '\u001B';
    private const char Bell = '\u0007';
    private const char StringTerminator = '\u009C';

    private static readonly SearchValues<char> Plain =
        SearchValues.Create(['\t', '\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    private static readonly SearchValues<char> Brackets = SearchValues.Create("<\uFF1C\uFE64>\uFF1E\uFE65");

    /// <summary>
    /// Removes control characters (C0, DEL, C1) other than line feed and tab, whole escape sequences (CSI, OSC, DCS and the like, an
    /// unterminated one up to the end of its line), bidirectional controls and other invisible characters. A joiner is kept after a
    /// non-ASCII character, where scripts and emoji need it; line and paragraph separators become line feeds; a lone surrogate
    /// becomes U+FFFD.
    /// </summary>
    public static string Clean(string text)
    {
        if (CountPlain(text) == text.Length) return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var plain = CountPlain(text.AsSpan(i));
            clean.Append(text, i, plain);
            i += plain;
            if (i == text.Length) break;
            if (text[i] == Escape || text[i] is >= '\u0080' and <= '\u009F') i = SkipSequence(text, i);
            else i += Append(clean, text, i);
        }
        return clean.ToString();
    }

    /// <summary>
    /// <see cref="Clean"/> for what people read, on a terminal and in exports in words: without the marks that the engine puts into control
    /// tokens before it shows them to a seat, which a seat repeats when it quotes them.
    /// </summary>
    public static string ForPeople(string text) => ControlTokens.Restore(Clean(text));

    /// <summary>
    /// <see cref="Clean"/>; in addition every run of three or more '&lt;' (or '&gt;'), full-width and small forms included, becomes as
    /// many single guillemets. The engine quotes statements between <c>&lt;&lt;&lt;statement 3 of affirmative&gt;&gt;&gt;</c>
    /// and <c>&lt;&lt;&lt;end&gt;&gt;&gt;</c>: no quoted text can contain either marker.
    /// </summary>
    public static string WithoutMarkers(string text)
    {
        var clean = Clean(text);
        if (!clean.AsSpan().ContainsAny(Brackets)) return clean;
        var quoted = clean.ToCharArray();
        for (var i = 0; i < quoted.Length;)
        {
            var kind = ToGuillemet(quoted[i]);
            var end = i + 1;
            while (kind != '\0' && end < quoted.Length && ToGuillemet(quoted[end]) == kind) end++;
            if (end - i >= 3) Array.Fill(quoted, kind, i, end - i);
            i = end;
        }
        return new string(quoted);
    }

    /// <summary>How many characters at the beginning stay as they are.</summary>
    private static int CountPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Plain) is >= 0 and var length ? length : text.Length;

    private static char ToGuillemet(char c) => c switch
    {
        '<' or '\uFF1C' or '\uFE64' => '\u2039',
        '>' or '\uFF1E' or '\uFE65' => '\u203A',
        _ => '\0',
    };

    private static int Append(StringBuilder clean, string text, int at)
    {
        var whole = Rune.TryGetRuneAt(text, at, out var rune);
        if (!whole) rune = Rune.ReplacementChar;
        if (rune.Value is 0x2028 or 0x2029) clean.Append('\n');
        else if (IsVisible(rune, clean)) clean.Append(rune.ToString());
        return whole ? rune.Utf16SequenceLength : 1;
    }

    private static bool IsVisible(Rune rune, StringBuilder before) => rune.Value switch
    {
        '\n' or '\t' => true,
        < 0x20 or 0x7F => false,
        < 0x7F => true,
        0x200C or 0x200D or 0xFE0E or 0xFE0F => before.Length > 0 && before[^1] > '\u007F',
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => false,
        (>= 0x180B and <= 0x180F) or (>= 0x2060 and <= 0x206F) or (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0000 and <= 0xE0FFF) => false,
        _ => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format,
    };

    private static int SkipSequence(string text, int at)
    {
        var (introducer, body) = text[at] != Escape ? (text[at], at + 1)
            : at + 1 < text.Length && text[at + 1] is >= '@' and <= '_' ? ((char)(text[at + 1] + 0x40), at + 2) : (Escape, at + 1);
        return introducer switch
        {
            '\u009B' => SkipToFinal(text, body, '@'),
            '\u0090' or '\u0098' or '\u009D' or '\u009E' or '\u009F' => SkipString(text, body),
            Escape => SkipToFinal(text, body, '0'),
            _ => body,
        };
    }

    /// <summary>The position after parameters, intermediates and one final character of at least <paramref name="final"/>.</summary>
    private static int SkipToFinal(string text, int at, char final)
    {
        while (at < text.Length && text[at] >= ' ' && text[at] < final) at++;
        return at < text.Length && text[at] >= final && text[at] <= '~' ? at + 1 : at;
    }

    private static int SkipString(string text, int at)
    {
        while (at < text.Length && text[at] is not ('\n' or Bell or StringTerminator))
        {
            if (text[at] == Escape && at + 1 < text.Length && text[at + 1] == '\\') return at + 2;
            at++;
        }
        return at < text.Length && text[at] != '\n' ? at + 1 : at;
    }
}
