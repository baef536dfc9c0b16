using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

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

/// <summary>
/// Reads a ballot: the numbers of candidates, from 1, in the field for its kind ("vote", "approve", "ranking", or "points" as an object
/// from number to points). When that field is missing, an answer field with a candidate's answer is a vote for that candidate alone.
/// </summary>
/// <param name="form">The kind of ballot that was asked for.</param>
/// <param name="candidates">The answers, in the order of their numbers.</param>
/// <param name="choices">The options of the question.</param>
internal sealed partial class BallotReader(BallotKind form, IReadOnlyList<string> candidates, IReadOnlyList<string> choices)
    : IReader<Ballot>
{
    /// <inheritdoc/>
    public string Name => "ballot";

    private string FieldName => form switch
    {
        BallotKind.Approvals => "approve",
        BallotKind.Ranking => "ranking",
        BallotKind.Points => "points",
        _ => "vote",
    };

    /// <inheritdoc/>
    public ReadResult<Ballot> Read(string reply)
    {
        if (StructuredReply.Read(reply, [FieldName, .. AnswerFieldNames.All]) is not { } found)
            return ReadResult<Ballot>.Refused($"No object with the field {FieldName} was found.");
        var ballot = found.FindField(FieldName) is not { } given ? ParseAnswer(found) : form == BallotKind.Points ? ParsePoints(found)
            : ParseNumbers(given.Text);
        return ballot is not null ? ReadResult<Ballot>.Accepted(ballot) : ReadResult<Ballot>.Refused(form == BallotKind.Points
            ? $"Whole points must go to answers 1 to {candidates.Count} and sum to {Ballot.PointBudget}."
            : $"The field {FieldName} must name answers by their numbers, 1 to {candidates.Count}{(IsSingleChoice ? ", and only one" : "")}.");
    }

    private bool IsSingleChoice => form is BallotKind.Choice or BallotKind.Judgement;

    private Ballot? ParseNumbers(string text)
    {
        var numbers = NumberPattern().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture) - 1).Distinct().ToArray();
        if (numbers.Any(n => n < 0 || n >= candidates.Count)) return null;
        if (form != BallotKind.Approvals && numbers.Length == 0 || IsSingleChoice && numbers.Length > 1) return null;
        return form == BallotKind.Ranking ? Ballot.FromRanking(candidates.Count, numbers) : Ballot.ForCandidates(candidates.Count, numbers);
    }

    private Ballot? ParsePoints(StructuredReply found)
    {
        var points = new int[candidates.Count];
        foreach (var field in found.Fields)
        {
            if (!int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            if (number < 1 || number > points.Length) return null;
            if (!int.TryParse(field.Text, NumberStyles.None, CultureInfo.InvariantCulture, out points[number - 1])) return null;
        }
        return points.Sum(p => (long)p) == Ballot.PointBudget ? new([.. points]) : null;
    }

    private Ballot? ParseAnswer(StructuredReply found)
    {
        if (AnswerFieldNames.Find(found) is not { } answer) return null;
        var groups = AnswerGroups.Create([.. candidates, answer], choices);
        for (var c = 0; c < candidates.Count; c++)
            if (groups.AreSame(c, candidates.Count)) return Ballot.ForCandidates(candidates.Count, c);
        return null;
    }

    [GeneratedRegex(@"\d{1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
