using System.Globalization;
using System.Text;

namespace Debate.Deliberation.Readers;

/// <summary>
/// Reads one quoted text of JSON or Python, or of a model that mixes the two. A quote of the opening kind closes the text only where
/// the object can continue after it, so apostrophes and unescaped quotes inside a text survive. Escapes of both languages are decoded,
/// except that \b and \f before a letter and every unknown escape stay as written: there a model meant LaTeX (\boxed, \frac).
/// </summary>
internal static class QuotedText
{
    /// <summary>The longest key, in characters, that is read or looked for after a comma.</summary>
    private const int MaxKeyLength = 120;

    /// <summary>Where in an object the text is; it determines what may follow the closing quote.</summary>
    internal enum TextPosition { Key, Value, Item }

    public static bool IsOpeningQuote(char c) => c is '"' or '\'' or '\u201C' or '\u2018' or '`';

    /// <summary>Reads the text whose opening quote is under the cursor; null when it is never closed.</summary>
    public static string? Read(ReplyCursor cursor, TextPosition place)
    {
        var quote = ClosingQuote(cursor.Current);
        var triple = new string(quote, 3);
        if (quote is '"' or '\'' && cursor.StartsWith(triple)) return ReadTriple(cursor, triple);
        cursor.Advance(1);
        return ReadTo(cursor, quote, place);
    }

    private static string? ReadTo(ReplyCursor cursor, char quote, TextPosition place)
    {
        var text = new StringBuilder();
        var (quotes, braces) = (false, false);
        while (!cursor.IsAtEnd && !(place == TextPosition.Key && text.Length > MaxKeyLength))
        {
            if (cursor.Current == quote && IsClosingQuote(cursor, place))
            {
                cursor.Advance(1);
                cursor.IsDoubtful |= quotes && braces;
                return text.ToString();
            }
            if (cursor.Current == quote && place == TextPosition.Key && IsElementNotKey(cursor)) return null;
            (quotes, braces) = (quotes || cursor.Current == quote, braces || cursor.Current == '{');
            Append(cursor, text);
        }
        return null;
    }

    private static char ClosingQuote(char open) => open switch { '\u201C' => '\u201D', '\u2018' => '\u2019', _ => open };

    private static string? ReadTriple(ReplyCursor cursor, string triple)
    {
        cursor.Advance(3);
        var text = new StringBuilder();
        while (!cursor.IsAtEnd && !cursor.StartsWith(triple)) Append(cursor, text);
        if (cursor.IsAtEnd) return null;
        cursor.Advance(3);
        return text.ToString();
    }

    private static bool IsClosingQuote(ReplyCursor cursor, TextPosition place)
    {
        var next = cursor.PositionAfterSpace(cursor.Position + 1);
        if (next >= cursor.Text.Length) return place != TextPosition.Key;
        return cursor.Text[next] switch
        {
            ':' => place == TextPosition.Key,
            '}' => place == TextPosition.Value,
            ']' => place == TextPosition.Item,
            ',' => place == TextPosition.Item || place == TextPosition.Value && KeyFollows(cursor, next + 1),
            '`' => place != TextPosition.Key && string.CompareOrdinal(cursor.Text, next, "```", 0, 3) == 0,
            var c => place == TextPosition.Value && IsOpeningQuote(c) && HasLineBreak(cursor, next) && KeyFollows(cursor, next),
        };
    }

    /// <summary>A quoted text before a comma or a bracket is an element of a set or list, not a key.</summary>
    private static bool IsElementNotKey(ReplyCursor cursor)
    {
        var next = cursor.PositionAfterSpace(cursor.Position + 1);
        return next < cursor.Text.Length && cursor.Text[next] is ',' or '}' or ']';
    }

    private static bool HasLineBreak(ReplyCursor cursor, int end) =>
        cursor.Text.AsSpan(cursor.Position, end - cursor.Position).Contains('\n');

    /// <summary>True when a key and its colon follow, or the end of the object or of the reply.</summary>
    private static bool KeyFollows(ReplyCursor cursor, int from)
    {
        var text = cursor.Text;
        var at = cursor.PositionAfterSpace(from);
        if (at >= text.Length || text[at] == '}') return true;
        var quote = IsOpeningQuote(text[at]) ? ClosingQuote(text[at++]) : '\0';
        for (var end = Math.Min(text.Length, at + MaxKeyLength); at < end; at++)
        {
            cursor.SpendWork(1);
            if (text[at] == '\\') at++;
            else if (quote == '\0' ? !IsBareKeyCharacter(text[at]) : text[at] == quote && ColonFollows(cursor, at + 1)) break;
        }
        return at >= text.Length || (quote == '\0' ? text[at] == ':' : text[at] == quote);
    }

    private static bool ColonFollows(ReplyCursor cursor, int from)
    {
        var next = cursor.PositionAfterSpace(from);
        return next >= cursor.Text.Length || cursor.Text[next] == ':';
    }

    /// <summary>Whether an unquoted key may contain the character.</summary>
    public static bool IsBareKeyCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ';

    private static void Append(ReplyCursor cursor, StringBuilder text)
    {
        var c = cursor.ReadChar();
        if (c == '\\' && !cursor.IsAtEnd) AppendEscape(cursor, text);
        else text.Append(c);
    }

    private static void AppendEscape(ReplyCursor cursor, StringBuilder text)
    {
        var c = cursor.ReadChar();
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b' or 'f' when !char.IsLetter(cursor.Current): text.Append(c == 'b' ? '\b' : '\f'); break;
            case '"' or '\'' or '\\' or '/' or '`': text.Append(c); break;
            case '\n': break;
            case 'u' when TryAppendCodePoint(cursor, text, 4): break;
            case 'x' when TryAppendCodePoint(cursor, text, 2): break;
            case 'U' when TryAppendCodePoint(cursor, text, 8): break;
            default: text.Append('\\').Append(c); break;
        }
    }

    private static bool TryAppendCodePoint(ReplyCursor cursor, StringBuilder text, int digits)
    {
        if (cursor.Position + digits > cursor.Text.Length) return false;
        var hex = cursor.Text.AsSpan(cursor.Position, digits);
        if (!uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        if (digits < 8) text.Append((char)code);
        else if (!Rune.TryCreate(code, out var rune)) return false;
        else text.Append(rune.ToString());
        cursor.Advance(digits);
        return true;
    }
}
