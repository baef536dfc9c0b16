namespace Debate.Tournaments;

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
