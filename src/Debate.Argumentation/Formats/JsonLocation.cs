using System.Text;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>A JSON file: its name, for errors, and its text, in which errors look up their line.</summary>
internal sealed class JsonSource(string file, string text)
{
    public string File => file;

    /// <summary>The file as a whole.</summary>
    public JsonLocation Root => new(this, "", -1);

    /// <summary>The 1-based line of an element of the list with this name, wherever that is; 1 if it is not found.</summary>
    public int FindLine(string name, int index)
    {
        var bytes = Encoding.UTF8.GetBytes(text.StartsWith('\uFEFF') ? text[1..] : text);
        var reader = new Utf8JsonReader(bytes);
        // Names may repeat; JsonElement returns the last one, and so does this.
        var (list, at, found) = (-1, 0, 0L);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && list < 0 && reader.ValueTextEquals(name))
                (list, at) = (reader.CurrentDepth, -1);
            else if (list >= 0 && IsValue(reader.TokenType) && reader.CurrentDepth == list + 1 && ++at == index)
                found = reader.TokenStartIndex;
            else if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == list) list = -1;
        }
        return 1 + bytes.AsSpan(0, (int)found).Count((byte)'\n');
    }

    private static bool IsValue(JsonTokenType token) =>
        token is not (JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.PropertyName);
}

/// <summary>A location in a JSON file: an element of a list, or (index -1) the whole file.</summary>
internal readonly record struct JsonLocation(JsonSource Source, string List, int Index)
{
    /// <summary>An error that names file, line, element and rule.</summary>
    public InputException Error(string rule, Exception? inner = null)
    {
        var line = $"{Source.File}: line {(Index < 0 ? 1 : Source.FindLine(List, Index))}: ";
        var message = Index < 0 ? line + rule : $"{line}{List}[{Index}]: {rule}";
        return inner is null ? new InputException(message) : new InputException(message, inner);
    }

    /// <summary>Returns the result of <paramref name="add"/>; adds this location to its error unless it already has one.</summary>
    public T WithLocation<T>(Func<T> add)
    {
        try
        {
            return add();
        }
        catch (InputException e) when (!e.Message.StartsWith(Source.File + ": line ", StringComparison.Ordinal))
        {
            throw Error(e.Message, e);
        }
    }
}
