using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// A tournament as far as its journal goes: who stands where, what was skipped, what it used. Computed from what was recorded, never from
/// what is expected, so that it is as true in the middle as at the end.
/// </summary>
public sealed record TournamentReport
{
    /// <summary>The tournament.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Debates that the format asks for.</summary>
    public required int Debates { get; init; }

    /// <summary>Debates with a verdict.</summary>
    public required int Finished { get; init; }

    /// <summary>Debates that were started or due and have none, where the tournament does not run any more.</summary>
    public required int Failed { get; init; }

    /// <summary>What is not debated, and why.</summary>
    public required IReadOnlyList<Skipped> Skipped { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<Standing> Standings { get; init; }

    /// <summary>What to know before one believes the standings.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Agreement with full information by arm and share of the evidence; empty where nothing was studied.</summary>
    public required IReadOnlyList<CurvePoint> Agreement { get; init; }

    /// <summary>What all debates used.</summary>
    public required Usage Usage { get; init; }

    /// <summary>How the debates went, where models held them and somebody read them; else null.</summary>
    public DebateStudy? Debate { get; init; }

    /// <summary>Why it stopped, where it did before its end.</summary>
    public string? Reason { get; init; }

    /// <summary>The report of a tournament's journal.</summary>
    public static TournamentReport Of(IReadOnlyList<EntryBody> entries, IReadOnlyList<Skipped> skipped, Usage used, bool isRunning)
    {
        var snapshot = ((Started)entries[0]).Snapshot;
        var pairings = new Pairings(snapshot.Problem, snapshot.Seats, snapshot.Options);
        var verdicts = entries.OfType<Deliberated>().ToDictionary(c => c.Child.Value[(snapshot.Id.Value.Length + 1)..], c => c.Verdict);
        var games = pairings.All.Where(p => verdicts.ContainsKey(p.Key)).Select(p => Game(p, verdicts[p.Key], pairings.Sides)).ToArray();
        var board = Board(games, snapshot.Seed, pairings.Debaters);
        var status = Journaled.Status(entries, isRunning);
        return new()
        {
            Id = snapshot.Id,
            Name = snapshot.Name,
            Seed = snapshot.Seed,
            Status = status,
            Debates = pairings.All.Count,
            Finished = games.Length,
            Failed = status == RunStatus.Failed ? pairings.All.Count - games.Length : 0,
            Skipped = skipped,
            Standings = board.Standings,
            Warnings = board.Warnings,
            Agreement = Curve(verdicts.Where(v => v.Key.StartsWith(Pairings.StudyPrefix, StringComparison.Ordinal)).Select(v => v.Value)),
            Usage = used,
            Reason = (entries[^1] as Suspended)?.Reason,
        };
    }

    private static Leaderboard Board(Game[] games, long seed, IReadOnlyList<string> debaters) =>
        Tournaments.Standings.Of(games, Draws.Seed(seed, "standings"), debaters);

    private static Game Game(Pairing pairing, Verdict verdict, (string Pro, string Con) sides) => new(
        pairing.Pro, pairing.Con, verdict.Side == sides.Pro ? 1 : verdict.Side == sides.Con ? 0 : 0.5, pairing.Motion);

    private static IReadOnlyList<CurvePoint> Curve(IEnumerable<Verdict> studies) =>
    [
        .. studies.SelectMany(s => s.Measures).GroupBy(m => m.Key).Select(g =>
        {
            var (arm, share) = Deliberation.Protocols.Agreement.Parse(g.Key);
            return new CurvePoint(share, arm, g.Average(m => m.Value), g.Count());
        }).OrderBy(p => p.Reveals).ThenBy(p => p.Arm, StringComparer.Ordinal),
    ];
}
