using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Projections;

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

    /// <summary>
    /// From the first turn: 100 - BLEU of every later turn of a seat with its first one as the reference, averaged over the debate: how
    /// far debaters move (the paper's self-BLEU of first and current answer). Null when no seat speaks twice.
    /// </summary>
    public static double? FromFirst(IEnumerable<DebaterTurn> turns) => Mean(turns
        .GroupBy(t => t.Seat, StringComparer.Ordinal)
        .SelectMany(seat => seat.Skip(1).Select(turn => (Earlier: seat.First(), Later: turn))));

    private static IEnumerable<(DebaterTurn Earlier, DebaterTurn Later)> Pairs(IReadOnlyList<DebaterTurn> turns) =>
        turns.SelectMany((earlier, i) => turns.Skip(i + 1).Select(later => (earlier, later)));

    private static double? Mean(IEnumerable<(DebaterTurn Earlier, DebaterTurn Later)> pairs)
    {
        var values = pairs.Select(p => 100 - Bleu.Sentence(p.Later.Text, p.Earlier.Text)).ToList();
        return values.Count == 0 ? null : values.Average();
    }
}
