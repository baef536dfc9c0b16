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
    private const int LongestKey = 120;

    /// <summary>Where in an object the text is; it determines what may follow the closing quote.</summary>
    internal enum Place { Key, Value, Item }

    public static bool Opens(char c) => c is '"' or '\'' or '\u201C' or '\u2018' or '`';

    /// <summary>Reads the text whose opening quote is under the cursor; null when it is never closed.</summary>
    public static string? Read(ReplyCursor cursor, Place place)
    {
        var quote = Closing(cursor.Here);
        var triple = new string(quote, 3);
        if (quote is '"' or '\'' && cursor.Starts(triple)) return ReadTriple(cursor, triple);
        cursor.Move(1);
        return ReadTo(cursor, quote, place);
    }

    private static string? ReadTo(ReplyCursor cursor, char quote, Place place)
    {
        var text = new StringBuilder();
        var (quotes, braces) = (false, false);
        while (!cursor.Ended && !(place == Place.Key && text.Length > LongestKey))
        {
            if (cursor.Here == quote && Closes(cursor, place))
            {
                cursor.Move(1);
                cursor.Doubtful |= quotes && braces;
                return text.ToString();
            }
            if (cursor.Here == quote && place == Place.Key && EndsNoKey(cursor)) return null;
            (quotes, braces) = (quotes || cursor.Here == quote, braces || cursor.Here == '{');
            Append(cursor, text);
        }
        return null;
    }

    private static char Closing(char open) => open switch { '\u201C' => '\u201D', '\u2018' => '\u2019', _ => open };

    private static string? ReadTriple(ReplyCursor cursor, string triple)
    {
        cursor.Move(3);
        var text = new StringBuilder();
        while (!cursor.Ended && !cursor.Starts(triple)) Append(cursor, text);
        if (cursor.Ended) return null;
        cursor.Move(3);
        return text.ToString();
    }

    private static bool Closes(ReplyCursor cursor, Place place)
    {
        var next = cursor.AfterSpace(cursor.At + 1);
        if (next >= cursor.Text.Length) return place != Place.Key;
        return cursor.Text[next] switch
        {
            ':' => place == Place.Key,
            '}' => place == Place.Value,
            ']' => place == Place.Item,
            ',' => place == Place.Item || place == Place.Value && KeyFollows(cursor, next + 1),
            '`' => place != Place.Key && string.CompareOrdinal(cursor.Text, next, "```", 0, 3) == 0,
            var c => place == Place.Value && Opens(c) && NewLine(cursor, next) && KeyFollows(cursor, next),
        };
    }

    /// <summary>A quoted text before a comma or a bracket is an element of a set or list, not a key.</summary>
    private static bool EndsNoKey(ReplyCursor cursor)
    {
        var next = cursor.AfterSpace(cursor.At + 1);
        return next < cursor.Text.Length && cursor.Text[next] is ',' or '}' or ']';
    }

    private static bool NewLine(ReplyCursor cursor, int end) => cursor.Text.AsSpan(cursor.At, end - cursor.At).Contains('\n');

    /// <summary>True when a key and its colon follow, or the end of the object or of the reply.</summary>
    private static bool KeyFollows(ReplyCursor cursor, int from)
    {
        var text = cursor.Text;
        var at = cursor.AfterSpace(from);
        if (at >= text.Length || text[at] == '}') return true;
        var quote = Opens(text[at]) ? Closing(text[at++]) : '\0';
        for (var end = Math.Min(text.Length, at + LongestKey); at < end; at++)
        {
            cursor.Spend(1);
            if (text[at] == '\\') at++;
            else if (quote == '\0' ? !BareKey(text[at]) : text[at] == quote && ColonAfter(cursor, at + 1)) break;
        }
        return at >= text.Length || (quote == '\0' ? text[at] == ':' : text[at] == quote);
    }

    private static bool ColonAfter(ReplyCursor cursor, int from)
    {
        var next = cursor.AfterSpace(from);
        return next >= cursor.Text.Length || cursor.Text[next] == ':';
    }

    /// <summary>Whether an unquoted key may contain the character.</summary>
    public static bool BareKey(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ';

    private static void Append(ReplyCursor cursor, StringBuilder text)
    {
        var c = cursor.Take();
        if (c == '\\' && !cursor.Ended) AppendEscape(cursor, text);
        else text.Append(c);
    }

    private static void AppendEscape(ReplyCursor cursor, StringBuilder text)
    {
        var c = cursor.Take();
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b' or 'f' when !char.IsLetter(cursor.Here): text.Append(c == 'b' ? '\b' : '\f'); break;
            case '"' or '\'' or '\\' or '/' or '`': text.Append(c); break;
            case '\n': break;
            case 'u' when AppendCode(cursor, text, 4): break;
            case 'x' when AppendCode(cursor, text, 2): break;
            case 'U' when AppendCode(cursor, text, 8): break;
            default: text.Append('\\').Append(c); break;
        }
    }

    private static bool AppendCode(ReplyCursor cursor, StringBuilder text, int digits)
    {
        if (cursor.At + digits > cursor.Text.Length) return false;
        var hex = cursor.Text.AsSpan(cursor.At, digits);
        if (!uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        if (digits < 8) text.Append((char)code);
        else if (!Rune.TryCreate(code, out var rune)) return false;
        else text.Append(rune.ToString());
        cursor.Move(digits);
        return true;
    }
}
