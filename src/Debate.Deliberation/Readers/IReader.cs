namespace Debate.Deliberation.Readers;

/// <summary>
/// Parses a model's reply into a typed record. A reader is total: it accepts any text, never throws, and needs time linear in the
/// text. A reply that it cannot read is refused with a reason that can be shown to the model in a re-ask.
/// </summary>
public interface IReader<T> where T : class
{
    /// <summary>The form it expects, as the re-ask prompt names it.</summary>
    string Name { get; }

    /// <summary>Reads the record in the reply, or returns the reason why there is none.</summary>
    ReadResult<T> Read(string reply);
}

/// <summary>The result of reading a reply: exactly one of the two is present.</summary>
/// <param name="Value">The record; null when the reply is malformed.</param>
/// <param name="Problem">One sentence for the re-ask; null when the reply was read.</param>
public sealed record ReadResult<T>(T? Value, string? Problem) where T : class
{
    /// <summary>A reply that was read.</summary>
    public static ReadResult<T> Accepted(T value) => new(value, null);

    /// <summary>A reply that could not be read; the problem says what was missing.</summary>
    public static ReadResult<T> Refused(string problem) => new(null, problem);
}

/// <summary>The field names under which a reply may give its answer.</summary>
public static class AnswerFieldNames
{
    private static readonly string[] Names =
        ["answer", "debate_answer", "debate_translation", "Correct Translation", "final answer", "translation"];

    /// <summary>In order of precedence: ours first, then those of the published MAD script and of its recorded debates.</summary>
    public static ReadOnlySpan<string> All => Names;

    /// <summary>
    /// The answer in the first of these fields that has one; null where none has. LaTeX of which an escape ate the backslash is restored.
    /// </summary>
    public static string? Find(StructuredReply reply)
    {
        foreach (var name in Names)
            if (reply.FindText(name) is { } text && StructuredReply.IsMeaningful(text)) return EatenLatex.Restore(text).Trim();
        return null;
    }
}

/// <summary>The choice of one of several named items.</summary>
/// <param name="Index">The index of the name, from 0.</param>
public sealed record ItemChoice(int Index);

/// <summary>
/// Reads which of several named items a reply chooses: by the field "item" of an object, else by a reply that consists of the name alone,
/// with or without brackets or quotes, else by the last name in brackets.
/// </summary>
/// <param name="names">The names to choose from.</param>
public sealed class ItemReader(IReadOnlyList<string> names) : IReader<ItemChoice>
{
    private const string TrimCharacters = " \t\r\n.\"'`[]";

    /// <summary>The most white space, quotes and brackets, in characters, on either side of a name in brackets.</summary>
    private const int MaxDecoration = 16;

    /// <inheritdoc/>
    public string Name => "{\"item\": \"NAME\"}";

    /// <inheritdoc/>
    public ReadResult<ItemChoice> Read(string reply)
    {
        var text = reply.Length <= StructuredReply.MaxReplyLength ? reply : reply[^StructuredReply.MaxReplyLength..];
        var said = StructuredReply.Read(text, "item")?.FindText("item") ?? (IndexOf(text) is null ? FindLastInBrackets(text) : text);
        return said is not null && IndexOf(said) is { } index
            ? ReadResult<ItemChoice>.Accepted(new(index))
            : ReadResult<ItemChoice>.Refused("It does not name one of the items that can be revealed now.");
    }

    private int? IndexOf(string said)
    {
        var exact = said.AsSpan().Trim();
        var bare = said.AsSpan().Trim(TrimCharacters);
        for (var i = 0; i < names.Count; i++)
            if (exact.SequenceEqual(names[i]) || bare.SequenceEqual(names[i])) return i;
        return null;
    }

    /// <summary>
    /// The last name in brackets. One scan backwards: a bracket ends at the nearest closing one behind it, and what is longer than every
    /// name
    /// is none.
    /// </summary>
    private string? FindLastInBrackets(string text)
    {
        var longest = names.Select(n => n.Length).DefaultIfEmpty(0).Max() + 2 * MaxDecoration;
        for (int at = text.Length - 1, close = -1; at >= 0; at--)
        {
            if (text[at] == ']') close = at;
            if (text[at] != '[' || close < 0) continue;
            if (close - at - 1 <= longest && IndexOf(text[(at + 1)..close]) is not null) return text[(at + 1)..close];
            close = -1;
        }
        return null;
    }
}
