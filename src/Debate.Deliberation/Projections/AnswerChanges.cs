using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Projections;

/// <summary>How one seat's answers changed in one round; counts of several debates can be added.</summary>
/// <param name="Round">The round of the later answer, from 1.</param>
/// <param name="Seat">The seat.</param>
/// <param name="StayedRight">Right before and after, even in another wording.</param>
/// <param name="RightToWrong">Right before, wrong after.</param>
/// <param name="WrongToRight">Wrong before, right after.</param>
/// <param name="StayedWrong">Wrong before and after, even with another wrong answer.</param>
public sealed record RoundChanges(int Round, string Seat, int StayedRight, int RightToWrong, int WrongToRight, int StayedWrong);

/// <summary>How debaters change between right and wrong answers.</summary>
public static class AnswerChanges
{
    /// <summary>
    /// By round, then seat, ascending: each answer of a seat compared with its previous answer. Turns without an answer are skipped; a
    /// seat's first answer is no change.
    /// </summary>
    public static IReadOnlyList<RoundChanges> ByRound(IEnumerable<DebaterTurn> turns, IAnswerChecker checker, Problem question) =>
        Sum(turns.Where(t => t.Answer is not null).GroupBy(t => t.Seat, StringComparer.Ordinal)
            .SelectMany(seat => CountForSeat([.. seat], answer => checker.Check(answer, question).Correct)));

    /// <summary>Adds up the changes of several debates, by round and seat.</summary>
    public static IReadOnlyList<RoundChanges> Sum(IEnumerable<RoundChanges> changes) =>
        [.. changes.GroupBy(c => (c.Round, c.Seat)).OrderBy(g => g.Key.Round).ThenBy(g => g.Key.Seat, StringComparer.Ordinal)
            .Select(g => g.Aggregate((a, b) => a with
            {
                StayedRight = a.StayedRight + b.StayedRight,
                RightToWrong = a.RightToWrong + b.RightToWrong,
                WrongToRight = a.WrongToRight + b.WrongToRight,
                StayedWrong = a.StayedWrong + b.StayedWrong,
            }))];

    private static IEnumerable<RoundChanges> CountForSeat(IReadOnlyList<DebaterTurn> turns, Func<string, bool> right)
    {
        var verdicts = turns.Select(t => right(t.Answer!)).ToList();
        return turns.Skip(1).Select((turn, i) => Classify(turn, verdicts[i], verdicts[i + 1]));
    }

    private static RoundChanges Classify(DebaterTurn turn, bool before, bool after) => (before, after) switch
    {
        (true, true) => new(turn.Round, turn.Seat, 1, 0, 0, 0),
        (true, false) => new(turn.Round, turn.Seat, 0, 1, 0, 0),
        (false, true) => new(turn.Round, turn.Seat, 0, 0, 1, 0),
        (false, false) => new(turn.Round, turn.Seat, 0, 0, 0, 1),
    };
}

/// <summary>One statement of a debater, the input of the projections; moderators and judges are left out.</summary>
/// <param name="Round">The round, from 1.</param>
/// <param name="Seat">The seat that spoke.</param>
/// <param name="Text">The statement.</param>
/// <param name="Answer">The answer it gave; null when it gave none.</param>
public sealed record DebaterTurn(int Round, string Seat, string Text, string? Answer);
