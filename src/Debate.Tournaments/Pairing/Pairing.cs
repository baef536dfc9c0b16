using System.Security.Cryptography;
using System.Text;
using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>One match to be played: who speaks for and who against a motion.</summary>
/// <param name="Motion">The key of the motion, as the source gave it.</param>
/// <param name="Pro">The debater who speaks for the motion.</param>
/// <param name="Con">The debater who speaks against it.</param>
/// <param name="Key">
/// Unique in the tournament and safe as one segment of a path, a URL and an id (<c>motion--pro--con</c> of <c>a-z 0-9 _ - ~</c>, at most
/// 163 characters; a second match of the same three ends with <c>--2</c>). It depends on these names alone, so adding motions or debaters
/// changes no other key.
/// </param>
public sealed record Pairing(string Motion, string Pro, string Con, string Key);

/// <summary>
/// Creates pairings with their keys. Fewer than two debaters and blank or repeated names are an <see cref="InputException"/>.
/// </summary>
internal sealed class PairingKeys
{
    private readonly IReadOnlyList<string> _debaters, _motions;
    private readonly string[] _debaterSlugs, _motionSlugs;

    internal PairingKeys(IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (debaters.Count < 2) throw new InputException($"debaters: {debaters.Count} given, a tournament needs at least 2");
        (_debaters, _motions) = (debaters, motions);
        _debaterSlugs = Slug.CreateAll(debaters, "debaters");
        _motionSlugs = Slug.CreateAll(motions, "motions");
    }

    /// <summary>
    /// The pairing of two debaters on a motion, each by its number; <paramref name="time"/> is 1 for the first with the same three.
    /// </summary>
    internal Pairing CreatePairing(int motion, int pro, int con, int time = 1)
    {
        var key = $"{_motionSlugs[motion]}--{_debaterSlugs[pro]}--{_debaterSlugs[con]}";
        return new(_motions[motion], _debaters[pro], _debaters[con], time == 1 ? key : FormattableString.Invariant($"{key}--{time}"));
    }
}

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

/// <summary>
/// A match that was not played, because a debater was not there. It counts for points and pairing as a win of whoever was there, and as a
/// loss of both where neither was; it is no game, and so enters no rating.
/// </summary>
/// <param name="Pairing">The match.</param>
/// <param name="IsProAbsent">Whether the debater for the motion was not there.</param>
/// <param name="IsConAbsent">Whether the debater against it was not there; at least one of the two is true.</param>
public sealed record Forfeit(Pairing Pairing, bool IsProAbsent, bool IsConAbsent)
{
    /// <summary>The forfeit of a match by the named debaters; null where neither of its two is among them.</summary>
    public static Forfeit? Create(Pairing pairing, IReadOnlyCollection<string> absent)
    {
        var (pro, con) = (absent.Contains(pairing.Pro), absent.Contains(pairing.Con));
        return pro || con ? new(pairing, pro, con) : null;
    }

    /// <summary>Whether this debater of the match was not there.</summary>
    public bool IsAbsent(string debater) => debater == Pairing.Pro ? IsProAbsent : IsConAbsent;

    /// <summary>The points of a debater of the match: 1 if it was there, else 0.</summary>
    internal int PointsOf(string debater) => IsAbsent(debater) ? 0 : 1;
}
