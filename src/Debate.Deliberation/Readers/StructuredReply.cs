namespace Debate.Deliberation.Readers;

/// <summary>
/// The structured object in a model's reply: JSON, fenced JSON, a Python literal or a near miss of one, with any prose around it.
/// <para>Where there are several objects, it is the last complete one that has a wanted field and is fenced or ends the reply; else
/// the last complete one that has a wanted field; else, likewise, one that was cut short after at least one whole field. Models
/// think first and answer last. Fields of nested objects come after those of the object itself.</para>
/// <para>Nothing is evaluated and no input throws. Of a reply longer than <see cref="MaxReplyLength"/> characters only the end is
/// read; work is bounded by a constant times the length read, and a hostile reply that would need more yields no object.</para>
/// </summary>
public sealed class StructuredReply
{
    /// <summary>The number of characters that are read of a reply, from its end.</summary>
    public const int MaxReplyLength = 256 * 1024;

    /// <summary>Work allowed for each character that is read: an ordinary reply needs about three.</summary>
    private const int WorkPerCharacter = 16;

    private readonly IReadOnlyList<string> _foldedNames;
    private readonly (string Reply, int Start, int End) _source;
    private readonly int _ownCount;

    private StructuredReply(IReadOnlyList<ReplyField> fields, int ownCount, bool cutShort, (string Reply, int Start, int End) source)
    {
        (_source, _ownCount) = (source, ownCount);
        Fields = fields;
        IsCutShort = cutShort;
        _foldedNames = [.. fields.Select(f => ReplyField.FoldName(f.Name))];
    }

    /// <summary>The fields in the order of the reply, nested ones last; at least one.</summary>
    public IReadOnlyList<ReplyField> Fields { get; }

    /// <summary>The fields of objects inside the object, in the order of the reply.</summary>
    public IEnumerable<ReplyField> NestedFields => Fields.Skip(_ownCount);

    /// <summary>Where the object begins and ends in the reply, or in the end of it that was read.</summary>
    public (int Start, int End) Place => (_source.Start, _source.End);

    /// <summary>The object as it stands in the reply.</summary>
    public string Source => _source.Reply[_source.Start.._source.End];

    /// <summary>True when the closing brace was missing and only the fields before the cut were read.</summary>
    public bool IsCutShort { get; }

    /// <summary>Reads the object in the reply, selected as described for the type; null when there is none.</summary>
    /// <param name="reply">The model's reply; any text.</param>
    /// <param name="wanted">Names of which the object must have at least one, compared tolerantly; empty where any field will do.</param>
    public static StructuredReply? Read(string reply, params ReadOnlySpan<string> wanted)
    {
        StructuredReply? best = null;
        var bestRank = 0;
        foreach (var (found, rank) in FindObjects(reply))
        {
            if (rank < bestRank || wanted.Length > 0 && found.FindField(wanted) is null) continue;
            (best, bestRank) = (found, rank);
        }
        return best;
    }

    /// <summary>All objects in the reply that have a wanted field, that of <see cref="Read"/> first, the least likely one last.</summary>
    /// <param name="reply">The model's reply; any text.</param>
    /// <param name="wanted">Names of which an object must have at least one, compared tolerantly.</param>
    public static IReadOnlyList<StructuredReply> ReadAll(string reply, params ReadOnlySpan<string> wanted)
    {
        var all = new List<(StructuredReply Found, int Rank)>();
        foreach (var (found, rank) in FindObjects(reply))
            if (found.FindField(wanted) is not null) all.Add((found, rank));
        return [.. Enumerable.Reverse(all).OrderByDescending(o => o.Rank).Select(o => o.Found)];
    }

    /// <summary>The field of the first of the names that the reply has; of a repeated field the last. Null when it has none.</summary>
    public ReplyField? FindField(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var folded = ReplyField.FoldName(name);
            for (var i = Fields.Count - 1; i >= 0; i--)
                if (_foldedNames[i] == folded) return Fields[i];
        }
        return null;
    }

    /// <summary>
    /// The text of the first of the names that the object itself has, of a repeated field the last; else that of <see cref="FindText"/>.
    /// So an object that is quoted inside this one does not speak for it.
    /// </summary>
    public string? FindOwnText(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var folded = ReplyField.FoldName(name);
            for (var i = _ownCount - 1; i >= 0; i--)
                if (_foldedNames[i] == folded) return Fields[i].Text;
        }
        return FindText(names);
    }

    /// <summary>The text of <see cref="FindField"/>, unchanged (it may be empty); null when the reply has none of the names.</summary>
    public string? FindText(params ReadOnlySpan<string> names) => FindField(names)?.Text;

    /// <summary>
    /// The first non-placeholder value (see <see cref="IsMeaningful"/>) of the names, trimmed; null when there is none. MAD's adaptive
    /// break rule, "the answer is not empty", uses this.
    /// </summary>
    public string? FindMeaningful(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (IsMeaningful(FindText(name))) return FindText(name)!.Trim();
        return null;
    }

    /// <summary>
    /// False for null and for the placeholders with which models fill a field that they leave open: white space or punctuation alone,
    /// "none", "null", "nil", "n/a" and "undefined", in any case.
    /// </summary>
    public static bool IsMeaningful(string? value)
    {
        if (value is null) return false;
        var core = value.AsSpan().Trim(" \t\r\n.'\"`*-_()[]");
        return core.ToString().ToUpperInvariant() is not ("" or "NONE" or "NULL" or "NIL" or "N/A" or "UNDEFINED");
    }

    private static IEnumerable<(StructuredReply Found, int Rank)> FindObjects(string reply)
    {
        var text = reply.Length <= MaxReplyLength ? reply : reply[^MaxReplyLength..];
        return FindObjects(new ReplyCursor(text, (long)text.Length * WorkPerCharacter + 1024));
    }

    /// <summary>All objects with a field, in order; rank 1 is cut short, 2 complete, 3 complete and fenced or final.</summary>
    private static IEnumerable<(StructuredReply Found, int Rank)> FindObjects(ReplyCursor cursor)
    {
        var fenced = false;
        while (!cursor.IsAtEnd)
        {
            if (cursor.StartsWith("```"))
            {
                fenced = !fenced;
                cursor.Advance(3);
            }
            else if (cursor.Current != '{') cursor.Advance(1);
            else if (TryReadObject(cursor) is ({ } found, var end))
                yield return (found, found.IsCutShort ? 1 : fenced || EndsReply(cursor.Text, end) ? 3 : 2);
        }
    }

    /// <summary>
    /// One attempt. After a failure, a cut, or a doubtful text the search resumes right after the opening brace, where another object may
    /// begin.
    /// </summary>
    private static (StructuredReply? Found, int End) TryReadObject(ReplyCursor cursor)
    {
        var start = cursor.Position;
        var fields = new List<ReplyField>();
        cursor.IsDoubtful = false;
        var parser = new ObjectParser(cursor);
        var how = parser.ReadObject(fields, 1);
        var end = cursor.Position;
        if (how != ObjectEnd.Closed || cursor.IsDoubtful) cursor.Position = start + 1;
        var found = how != ObjectEnd.Broken && fields.Count > 0 && !cursor.IsExhausted;
        return (found ? new(fields, parser.OwnCount, how == ObjectEnd.CutShort, (cursor.Text, start, end)) : null, end);
    }

    /// <summary>True when only white space, closing brackets, quotes, fences and punctuation follow.</summary>
    private static bool EndsReply(string text, int from) => text.AsSpan(from).IndexOfAnyExcept(" \t\r\n`'\"])}>*;.,") < 0;
}
