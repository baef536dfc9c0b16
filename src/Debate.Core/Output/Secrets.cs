using System.Text;
using System.Text.Encodings.Web;

namespace Debate.Core.Output;

/// <summary>
/// Takes secrets out of texts: as they are and in any case, URL-, JSON-, hex- and base64-coded (in each of the three alignments), and any 12
/// characters in a row of one, in whichever of these forms. What stands before the secret part of a vendor's key (sk-, hf_) is no secret. A
/// secret of less than 12 characters is found whole only, one of less than four not at all, since it would be found everywhere. Linear in the
/// length of a text; thread-safe.
/// </summary>
public sealed class Secrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mark = "***";

    private const int PieceLength = 12;
    private const int MinLength = 4;

    /// <summary>How vendors' keys begin, longest first.</summary>
    private static readonly string[] VendorPrefixes = [.. new[]
    {
        "sk-", "sk-proj-", "sk-svcacct-", "sk-ant-", "sk-ant-api03-", "sk-or-", "sk-or-v1-", "gsk_", "hf_", "xai-", "pplx-", "nvapi-",
        "r8_", "fw_", "AIza", "tgp_v1_", "csk-", "dsk-", "key-", "api-", "Bearer ",
    }.OrderByDescending(prefix => prefix.Length)];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _pieces;
    private readonly IReadOnlyList<string> _short;
    private readonly IReadOnlyList<string> _prefixes;

    /// <summary>The secrets to take out; null and empty ones are none.</summary>
    public Secrets(IEnumerable<string?> secrets)
    {
        var (pieces, whole, prefixes) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new List<string>(), new HashSet<string>());
        foreach (var secret in secrets.OfType<string>().Where(s => s.Length >= MinLength))
        {
            var prefix = VendorPrefixes.FirstOrDefault(p => secret.StartsWith(p, StringComparison.OrdinalIgnoreCase)) ?? "";
            // Of a very short one the prefix is most of it.
            var body = secret.Length - prefix.Length >= PieceLength ? secret[prefix.Length..] : secret;
            if (body.Length < secret.Length) prefixes.Add(prefix);
            foreach (var form in Encode(body).Distinct(StringComparer.Ordinal))
                if (body.Length < PieceLength || form.Length < PieceLength) whole.Add(form);
                else for (var i = 0; i + PieceLength <= form.Length; i++) pieces.Add(form.Substring(i, PieceLength));
        }
        _pieces = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        (_short, _prefixes) = ([.. whole.OrderByDescending(form => form.Length)], [.. prefixes.OrderByDescending(p => p.Length)]);
    }

    /// <summary>The text without the secrets.</summary>
    public string Redact(string text)
    {
        if (_pieces.Set.Count > 0) text = RedactPieces(text);
        foreach (var form in _short) text = text.Replace(form, Mark, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    /// <summary>A URL without its user and password, also one that is no valid URL.</summary>
    public static string HideUser(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#') is >= 0 and var path ? start + path : url.Length;
        // A password may hold a '/' or a '#' that should have been escaped: then the whole of it ends at the last '@'.
        var at = Math.Max(url[start..end].LastIndexOf('@') is >= 0 and var inside ? start + inside : -1,
            url.LastIndexOf('@') is var last && last > end && url[start..].Contains(':', StringComparison.Ordinal) ? last : -1);
        return at < 0 ? url : $"{url[..start]}{Mark}{url[at..]}";
    }

    private string RedactPieces(string text)
    {
        StringBuilder? clean = null;
        var (written, covered) = (0, -1);
        for (var i = 0; i + PieceLength <= text.Length; i++)
        {
            if (!_pieces.Contains(text.AsSpan(i, PieceLength))) continue;
            clean ??= new(text.Length);
            // Behind a piece that begins within the one before, or just behind it, stands one mark for both.
            if (i > covered) clean.Append(WithoutPrefix(text.AsSpan(written, i - written))).Append(Mark);
            covered = written = i + PieceLength;
        }
        return clean is null ? text : clean.Append(text.AsSpan(written)).ToString();
    }

    private ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> before)
    {
        foreach (var prefix in _prefixes)
            if (before.EndsWith(prefix, StringComparison.OrdinalIgnoreCase)) return before[..^prefix.Length];
        return before;
    }

    private static IEnumerable<string> Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return Uri.EscapeDataString(text);
        yield return string.Concat(bytes.Select(b => $"%{b:x2}"));
        yield return JavaScriptEncoder.Default.Encode(text);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        yield return Convert.ToHexStringLower(bytes);
        foreach (var coded in EncodeBase64(bytes))
        {
            yield return coded;
            yield return coded.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>The characters that the bytes alone decide, behind none, one or two other bytes.</summary>
    private static IEnumerable<string> EncodeBase64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var coded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var (first, last) = ((before * 8 + 5) / 6, (before + bytes.Length) * 8 / 6);
            yield return coded[first..last];
        }
    }
}
