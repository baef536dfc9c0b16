using System.Security.Cryptography;
using System.Text;

namespace Debate.Tournaments;

/// <summary>
/// Names as segments of ids. A name that is already safe (lower-case letters, digits, single inner '-' or '_', at most 40 characters) is
/// unchanged; any other is sanitised and gets '~' and 48 bits of its SHA-256, so that different names stay different. A slug never contains
/// "--", so slugs joined by "--" can be split again.
/// </summary>
internal static class Slug
{
    private const int MaxLength = 40;

    internal static string Create(string name)
    {
        var plain = Sanitise(name);
        return plain == name ? name : plain + "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6));
    }

    /// <summary>The slugs of all names, in order; a blank or repeated name is an <see cref="InputException"/>.</summary>
    internal static string[] CreateAll(IReadOnlyList<string> names, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var slugs = new string[names.Count];
        for (var i = 0; i < slugs.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i])) throw new InputException($"{field}[{i}]: '{names[i]}' must not be blank");
            slugs[i] = Create(names[i]);
            if (!seen.Add(slugs[i])) throw new InputException($"{field}[{i}]: '{names[i]}' must not be repeated");
        }
        return slugs;
    }

    private static string Sanitise(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (text.Length == MaxLength) break;
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') text.Append(c);
            else if (text.Length > 0 && text[^1] != '-') text.Append('-');
        }
        return text.ToString().TrimEnd('-');
    }
}
