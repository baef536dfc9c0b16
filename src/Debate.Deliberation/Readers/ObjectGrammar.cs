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
/// may trail or be missing at a line end. Nothing is evaluated. Nesting beyond <see cref="Deepest"/> is refused.
/// </summary>
internal sealed class ObjectGrammar(ReplyCursor cursor)
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int Deepest = 24;

    private const int MostFields = 1000;

    private static readonly ReplyField Empty = new("", FieldKind.Object, "");

    /// <summary>
    /// Reads the object whose opening brace is under the cursor; nested fields are added after those of the object itself.
    /// </summary>
    public ObjectEnd ReadObject(List<ReplyField> fields, int depth)
    {
        if (depth > Deepest) return ObjectEnd.Broken;
        cursor.Move(1);
        var nested = new List<ReplyField>();
        var end = ReadFields(fields, nested, depth);
        fields.AddRange(nested);
        return fields.Count > MostFields ? ObjectEnd.Broken : end;
    }

    private ObjectEnd ReadFields(List<ReplyField> fields, List<ReplyField> nested, int depth)
    {
        while (true)
        {
            cursor.SkipSpace();
            if (cursor.Skip('}')) return ObjectEnd.Closed;
            if (EndsHere()) return ObjectEnd.CutShort;
            if (ReadKey() is not { } key) return cursor.Ended ? ObjectEnd.CutShort : ObjectEnd.Broken;
            if (ReadValue(nested, QuotedText.Place.Value, depth, out var end) is { } value) fields.Add(value with { Name = key });
            if (end != ObjectEnd.Closed) return end;
            cursor.SkipSpace();
            if (!cursor.Skip(',') && cursor.Here != '}' && !QuotedText.Opens(cursor.Here) && !EndsHere()) return ObjectEnd.Broken;
        }
    }

    private bool EndsHere() => cursor.Ended || cursor.Starts("```");

    private string? ReadKey()
    {
        var key = QuotedText.Opens(cursor.Here) ? QuotedText.Read(cursor, QuotedText.Place.Key) : ReadBareKey();
        cursor.SkipSpace();
        return cursor.Skip(':') ? key : null;
    }

    private string? ReadBareKey()
    {
        var from = cursor.At;
        if (!char.IsLetter(cursor.Here) && cursor.Here != '_') return null;
        while (!cursor.Ended && QuotedText.BareKey(cursor.Here) && cursor.At - from < 64) cursor.Move(1);
        return cursor.Text[from..cursor.At].Trim();
    }

    private ReplyField? ReadValue(List<ReplyField> nested, QuotedText.Place place, int depth, out ObjectEnd end)
    {
        cursor.SkipSpace();
        end = ObjectEnd.Closed;
        if (EndsHere()) end = ObjectEnd.CutShort;
        else if (QuotedText.Opens(cursor.Here)) return ReadText(place, out end);
        else if (cursor.Here == '[') return ReadList(nested, depth + 1, out end);
        else if (cursor.Here == '{') end = ReadObject(nested, depth + 1);
        else return ReadBare(place, out end);
        return end == ObjectEnd.Closed ? Empty : null;
    }

    private ReplyField? ReadText(QuotedText.Place place, out ObjectEnd end)
    {
        var text = QuotedText.Read(cursor, place);
        end = text is null ? ObjectEnd.CutShort : ObjectEnd.Closed;
        return text is null ? null : new ReplyField("", FieldKind.Text, text);
    }

    private ReplyField? ReadList(List<ReplyField> nested, int depth, out ObjectEnd end)
    {
        end = depth > Deepest ? ObjectEnd.Broken : ObjectEnd.Closed;
        cursor.Move(1);
        var items = new List<string>();
        while (end == ObjectEnd.Closed)
        {
            cursor.SkipSpace();
            if (cursor.Skip(']')) return new ReplyField("", FieldKind.List, string.Join(", ", items));
            if (ReadValue(nested, QuotedText.Place.Item, depth, out end) is { } item) items.Add(item.Text);
            cursor.SkipSpace();
            if (end == ObjectEnd.Closed && !cursor.Skip(',') && cursor.Here != ']')
                end = cursor.Ended ? ObjectEnd.CutShort : ObjectEnd.Broken;
        }
        return null;
    }

    private ReplyField? ReadBare(QuotedText.Place place, out ObjectEnd end)
    {
        var from = cursor.At;
        while (!cursor.Ended && !EndsBare(place)) cursor.Move(1);
        var text = cursor.Text[from..Math.Min(cursor.At, cursor.Text.Length)].Trim();
        end = cursor.Ended ? ObjectEnd.CutShort : text.Length == 0 ? ObjectEnd.Broken : ObjectEnd.Closed;
        return end == ObjectEnd.Closed ? Bare(text) : null;
    }

    private bool EndsBare(QuotedText.Place place) =>
        cursor.Here is '}' or ']' or '{' or '[' or '\n' or '"'
        || cursor.Here == ',' && !(place == QuotedText.Place.Value && InsideNumber());

    /// <summary>A comma of "1,000": in an object no key can start with a digit, so it belongs to the number.</summary>
    private bool InsideNumber()
    {
        var (text, at) = (cursor.Text, cursor.At);
        if (at == 0 || at + 3 >= text.Length || !char.IsAsciiDigit(text[at - 1])) return false;
        return text.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static ReplyField Bare(string text) => text.ToLowerInvariant() switch
    {
        "true" => new("", FieldKind.Flag, "true"),
        "false" => new("", FieldKind.Flag, "false"),
        "null" or "none" => new("", FieldKind.Nothing, ""),
        _ when double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
            => new("", FieldKind.Number, text),
        _ => new("", FieldKind.Text, text),
    };
}
