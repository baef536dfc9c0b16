using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Decisions;

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
