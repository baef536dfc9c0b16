using System.Collections.Immutable;

namespace Debate.Deliberation.Decisions;

/// <summary>What a rule asks of whom.</summary>
public enum BallotForm
{
    /// <summary>Nothing: the answer that each voter gave last is its vote.</summary>
    Answer,

    /// <summary>One candidate.</summary>
    Choice,

    /// <summary>Any number of candidates.</summary>
    Approvals,

    /// <summary>Candidates, best first.</summary>
    Ranking,

    /// <summary>Ten points, spread over the candidates.</summary>
    Points,

    /// <summary>One candidate, and of the judge alone.</summary>
    Judgement,
}

/// <summary>
/// A vote: what each candidate gets from one voter. Whatever the form, more points mean preferred, so that every rule reads every ballot.
/// </summary>
/// <param name="Points">One number a candidate, none negative.</param>
public sealed record Ballot(ImmutableArray<int> Points)
{
    /// <summary>The points that a voter spreads over the candidates.</summary>
    public const int Spread = 10;

    /// <summary>True where it prefers nobody: an abstention.</summary>
    public bool IsBlank => Points.All(p => p == 0);

    /// <summary>The candidate that it puts above all others; null where it puts none.</summary>
    public int? Top
    {
        get
        {
            var most = Points.Max();
            return most > 0 && Points.Count(p => p == most) == 1 ? Points.IndexOf(most) : null;
        }
    }

    /// <summary>An abstention.</summary>
    public static Ballot Blank(int candidates) => new([.. new int[candidates]]);

    /// <summary>One point each for the candidates named, from 0.</summary>
    public static Ballot For(int candidates, params IEnumerable<int> named) =>
        new([.. Enumerable.Range(0, candidates).Select(c => named.Contains(c) ? 1 : 0)]);

    /// <summary>
    /// As many points as there are candidates for the one named first, one fewer for each that follows; none for who is not named.
    /// </summary>
    public static Ballot Ranking(int candidates, IReadOnlyList<int> bestFirst)
    {
        var points = new int[candidates];
        for (var place = 0; place < bestFirst.Count; place++) points[bestFirst[place]] = candidates - place;
        return new([.. points]);
    }
}
