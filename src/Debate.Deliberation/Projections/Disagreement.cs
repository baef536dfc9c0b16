using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Projections;

/// <summary>Disagreement in one round; counts of several debates can be added.</summary>
/// <param name="Round">The round, from 1.</param>
/// <param name="Pairs">Pairs of different seats that both gave an answer in the round; at least one.</param>
/// <param name="Differing">The pairs whose answers differ.</param>
public sealed record RoundDisagreement(int Round, int Pairs, int Differing)
{
    /// <summary>The share of pairs that differ, from 0 to 1.</summary>
    public double Share => (double)Differing / Pairs;
}

/// <summary>How often debaters answer differently.</summary>
public static class Disagreement
{
    /// <summary>
    /// By round, ascending, pooled over the debates. A seat's last answer in a round counts; answers are compared by
    /// <see cref="AnswerGroups"/>. Rounds with fewer than two answers are left out.
    /// </summary>
    public static IReadOnlyList<RoundDisagreement> ByRound(params IEnumerable<IEnumerable<DebaterTurn>> debates) =>
        [.. debates.SelectMany(InDebate).GroupBy(r => r.Round).OrderBy(g => g.Key)
            .Select(g => new RoundDisagreement(g.Key, g.Sum(r => r.Pairs), g.Sum(r => r.Differing)))];

    private static IEnumerable<RoundDisagreement> InDebate(IEnumerable<DebaterTurn> turns) =>
        turns.Where(t => t.Answer is not null).GroupBy(t => t.Round).Select(InRound).Where(r => r.Pairs > 0);

    private static RoundDisagreement InRound(IGrouping<int, DebaterTurn> round)
    {
        var answers = round.GroupBy(t => t.Seat, StringComparer.Ordinal).Select(seat => seat.Last().Answer!)
            .Where(StructuredReply.IsMeaningful).ToList();
        var same = AnswerGroups.Create(answers).All.Sum(g => Choose2(g.Voters.Count));
        return new RoundDisagreement(round.Key, Choose2(answers.Count), Choose2(answers.Count) - same);
    }

    private static int Choose2(int n) => n * (n - 1) / 2;
}

/// <summary>How diverse the turns of a debate are: 100 minus self-BLEU, as in MAD (Liang et al., 2024). From 0 to 100.</summary>
public static class Diversity
{
    /// <summary>
    /// Between opposing seats: 100 - BLEU of the later of two turns of different seats in one round, with the earlier as the reference,
    /// averaged over all such pairs of the debate. Null when no round has turns of two seats.
    /// </summary>
    public static double? BetweenSeats(IEnumerable<DebaterTurn> turns) => Mean(turns
        .GroupBy(t => t.Round)
        .SelectMany(round => Pairs([.. round]))
        .Where(pair => pair.Earlier.Seat != pair.Later.Seat));

    private static IEnumerable<(DebaterTurn Earlier, DebaterTurn Later)> Pairs(IReadOnlyList<DebaterTurn> turns) =>
        turns.SelectMany((earlier, i) => turns.Skip(i + 1).Select(later => (earlier, later)));

    private static double? Mean(IEnumerable<(DebaterTurn Earlier, DebaterTurn Later)> pairs)
    {
        var values = pairs.Select(p => 100 - Bleu.Sentence(p.Later.Text, p.Earlier.Text)).ToList();
        return values.Count == 0 ? null : values.Average();
    }
}

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
