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

    /// <summary>Who meets whom.</summary>
    public required string Format { get; init; }

    /// <summary>Debates that the format asks for; the most, where that depends on results.</summary>
    public required int Debates { get; init; }

    /// <summary>Debates with a verdict.</summary>
    public required int Finished { get; init; }

    /// <summary>Debates without a verdict, where the tournament failed; elsewhere they are only still to come.</summary>
    public required int Failed { get; init; }

    /// <summary>What is not debated, and why.</summary>
    public required IReadOnlyList<Skipped> Skipped { get; init; }

    /// <summary>Best rating first.</summary>
    public required IReadOnlyList<Standing> Standings { get; init; }

    /// <summary>Best first by the format's own rule: points of a Swiss, rounds survived of an elimination; empty elsewhere.</summary>
    public required IReadOnlyList<Place> Places { get; init; }

    /// <summary>The rounds drawn until now; empty for formats without rounds.</summary>
    public required IReadOnlyList<RoundReport> Rounds { get; init; }

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
        var snapshot = Snapshots.Of(entries);
        var plan = Pairings.Of(snapshot);
        var (field, rounds) = plan.Recorded(entries);
        var games = rounds.SelectMany(r => r.Games).ToArray();
        var status = Journaled.Status(entries, isRunning);
        var board = Tournaments.Standings.Of(games, Draws.Seed(snapshot.Seed, "standings"), plan.Debaters, field.BothSides);
        return new()
        {
            Id = snapshot.Id,
            Name = snapshot.Name,
            Seed = snapshot.Seed,
            Status = status,
            Format = plan.Schedule.Name,
            Debates = status == RunStatus.Finished ? games.Length : (int)Math.Min(int.MaxValue, plan.Schedule.MostDebates(field)),
            Finished = games.Length,
            Failed = status == RunStatus.Failed ? rounds.Sum(r => r.Round.Pairings.Count) - games.Length : 0,
            Skipped = skipped,
            Standings = board.Standings,
            Places = plan.Schedule.Places(field, rounds),
            Rounds = plan.Schedule.WaitsForResults ? [.. rounds.Select(RoundReport.Of)] : [],
            Warnings = board.Warnings,
            Agreement = Curve(entries.OfType<Deliberated>().Where(c => IsStudy(c, snapshot.Id))
                .OrderBy(c => c.Child.Value, StringComparer.Ordinal).Select(c => c.Verdict)),
            Usage = used,
            Reason = (entries[^1] as Suspended)?.Reason,
        };
    }

    private static bool IsStudy(Deliberated child, DeliberationId tournament) =>
        child.Child.Value.AsSpan(tournament.Value.Length + 1).StartsWith(Pairings.StudyPrefix, StringComparison.Ordinal);

    private static IReadOnlyList<CurvePoint> Curve(IEnumerable<Verdict> studies) =>
    [
        .. studies.SelectMany(s => s.Measures).GroupBy(m => m.Key).Select(g =>
        {
            var (arm, share) = Deliberation.Protocols.Agreement.Parse(g.Key);
            return new CurvePoint(share, arm, g.Average(m => m.Value), g.Count());
        }).OrderBy(p => p.Reveals).ThenBy(p => p.Arm, StringComparer.Ordinal),
    ];
}
