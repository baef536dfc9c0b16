namespace Debate.Deliberation.Projections;

/// <summary>A seat and its model.</summary>
public sealed record SeatModel(string Seat, string Model);

/// <summary>How one debate ended.</summary>
/// <param name="Rounds">Rounds played, from 0.</param>
/// <param name="Winner">The seat whose side was supported; null when neither or both were.</param>
/// <param name="Seats">The debaters' seats, each once, with their models.</param>
public sealed record DebateOutcome(int Rounds, string? Winner, IReadOnlyList<SeatModel> Seats);

/// <summary>How many debates had that many rounds.</summary>
/// <param name="Rounds">The number of rounds.</param>
/// <param name="Debates">Debates that had it; at least one.</param>
/// <param name="Share">Their share of all debates, from 0 to 1.</param>
public sealed record RoundsCount(int Rounds, int Debates, double Share);

/// <summary>The results of the debates in which a seat or a model took part.</summary>
/// <param name="Name">The seat or the model.</param>
/// <param name="Won">Its wins.</param>
/// <param name="Lost">Debates that another seat won.</param>
/// <param name="Undecided">Debates without a winner.</param>
public sealed record Wins(string Name, int Won, int Lost, int Undecided);

/// <summary>Distributions over many debates. Results are in ascending order, names in ordinal order.</summary>
public static class OutcomeStatistics
{
    /// <summary>The distribution of the number of rounds; counts that did not occur are left out.</summary>
    public static IReadOnlyList<RoundsCount> RoundsPlayed(IReadOnlyCollection<DebateOutcome> debates) =>
        [.. debates.GroupBy(d => d.Rounds).OrderBy(g => g.Key)
            .Select(g => new RoundsCount(g.Key, g.Count(), (double)g.Count() / debates.Count))];

    /// <summary>Wins by seat.</summary>
    public static IReadOnlyList<Wins> BySeat(IEnumerable<DebateOutcome> debates) => Count(debates, s => s.Seat);

    /// <summary>Wins by model; a model that holds both seats of a debate counts one win and one loss for it.</summary>
    public static IReadOnlyList<Wins> ByModel(IEnumerable<DebateOutcome> debates) => Count(debates, s => s.Model);

    private static IReadOnlyList<Wins> Count(IEnumerable<DebateOutcome> debates, Func<SeatModel, string> name) =>
        [.. debates.SelectMany(d => d.Seats.Select(s => (Name: name(s), Won: d.Winner == s.Seat, Decided: d.Winner is not null)))
            .GroupBy(r => r.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Wins(g.Key, g.Count(r => r.Won), g.Count(r => r.Decided && !r.Won), g.Count(r => !r.Decided)))];
}
