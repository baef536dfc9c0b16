using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Projections;

/// <summary>How many debates over one protocol went: what MAD's authors measured of theirs.</summary>
/// <param name="Debates">Debates with at least two debaters' turns.</param>
/// <param name="Diversity">Mean of 100 - self-BLEU between the debaters' turns, from 0 to 100; null where nothing can be compared.</param>
/// <param name="Disagreement">By round, how often debaters' answers differ.</param>
/// <param name="Changes">By round and seat, how answers moved between right and wrong.</param>
/// <param name="Rounds">How many debates took how many rounds.</param>
/// <param name="BySeat">Debates won by seat.</param>
/// <param name="ByModel">Debates won by model.</param>
public sealed record DebateStudy(
    int Debates, double? Diversity, IReadOnlyList<RoundDisagreement> Disagreement, IReadOnlyList<RoundChanges> Changes,
    IReadOnlyList<RoundsCount> Rounds, IReadOnlyList<Wins> BySeat, IReadOnlyList<Wins> ByModel)
{
    /// <summary>The study of debates given as the entries of their journals; null where none of them is a debate.</summary>
    public static DebateStudy? Of(IEnumerable<IReadOnlyList<EntryBody>> journals, ProtocolRegistry protocols, IAnswerChecker checker)
    {
        var debates = journals.Select(j => Debated.Of(j, protocols)).OfType<Debated>().ToArray();
        if (debates.Length == 0) return null;
        var diversity = debates.Select(d => Projections.Diversity.BetweenSeats(d.Turns)).OfType<double>().ToArray();
        return new(
            debates.Length,
            diversity.Length == 0 ? null : diversity.Average(),
            Projections.Disagreement.ByRound(debates.Select(d => d.Turns)),
            AnswerChanges.Summed(debates
                .Where(d => d.Problem.Answers.Count > 0).SelectMany(d => AnswerChanges.ByRound(d.Turns, checker, d.Problem))),
            Outcomes.RoundsPlayed([.. debates.Select(d => d.Outcome)]),
            Outcomes.BySeat(debates.Select(d => d.Outcome)),
            Outcomes.ByModel(debates.Select(d => d.Outcome)));
    }

    private sealed record Debated(Problem Problem, IReadOnlyList<Turn> Turns, DebateOutcome Outcome)
    {
        public static Debated? Of(IReadOnlyList<EntryBody> entries, ProtocolRegistry protocols)
        {
            if (entries is not [Started { Snapshot: var snapshot }, ..] || entries[^1] is not Decided { Verdict: var verdict }) return null;
            var seats = snapshot.Seats.Take(protocols.Find(snapshot.Protocol).Debaters(snapshot.Options)).ToArray();
            if (seats.Length < 2) return null;
            var turns = entries.OfType<Asked>().Where(a => a.Round is not null && seats.Any(s => s.Name == a.Seat))
                .Select(a => new Turn(a.Round!.Value, a.Seat, a.Reply, FinalAnswer.Of(a.Reply))).ToArray();
            return new(snapshot.Problem, turns, new(verdict.Rounds, verdict.Side, [.. seats.Select(s => new SeatModel(s.Name, s.Model))]));
        }
    }
}
