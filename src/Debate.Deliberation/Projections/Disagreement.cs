using Debate.Deliberation.Answers;

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
    /// <see cref="CanonicalAnswer"/>. Rounds with fewer than two answers are left out.
    /// </summary>
    public static IReadOnlyList<RoundDisagreement> ByRound(params IEnumerable<IEnumerable<DebaterTurn>> debates) =>
        [.. debates.SelectMany(InDebate).GroupBy(r => r.Round).OrderBy(g => g.Key)
            .Select(g => new RoundDisagreement(g.Key, g.Sum(r => r.Pairs), g.Sum(r => r.Differing)))];

    private static IEnumerable<RoundDisagreement> InDebate(IEnumerable<DebaterTurn> turns) =>
        turns.Where(t => t.Answer is not null).GroupBy(t => t.Round).Select(InRound).Where(r => r.Pairs > 0);

    private static RoundDisagreement InRound(IGrouping<int, DebaterTurn> round)
    {
        var answers = round.GroupBy(t => t.Seat, StringComparer.Ordinal).Select(seat => CanonicalAnswer.Compute(seat.Last().Answer!))
            .ToList();
        var same = answers.GroupBy(a => a, StringComparer.Ordinal).Sum(g => Choose2(g.Count()));
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
