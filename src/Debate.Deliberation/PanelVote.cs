namespace Debate.Deliberation;

/// <summary>The vote of one judge of a panel after reading a debate in one order.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Swapped">Whether the second side of the debate was shown first.</param>
/// <param name="Winner">The seat that the judge prefers, or <see cref="Tie"/>; null where its reply could not be read.</param>
/// <param name="Reason">Why, in its own words; null where it gave no reason.</param>
public sealed record PanelVote(string Judge, bool Swapped, string? Winner, string? Reason)
{
    /// <summary>Neither side is better.</summary>
    public const string Tie = "tie";

    /// <summary>
    /// The score of <paramref name="seat"/>: 1 for a win, 0.5 for a tie, 0 for a loss; null where the vote could not be read.
    /// </summary>
    public double? Score(string seat) => Winner is null ? null : Winner == seat ? 1 : Winner == Tie ? 0.5 : 0;

    /// <summary>
    /// The mean score of <paramref name="seat"/> over the panel, in [0, 1]: the mean over judges of each judge's mean score, so that a
    /// judge who changes its mind with the order counts as a tie and no judge counts twice. Null where no vote could be read.
    /// </summary>
    public static double? MeanScore(IEnumerable<PanelVote> votes, string seat)
    {
        var judges = votes.Where(j => j.Winner is not null).GroupBy(j => j.Judge, StringComparer.Ordinal)
            .Select(judge => judge.Average(j => j.Score(seat)!.Value)).ToArray();
        return judges.Length == 0 ? null : judges.Average();
    }
}
