using System.Text;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Tokenizes text for BLEU by the mteval-v13a convention: symbols are tokens of their own; so are full stops and commas, except between
/// digits; a hyphen only after a digit; an apostrophe never. Case is kept. Every character of a script without word spaces (Han, kana,
/// their punctuation and full-width forms) is a token, as is the convention for Chinese.
/// </summary>
public static class BleuTokenizer
{
    /// <summary>The tokens of the text, in order.</summary>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        var spaced = new StringBuilder(text.Length * 2);
        var before = new Rune(' ');
        Rune? here = null;
        foreach (var next in text.EnumerateRunes())
        {
            if (here is { } rune) AppendSpaced(spaced, before, rune, next);
            before = here ?? before;
            here = next;
        }
        if (here is { } last) AppendSpaced(spaced, before, last, new Rune(' '));
        return spaced.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static void AppendSpaced(StringBuilder spaced, Rune before, Rune rune, Rune after)
    {
        var alone = IsStandalone(before, rune, after);
        if (alone) spaced.Append(' ');
        spaced.Append(rune.ToString());
        if (alone) spaced.Append(' ');
    }

    private static bool IsStandalone(Rune before, Rune rune, Rune after) => rune.Value switch
    {
        '.' or ',' => !IsDigit(before) || !IsDigit(after),
        '-' => IsDigit(before),
        '\'' => false,
        < 0x80 => !char.IsAsciiLetterOrDigit((char)rune.Value),
        (>= 0x2E80 and <= 0x312F) or (>= 0x31A0 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) => true,
        (>= 0xF900 and <= 0xFAFF) or (>= 0xFE10 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF) => true,
        _ => false,
    };

    private static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';
}
