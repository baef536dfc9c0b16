using System.Globalization;

namespace Debate.Deliberation.Readers;

/// <summary>How one attempt at an object ended.</summary>
internal enum ObjectEnd
{
    /// <summary>The closing brace was read.</summary>
    Closed,

    /// <summary>The reply, or its fence, ended inside the object.</summary>
    CutShort,

    /// <summary>The text there is not an object.</summary>
    Broken,
}

/// <summary>
/// A tolerant recursive-descent parser of one object: JSON, a Python literal, or a mixture; keys and plain values may be unquoted, commas
/// may trail or be missing at a line end. Nothing is evaluated. Nesting beyond <see cref="MaxDepth"/> is refused.
/// </summary>
internal sealed class ObjectParser(ReplyCursor cursor)
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 24;

    private const int MaxFields = 1000;

    private static readonly ReplyField ObjectField = new("", FieldKind.Object, "");

    /// <summary>How many fields the object that was read last has itself; they come first.</summary>
    public int OwnCount { get; private set; }

    /// <summary>
    /// Reads the object whose opening brace is under the cursor; nested fields are added after those of the object itself.
    /// </summary>
    public ObjectEnd ReadObject(List<ReplyField> fields, int depth)
    {
        if (depth > MaxDepth) return ObjectEnd.Broken;
        cursor.Advance(1);
        var nested = new List<ReplyField>();
        var end = ReadFields(fields, nested, depth);
        OwnCount = fields.Count;
        fields.AddRange(nested);
        return fields.Count > MaxFields ? ObjectEnd.Broken : end;
    }

    private ObjectEnd ReadFields(List<ReplyField> fields, List<ReplyField> nested, int depth)
    {
        while (true)
        {
            cursor.SkipSpace();
            if (cursor.TrySkip('}')) return ObjectEnd.Closed;
            if (IsAtEnd()) return ObjectEnd.CutShort;
            if (ReadKey() is not { } key) return cursor.IsAtEnd ? ObjectEnd.CutShort : ObjectEnd.Broken;
            if (ReadValue(nested, QuotedText.TextPosition.Value, depth, out var end) is { } value) fields.Add(value with { Name = key });
            if (end != ObjectEnd.Closed) return end;
            cursor.SkipSpace();
            if (!cursor.TrySkip(',') && cursor.Current != '}' && !QuotedText.IsOpeningQuote(cursor.Current) && !IsAtEnd())
                return ObjectEnd.Broken;
        }
    }

    private bool IsAtEnd() => cursor.IsAtEnd || cursor.StartsWith("```");

    private string? ReadKey()
    {
        var key = QuotedText.IsOpeningQuote(cursor.Current) ? QuotedText.Read(cursor, QuotedText.TextPosition.Key) : ReadBareKey();
        cursor.SkipSpace();
        return cursor.TrySkip(':') ? key : null;
    }

    private string? ReadBareKey()
    {
        var from = cursor.Position;
        if (!char.IsLetter(cursor.Current) && cursor.Current != '_') return null;
        while (!cursor.IsAtEnd && QuotedText.IsBareKeyCharacter(cursor.Current) && cursor.Position - from < 64) cursor.Advance(1);
        return cursor.Text[from..cursor.Position].Trim();
    }

    private ReplyField? ReadValue(List<ReplyField> nested, QuotedText.TextPosition place, int depth, out ObjectEnd end)
    {
        cursor.SkipSpace();
        end = ObjectEnd.Closed;
        if (IsAtEnd()) end = ObjectEnd.CutShort;
        else if (QuotedText.IsOpeningQuote(cursor.Current)) return ReadText(place, out end);
        else if (cursor.Current == '[') return ReadList(nested, depth + 1, out end);
        else if (cursor.Current == '{') end = ReadObject(nested, depth + 1);
        else return ReadBare(place, out end);
        return end == ObjectEnd.Closed ? ObjectField : null;
    }

    private ReplyField? ReadText(QuotedText.TextPosition place, out ObjectEnd end)
    {
        var text = QuotedText.Read(cursor, place);
        end = text is null ? ObjectEnd.CutShort : ObjectEnd.Closed;
        return text is null ? null : new ReplyField("", FieldKind.Text, text);
    }

    private ReplyField? ReadList(List<ReplyField> nested, int depth, out ObjectEnd end)
    {
        end = depth > MaxDepth ? ObjectEnd.Broken : ObjectEnd.Closed;
        cursor.Advance(1);
        var items = new List<string>();
        while (end == ObjectEnd.Closed)
        {
            cursor.SkipSpace();
            if (cursor.TrySkip(']')) return new ReplyField("", FieldKind.List, string.Join(", ", items));
            if (ReadValue(nested, QuotedText.TextPosition.Item, depth, out end) is { } item) items.Add(item.Text);
            cursor.SkipSpace();
            if (end == ObjectEnd.Closed && !cursor.TrySkip(',') && cursor.Current != ']')
                end = cursor.IsAtEnd ? ObjectEnd.CutShort : ObjectEnd.Broken;
        }
        return null;
    }

    private ReplyField? ReadBare(QuotedText.TextPosition place, out ObjectEnd end)
    {
        var from = cursor.Position;
        while (!cursor.IsAtEnd && !EndsBareValue(place)) cursor.Advance(1);
        var text = cursor.Text[from..Math.Min(cursor.Position, cursor.Text.Length)].Trim();
        end = cursor.IsAtEnd ? ObjectEnd.CutShort : text.Length == 0 ? ObjectEnd.Broken : ObjectEnd.Closed;
        return end == ObjectEnd.Closed ? ParseBareValue(text) : null;
    }

    private bool EndsBareValue(QuotedText.TextPosition place) =>
        cursor.Current is '}' or ']' or '{' or '[' or '\n' or '"'
        || cursor.Current == ',' && !(place == QuotedText.TextPosition.Value && IsThousandsSeparator());

    /// <summary>A comma of "1,000": in an object no key can start with a digit, so it belongs to the number.</summary>
    private bool IsThousandsSeparator()
    {
        var (text, at) = (cursor.Text, cursor.Position);
        if (at == 0 || at + 3 >= text.Length || !char.IsAsciiDigit(text[at - 1])) return false;
        return text.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static ReplyField ParseBareValue(string text) => text.ToLowerInvariant() switch
    {
        "true" => new("", FieldKind.Flag, "true"),
        "false" => new("", FieldKind.Flag, "false"),
        "null" or "none" => new("", FieldKind.Nothing, ""),
        _ when double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
            => new("", FieldKind.Number, text),
        _ => new("", FieldKind.Text, text),
    };
}
