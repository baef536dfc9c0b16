namespace Debate.Deliberation.Readers;

/// <summary>A choice of one named thing.</summary>
/// <param name="Index">Which of the names, from 0.</param>
public sealed record ItemChoice(int Index);

/// <summary>
/// Reads which of a few named things a reply chooses: the field "item" of an object, else a reply that is nothing but the name, with or
/// without brackets or quotes, else the last name that stands in brackets.
/// </summary>
/// <param name="names">What can be chosen.</param>
public sealed class ItemReader(IReadOnlyList<string> names) : IReader<ItemChoice>
{
    private const string Around = " \t\r\n.\"'`[]";

    /// <inheritdoc/>
    public string Name => "{\"item\": \"NAME\"}";

    /// <inheritdoc/>
    public Reading<ItemChoice> Read(string reply)
    {
        var text = reply.Length <= StructuredReply.LongestReply ? reply : reply[^StructuredReply.LongestReply..];
        var said = StructuredReply.Read(text, "item")?.Text("item") ?? (IndexOf(text) is null ? LastInBrackets(text) : text);
        return said is not null && IndexOf(said) is { } index
            ? Reading<ItemChoice>.Of(new(index))
            : Reading<ItemChoice>.Refused("It does not name one of the items that can be revealed now.");
    }

    private int? IndexOf(string said)
    {
        var (exact, bare) = (said.Trim(), said.Trim(Around.ToCharArray()));
        for (var i = 0; i < names.Count; i++)
            if (names[i] == exact || names[i] == bare) return i;
        return null;
    }

    private string? LastInBrackets(string text)
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
