namespace Debate.Tournaments.Audits;

/// <summary>How often a judge's verdict flipped when the order of presentation was swapped.</summary>
/// <param name="Flips">Debates for which it named different winners; a tie counts as a winner of its own.</param>
/// <param name="Debates">Debates that it read in both orders.</param>
/// <param name="Share">Flips / Debates, in [0, 1]; 0 if there are none.</param>
/// <param name="Low">The lower end of the 95 % interval (Wilson).</param>
/// <param name="High">The upper end.</param>
public sealed record SwapFlips(int Flips, int Debates, double Share, double Low, double High)
{
    /// <summary>The flips of the judges selected by <paramref name="counts"/>.</summary>
    public static SwapFlips Count(AuditData material, Func<string, bool> counts)
    {
        var both = material.Debates
            .SelectMany(d => d.Votes.Where(r => r.ProScore is not null && counts(r.Judge)).GroupBy(r => r.Judge, StringComparer.Ordinal))
            .Where(judge => judge.Select(r => r.IsSwapped).Distinct().Count() == 2).ToArray();
        var flips = both.Count(judge => judge.Select(r => r.ProScore).Distinct().Count() > 1);
        var interval = Wilson.ComputeInterval(flips, both.Length);
        return new(flips, both.Length, both.Length == 0 ? 0 : (double)flips / both.Length, interval.Low, interval.High);
    }
}
