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
        var (exact, bare) = (said.Trim(), said.Trim(TrimCharacters.ToCharArray()));
        for (var i = 0; i < names.Count; i++)
            if (names[i] == exact || names[i] == bare) return i;
        return null;
    }

    private string? FindLastInBrackets(string text)
    {
        for (var close = text.LastIndexOf(']'); close > 0; close = text.LastIndexOf(']', close - 1))
        {
            var open = text.LastIndexOf('[', close);
            if (open < 0) return null;
            if (IndexOf(text[(open + 1)..close]) is not null) return text[(open + 1)..close];
        }
        return null;
    }
}
