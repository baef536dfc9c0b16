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
