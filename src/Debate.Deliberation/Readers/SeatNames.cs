namespace Debate.Deliberation.Readers;

/// <summary>Finds which seats a short text of a judge names, such as the side that a moderator supports.</summary>
internal static class SeatNames
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];
    private static readonly string[] Numbers = ["one", "two", "three", "four"];

    /// <summary>
    /// The only seat that the text names and does not reject; null where there is none or several. A seat is named by its name in any
    /// spelling ("Debater 3", "DEBATER-3") or by its place ("the third debater", "debater three").
    /// </summary>
    public static string? FindOnly(string text, IReadOnlyList<string> seats)
    {
        var words = Words.Split(text);
        var named = new SortedSet<int>();
        for (var at = 0; at < words.Length; at++)
            if (FindSeat(words, at, seats) is { } seat && !Words.IsRejected(words, at)) named.Add(seat);
        return named.Count == 1 ? seats[named.Min] : null;
    }

    private static int? FindSeat(string[] words, int at, IReadOnlyList<string> seats)
    {
        for (var seat = 0; seat < seats.Count; seat++)
            if (words.AsSpan(at).StartsWith(Words.Split(seats[seat])) || NamesByPlace(words, at, seat)) return seat;
        return null;
    }

    private static bool NamesByPlace(string[] words, int at, int seat) => seat < Ordinals.Length && at + 1 < words.Length
        && (words[at] == Ordinals[seat] && words[at + 1] is "debater" or "side" or "speaker"
            || words[at] == "debater" && (words[at + 1] == Numbers[seat] || words[at + 1] == $"{(char)('1' + seat)}"));
}

/// <summary>The words of a short text of a model.</summary>
internal static class Words
{
    private const int MaxLength = 2_000;

    // A name behind one of these is not the one that is meant: "not the affirmative", "negative rather than affirmative".
    private static readonly string[] Rejections = ["not", "non", "anti", "no", "nor", "neither", "than", "over", "against"];
    private static readonly string[] Fillers =
        ["the", "a", "side", "debater", "speaker", "number", "by", "of", "support", "favour", "favor"];

    /// <summary>The runs of letters and of digits in the first 2,000 characters, in lower case; full-width letters count as plain
    /// ones.</summary>
    public static string[] Split(string text)
    {
        var plain = text.Length > MaxLength ? text[..MaxLength] : text;
        var words = new List<string>();
        for (var at = 0; at < plain.Length;)
        {
            var end = at;
            while (end < plain.Length && IsSameKind(plain[at], plain[end])) end++;
            if (end > at) words.Add(ToPlain(plain[at..end]));
            at = Math.Max(end, at + 1);
        }
        return [.. words];
    }

    /// <summary>Whether the words before the one at that index reject it.</summary>
    public static bool IsRejected(string[] words, int at)
    {
        for (at--; at >= 0 && Fillers.Contains(words[at]); at--)
        {
        }
        // "isn't" and "don't" fall apart at the apostrophe.
        return at >= 0 && (Rejections.Contains(words[at]) || words[at] == "t" && at > 0);
    }

    private static bool IsSameKind(char first, char other) =>
        char.IsLetter(first) ? char.IsLetter(other) : char.IsDigit(first) && char.IsDigit(other);

    // The full-width forms U+FF01 to U+FF5E are the ASCII characters, moved.
    private static string ToPlain(string word) =>
        string.Concat(word.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c)).ToLowerInvariant();
}
