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
internal sealed partial class BallotReader(BallotForm form, IReadOnlyList<string> candidates, IReadOnlyList<string> choices)
    : IReader<Ballot>
{
    /// <inheritdoc/>
    public string Name => "ballot";

    private string Field => form switch
    {
        BallotForm.Approvals => "approve",
        BallotForm.Ranking => "ranking",
        BallotForm.Points => "points",
        _ => "vote",
    };

    /// <inheritdoc/>
    public Reading<Ballot> Read(string reply)
    {
        if (StructuredReply.Read(reply, [Field, .. AnswerNames.All]) is not { } found)
            return Reading<Ballot>.Refused($"No object with the field {Field} was found.");
        var ballot = found.Field(Field) is not { } given ? ByAnswer(found) : form == BallotForm.Points ? Points(found) : Named(given.Text);
        return ballot is not null ? Reading<Ballot>.Of(ballot) : Reading<Ballot>.Refused(form == BallotForm.Points
            ? $"Whole points must go to answers 1 to {candidates.Count} and sum to {Ballot.Spread}."
            : $"The field {Field} must name answers by their numbers, 1 to {candidates.Count}{(One ? ", and only one" : "")}.");
    }

    private bool One => form is BallotForm.Choice or BallotForm.Judgement;

    private Ballot? Named(string text)
    {
        var numbers = Number().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture) - 1).Distinct().ToArray();
        if (numbers.Any(n => n < 0 || n >= candidates.Count)) return null;
        if (form != BallotForm.Approvals && numbers.Length == 0 || One && numbers.Length > 1) return null;
        return form == BallotForm.Ranking ? Ballot.Ranking(candidates.Count, numbers) : Ballot.For(candidates.Count, numbers);
    }

    private Ballot? Points(StructuredReply found)
    {
        var points = new int[candidates.Count];
        foreach (var field in found.Fields)
        {
            if (!int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            if (number < 1 || number > points.Length) return null;
            if (!int.TryParse(field.Text, NumberStyles.None, CultureInfo.InvariantCulture, out points[number - 1])) return null;
        }
        return points.Sum(p => (long)p) == Ballot.Spread ? new([.. points]) : null;
    }

    private Ballot? ByAnswer(StructuredReply found)
    {
        if (found.Meaningful(AnswerNames.All) is not { } answer) return null;
        var form = AnswerForm.Of(answer, choices);
        for (var c = 0; c < candidates.Count; c++)
            if (AnswerForm.Of(candidates[c], choices) == form) return Ballot.For(candidates.Count, c);
        return null;
    }

    [GeneratedRegex(@"\d{1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
