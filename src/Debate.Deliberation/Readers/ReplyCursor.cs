namespace Debate.Deliberation.Readers;

/// <summary>
/// A position in a reply, with a budget of work. Every character examined costs one unit, so that a hostile reply which makes a reader
/// restart again and again ends in "nothing found" instead of a long wait.
/// </summary>
internal sealed class ReplyCursor(string text, long work)
{
    private long _work = work;

    public string Text { get; } = text;

    public int At { get; set; }

    /// <summary>Set when a text contained both an unescaped quote and a brace: it may have swallowed another object.</summary>
    public bool Doubtful { get; set; }

    public bool Ended => At >= Text.Length || _work <= 0;

    public bool Exhausted => _work <= 0;

    /// <summary>The character at the position, or NUL at the end.</summary>
    public char Here => Ended ? '\0' : Text[At];

    public char Take()
    {
        var c = Here;
        Move(1);
        return c;
    }

    public void Move(int count)
    {
        At += count;
        _work -= count;
    }

    /// <summary>Charges the work of looking ahead without moving.</summary>
    public void Spend(int count) => _work -= count;

    public bool Starts(string token) => !Ended && string.CompareOrdinal(Text, At, token, 0, token.Length) == 0;

    public bool Skip(char wanted)
    {
        if (Ended || Text[At] != wanted) return false;
        Move(1);
        return true;
    }

    public void SkipSpace() => Move(Spaces(At));

    /// <summary>The position of the first character from <paramref name="from"/> on that is not white space.</summary>
    public int AfterSpace(int from)
    {
        var spaces = Spaces(from);
        Spend(spaces);
        return from + spaces;
    }

    private int Spaces(int from)
    {
        var end = from;
        while (end < Text.Length && (char.IsWhiteSpace(Text[end]) || Text[end] == '\uFEFF')) end++;
        return end - from;
    }
}
