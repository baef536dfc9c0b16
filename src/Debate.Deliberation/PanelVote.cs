namespace Debate.Deliberation;

/// <summary>What one judge of a panel said after reading a debate in one order.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Swapped">Whether the second side of the debate was shown first.</param>
/// <param name="Winner">The seat that it finds better, or <see cref="Tie"/>; null where its reply could not be read.</param>
/// <param name="Reason">Why, in its own words; null where it gave no reason.</param>
public sealed record PanelVote(string Judge, bool Swapped, string? Winner, string? Reason)
{
    /// <summary>Neither side is better.</summary>
    public const string Tie = "tie";

    /// <summary>What <paramref name="seat"/> got: 1 for a win, one half for a tie, 0 for a loss; null where unreadable.</summary>
    public double? Score(string seat) => Winner is null ? null : Winner == seat ? 1 : Winner == Tie ? 0.5 : 0;

    /// <summary>
    /// The part of the panel that <paramref name="seat"/> got, in [0, 1]: the mean over judges of the mean over what each said, so that a
    /// judge who changes its mind with the order counts as a tie and no judge counts twice. Null where nothing could be read.
    /// </summary>
    public static double? Share(IEnumerable<PanelVote> votes, string seat)
    {
        var judges = votes.Where(j => j.Winner is not null).GroupBy(j => j.Judge, StringComparer.Ordinal)
            .Select(judge => judge.Average(j => j.Score(seat)!.Value)).ToArray();
        return judges.Length == 0 ? null : judges.Average();
    }
}
