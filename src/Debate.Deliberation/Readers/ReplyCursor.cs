namespace Debate.Deliberation.Readers;

/// <summary>
/// A position in a reply, with a budget of work. Every character examined costs one unit, so that a hostile reply which makes a reader
/// restart again and again ends in "nothing found" instead of a long wait.
/// </summary>
internal sealed class ReplyCursor(string text, long work)
{
    private long _work = work;

    public string Text { get; } = text;

    public int Position { get; set; }

    /// <summary>Set when a text contained both an unescaped quote and a brace: it may have swallowed another object.</summary>
    public bool IsDoubtful { get; set; }

    public bool IsAtEnd => Position >= Text.Length || _work <= 0;

    public bool IsExhausted => _work <= 0;

    /// <summary>The character at the position, or NUL at the end.</summary>
    public char Current => IsAtEnd ? '\0' : Text[Position];

    public char ReadChar()
    {
        var c = Current;
        Advance(1);
        return c;
    }

    public void Advance(int count)
    {
        Position += count;
        _work -= count;
    }

    /// <summary>Charges the work of looking ahead without moving.</summary>
    public void SpendWork(int count) => _work -= count;

    public bool StartsWith(string token) => !IsAtEnd && string.CompareOrdinal(Text, Position, token, 0, token.Length) == 0;

    public bool TrySkip(char wanted)
    {
        if (IsAtEnd || Text[Position] != wanted) return false;
        Advance(1);
        return true;
    }

    public void SkipSpace() => Advance(CountSpaces(Position));

    /// <summary>The position of the first character from <paramref name="from"/> on that is not white space.</summary>
    public int PositionAfterSpace(int from)
    {
        var spaces = CountSpaces(from);
        SpendWork(spaces);
        return from + spaces;
    }

    private int CountSpaces(int from)
    {
        var end = from;
        while (end < Text.Length && (char.IsWhiteSpace(Text[end]) || Text[end] == '\uFEFF')) end++;
        return end - from;
    }
}
