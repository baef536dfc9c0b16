namespace Debate.Deliberation.Decisions;

/// <summary>The votes of one round.</summary>
/// <param name="Candidates">How many answers can be voted for; at least one.</param>
/// <param name="Ballots">One per voter, each with a number for each candidate.</param>
/// <param name="Round">The round after which the votes were cast, from 1.</param>
public sealed record Poll(int Candidates, IReadOnlyList<Ballot> Ballots, int Round = 1)
{
    /// <summary>The number of voters who put the candidate above all others.</summary>
    public int CountSupporters(int candidate) => Ballots.Count(b => b.TopChoice == candidate);

    /// <summary>
    /// The candidates that enough voters support, where abstainers count as voters: <paramref name="enough"/> takes the number of
    /// supporters and the number of voters.
    /// </summary>
    public IReadOnlyList<int> FindMeetingQuorum(Func<int, int, bool> enough) =>
        [.. Enumerable.Range(0, Candidates).Where(c => CountSupporters(c) is > 0 and var n && enough(n, Ballots.Count))];

    /// <summary>The candidates with the greatest sum of scores over all ballots; none when all abstain.</summary>
    public IReadOnlyList<int> ArgMax(Func<Ballot, int, int> score)
    {
        if (Ballots.All(b => b.IsBlank)) return [];
        var cast = Ballots.Where(b => !b.IsBlank).ToArray();
        var sums = Enumerable.Range(0, Candidates).Select(c => cast.Sum(b => score(b, c))).ToArray();
        var max = sums.Max();
        return [.. Enumerable.Range(0, Candidates).Where(c => sums[c] == max)];
    }
}
