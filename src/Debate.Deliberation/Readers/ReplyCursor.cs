using System.Text;

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

/// <summary>What kind of value a model wrote.</summary>
public enum FieldKind
{
    /// <summary>A quoted or bare text.</summary>
    Text,

    /// <summary>A number, kept as it was written.</summary>
    Number,

    /// <summary>True or false, in any case.</summary>
    Flag,

    /// <summary>null or None.</summary>
    Nothing,

    /// <summary>A list; its text is its items joined by ", ".</summary>
    List,

    /// <summary>An object; its text is empty and its fields follow those of the enclosing object.</summary>
    Object,
}

/// <summary>One field of a structured reply.</summary>
/// <param name="Name">The name as the model wrote it.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Text">The value as text: unescaped for a text, "true" or "false" for a flag, empty for nothing and for an object.</param>
public sealed record ReplyField(string Name, FieldKind Kind, string Text)
{
    /// <summary>
    /// True when the two names are equal to a tolerant reader, which ignores case, white space, underscores and hyphens.
    /// </summary>
    public static bool IsSameName(string a, string b) => FoldName(a) == FoldName(b);

    /// <summary>The name in the normalised form in which names are compared.</summary>
    public static string FoldName(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name)
            if (!char.IsWhiteSpace(c) && c is not ('_' or '-')) folded.Append(char.ToLowerInvariant(c));
        return folded.ToString();
    }
}
