using Debate.Core.Input;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Debate.Silo.Web;

/// <summary>
/// Looks through a body of JSON before anything is made of it, in one pass and without memory of its own: that it is JSON, one value, not
/// too deep, without half characters, and that no text is larger than its limit. Errors name the field by its path.
/// </summary>
internal ref struct JsonScan
{
    private const int MaxNameLength = 100;

    /// <summary>Whether the text of a field is itself a document: it may be as large as a body.</summary>
    private static bool IsDocument(ReadOnlySpan<byte> field) =>
        field.SequenceEqual("graph"u8) || field.SequenceEqual("configuration"u8) || field.SequenceEqual("knowledge"u8);

    private readonly ReadOnlySpan<byte> _body;
    private readonly ServerLimits _limits;
    private readonly List<Step> _path = [];
    private Utf8JsonReader _json;

    private JsonScan(ReadOnlySpan<byte> body, int maxDepth, ServerLimits limits)
    {
        // One level more, so that the error for one too many is ours.
        _json = new(body, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        _body = body;
        _limits = limits;
    }

    /// <summary>
    /// Throws <see cref="InputException"/> where a body is not JSON, deeper than <paramref name="maxDepth"/> levels or has half a
    /// character, and <see cref="HttpProblemException"/> with 413 where a text in it is too large.
    /// </summary>
    public static void Validate(ReadOnlySpan<byte> body, int maxDepth, ServerLimits limits)
    {
        var scan = new JsonScan(body, maxDepth, limits);
        try
        {
            scan.Run(maxDepth);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"body: it is not JSON (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1})", wrong);
        }
    }

    private void Run(int maxDepth)
    {
        while (_json.Read())
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    CountItem();
                    if (_path.Count == maxDepth) throw new InputException($"{Describe()}: it is deeper than {maxDepth} levels");
                    _path.Add(new(_json.TokenType == JsonTokenType.StartArray ? -1 : null));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _path.RemoveAt(_path.Count - 1);
                    break;
                case JsonTokenType.PropertyName:
                    CheckText(isName: true);
                    _path[^1] = new(null, (int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);
                    break;
                default:
                    CountItem();
                    if (_json.TokenType == JsonTokenType.String) CheckText(isName: false);
                    break;
            }
        }
    }

    private readonly void CountItem()
    {
        if (_path.Count > 0 && _path[^1].Index is { } index) _path[^1] = new(index + 1);
    }

    private readonly void CheckText(bool isName)
    {
        var raw = _json.ValueSpan;
        if (_json.ValueIsEscaped && HasHalfCharacter(raw))
            throw new InputException(
                $"{Describe()}: it has half a character, a surrogate without the other one{(isName ? ", in a name" : "")}");
        if (raw.Length <= _limits.Text) return;
        var most = !isName && _path.Count > 0 && IsDocument(NameOf(_path[^1])) ? _limits.Body : _limits.Text;
        var size = _json.ValueIsEscaped ? CountBytes(raw) : raw.Length;
        if (size > most)
            throw new HttpProblemException(StatusCodes.Status413PayloadTooLarge,
                $"{Describe()}: a text of {size} bytes, and at most {most} are taken (limit {(most == _limits.Text ? "text" : "body")})");
    }

    private readonly string Describe()
    {
        var path = new StringBuilder();
        foreach (var step in _path)
            if (step.Index is { } index) path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (step.NameLength > 0) path.Append(path.Length > 0 ? "." : "").Append(Encoding.UTF8.GetString(NameOf(step)));
        return path.Length == 0 ? "body" : OneLine.Format(path.ToString(), 200);
    }

    private readonly ReadOnlySpan<byte> NameOf(Step step) => _body.Slice(step.NameAt, Math.Min(step.NameLength, MaxNameLength));

    private static bool HasHalfCharacter(ReadOnlySpan<byte> raw)
    {
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\') continue;
            if (ReadUnit(raw, at) is not { } unit)
            {
                at++;
                continue;
            }
            at += 5;
            if (!char.IsSurrogate(unit)) continue;
            if (char.IsLowSurrogate(unit) || ReadUnit(raw, at + 1) is not { } low || !char.IsLowSurrogate(low)) return true;
            at += 6;
        }
        return false;
    }

    /// <summary>The bytes of a text in UTF-8, given as it stands in JSON.</summary>
    private static long CountBytes(ReadOnlySpan<byte> raw)
    {
        long bytes = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\') bytes++;
            else if (ReadUnit(raw, at) is not { } unit)
            {
                bytes++;
                at++;
            }
            else
            {
                // The two halves of a pair are four bytes together.
                bytes += unit < 0x80 ? 1 : unit < 0x800 || char.IsSurrogate(unit) ? 2 : 3;
                at += 5;
            }
        }
        return bytes;
    }

    private static char? ReadUnit(ReadOnlySpan<byte> raw, int at) =>
        at + 6 <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u'
            && ushort.TryParse(raw.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit : null;

    /// <summary>A step of the path: an index in a list, or where a name stands in the body.</summary>
    private readonly record struct Step(int? Index, int NameAt = 0, int NameLength = 0);
}
