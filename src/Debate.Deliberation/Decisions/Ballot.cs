using System.Collections.Immutable;

namespace Debate.Deliberation.Decisions;

/// <summary>What a rule asks for, and from whom.</summary>
public enum BallotKind
{
    /// <summary>Nothing: each voter's last answer is its vote.</summary>
    Answer,

    /// <summary>One candidate.</summary>
    Choice,

    /// <summary>Any number of candidates.</summary>
    Approvals,

    /// <summary>Candidates, best first.</summary>
    Ranking,

    /// <summary>Ten points, distributed over the candidates.</summary>
    Points,

    /// <summary>One candidate, from the judge alone.</summary>
    Judgement,
}

/// <summary>
/// A vote: the points that one voter gives each candidate. In every kind of ballot more points mean more preferred, so that every rule can
/// read every ballot.
/// </summary>
/// <param name="Points">One number per candidate, in the order of the candidates, none negative.</param>
public sealed record Ballot(ImmutableArray<int> Points)
{
    /// <summary>The points that a voter distributes over the candidates.</summary>
    public const int PointBudget = 10;

    /// <summary>True when it prefers nobody: an abstention.</summary>
    public bool IsBlank => Points.All(p => p == 0);

    /// <summary>The candidate that it puts above all others, from 0; null when there is none.</summary>
    public int? TopChoice
    {
        get
        {
            var max = Points.Max();
            return max > 0 && Points.Count(p => p == max) == 1 ? Points.IndexOf(max) : null;
        }
    }

    /// <summary>An abstention.</summary>
    public static Ballot Blank(int candidates) => new([.. new int[candidates]]);

    /// <summary>One point each for the candidates named, from 0.</summary>
    public static Ballot ForCandidates(int candidates, params IEnumerable<int> named) =>
        new([.. Enumerable.Range(0, candidates).Select(c => named.Contains(c) ? 1 : 0)]);

    /// <summary>
    /// As many points as there are candidates for the one named first, one fewer for each that follows; none for those not named.
    /// </summary>
    public static Ballot FromRanking(int candidates, IReadOnlyList<int> bestFirst)
    {
        var points = new int[candidates];
        for (var place = 0; place < bestFirst.Count; place++) points[bestFirst[place]] = candidates - place;
        return new([.. points]);
    }
}

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
