using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Projections;

/// <summary>Statistics over debates of one protocol: the measures that MAD's authors report (Liang et al., 2024).</summary>
/// <param name="Debates">Debates with at least two debaters' turns.</param>
/// <param name="Diversity">Mean of 100 - self-BLEU between the debaters' turns, from 0 to 100; null where nothing can be compared.</param>
/// <param name="Disagreement">How often debaters' answers differ, by round.</param>
/// <param name="Changes">How answers changed between right and wrong, by round and seat.</param>
/// <param name="Rounds">The distribution of the number of rounds.</param>
/// <param name="BySeat">Debates won, lost and undecided by seat.</param>
/// <param name="ByModel">Debates won, lost and undecided by model.</param>
public sealed record DebateStudy(
    int Debates, double? Diversity, IReadOnlyList<RoundDisagreement> Disagreement, IReadOnlyList<RoundChanges> Changes,
    IReadOnlyList<RoundsCount> Rounds, IReadOnlyList<Wins> BySeat, IReadOnlyList<Wins> ByModel)
{
    /// <summary>The study of debates given as the entries of their journals; null where none of them can be studied.</summary>
    public static DebateStudy? FromJournals(IEnumerable<IReadOnlyList<EntryBody>> journals, ProtocolRegistry protocols,
        IAnswerChecker checker) =>
        FromDebates([.. journals.Select(j => StudiedDebate.Read(j, protocols, checker)).OfType<StudiedDebate>()]);

    /// <summary>The study of debates; null where there is none.</summary>
    public static DebateStudy? FromDebates(IReadOnlyList<StudiedDebate> debates)
    {
        if (debates.Count == 0) return null;
        var diversity = debates.Select(d => d.Diversity).OfType<double>().ToArray();
        return new(
            debates.Count,
            diversity.Length == 0 ? null : diversity.Average(),
            Projections.Disagreement.ByRound(debates.Select(d => d.Turns)),
            AnswerChanges.Sum(debates.SelectMany(d => d.Changes)),
            OutcomeStatistics.RoundsPlayed([.. debates.Select(d => d.Outcome)]),
            OutcomeStatistics.BySeat(debates.Select(d => d.Outcome)),
            OutcomeStatistics.ByModel(debates.Select(d => d.Outcome)));
    }
}

/// <summary>What a study needs of one debate: measures and answers without the texts, so that thousands fit in memory.</summary>
/// <param name="Diversity">100 - self-BLEU between the debaters' turns; null where nothing can be compared.</param>
/// <param name="Turns">The debaters' turns without their texts.</param>
/// <param name="Changes">How answers changed between right and wrong; empty where the key is not known.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record StudiedDebate(double? Diversity, IReadOnlyList<DebaterTurn> Turns, IReadOnlyList<RoundChanges> Changes,
    DebateOutcome Outcome)
{
    /// <summary>Reads the debate of a journal; null where it has no verdict or fewer than two debaters.</summary>
    public static StudiedDebate? Read(IReadOnlyList<EntryBody> entries, ProtocolRegistry protocols, IAnswerChecker checker)
    {
        if (entries is not [RunStarted { Definition: var definition }, ..] || entries[^1] is not RunCompleted { Verdict: var verdict })
            return null;
        var seats = definition.Seats.Take(protocols.Find(definition.Protocol).Debaters(definition.Options)).ToArray();
        if (seats.Length < 2) return null;
        var turns = entries.OfType<ModelReplied>().Where(a => a.Round is not null && seats.Any(s => s.Name == a.Seat))
            .Select(a => new DebaterTurn(a.Round!.Value, a.Seat, a.Reply, FinalAnswer.Extract(a.Reply))).ToArray();
        return new(
            Projections.Diversity.BetweenSeats(turns),
            [.. turns.Select(t => t with { Text = "" })],
            definition.Problem.Answers.Count > 0 ? AnswerChanges.ByRound(turns, checker, definition.Problem) : [],
            new(verdict.Rounds, verdict.Side, [.. seats.Select(s => new SeatModel(s.Name, s.Model))]));
    }
}

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
