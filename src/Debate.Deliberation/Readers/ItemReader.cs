namespace Debate.Deliberation.Readers;

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
    private const int MaxSpace = 32;

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

    private int? IndexOf(ReadOnlySpan<char> said)
    {
        var exact = said.Trim();
        var bare = said.Trim(TrimCharacters);
        for (var i = 0; i < names.Count; i++)
            if (exact.SequenceEqual(names[i]) || bare.SequenceEqual(names[i])) return i;
        return null;
    }

    /// <summary>One pass forwards; what is longer than any name with some space around it is not looked at, so that work is linear.</summary>
    private string? FindLastInBrackets(string text)
    {
        var longest = names.Select(name => name.Length).DefaultIfEmpty().Max() + MaxSpace;
        string? last = null;
        for (int at = 0, open = -1; at < text.Length; at++)
        {
            if (text[at] == '[') open = at;
            if (text[at] == ']' && open >= 0 && at - open <= longest && IndexOf(text.AsSpan(open + 1, at - open - 1)) is not null)
                last = text[(open + 1)..at];
        }
        return last;
    }
}
