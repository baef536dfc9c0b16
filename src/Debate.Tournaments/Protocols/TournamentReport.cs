using System.Globalization;
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

    /// <summary>What rated.</summary>
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>What the intervals are by.</summary>
    public string Intervals { get; init; } = RatingIntervals.Names[0];

    /// <summary>What the ratings mean, as a phrase.</summary>
    public string Scale { get; init; } = RatingScale.Meaning;

    /// <summary>What circumstances are worth, where the rating adjusts for them; else empty.</summary>
    public IReadOnlyList<RatingEffect> Effects { get; init; } = [];

    /// <summary>What every two debaters did to each other, best rated first.</summary>
    public IReadOnlyList<HeadToHead> Pairs { get; init; } = [];

    /// <summary>Persuasion and truth apart; null where of no debate it is known which side is right.</summary>
    public Persuasion? Persuasion { get; init; }

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
        var verdicts = Pairings.Verdicts(entries);
        var (field, rounds) = plan.Recorded(entries);
        var games = rounds.SelectMany(r => r.Games).ToArray();
        var board = Tournaments.Standings.Of(
            games, Draws.Seed(snapshot.Seed, "standings"), plan.Debaters, Method(snapshot.Options), field.BothSides);
        var curve = Curve(verdicts.Where(v => v.Key.StartsWith(Pairings.StudyPrefix, StringComparison.Ordinal))
            .OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value));
        var status = Journaled.Status(entries, isRunning);
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
            Rating = board.Rating,
            Intervals = board.Intervals,
            Scale = board.Scale,
            Effects = board.Effects,
            Pairs = board.Pairs,
            Persuasion = Persuasion.Of(
                Sided(plan, rounds, verdicts, new(snapshot, plan.Sides)), board.Standings, Baselines(curve, snapshot.Options),
                Draws.Seed(snapshot.Seed, "persuasion")),
            Agreement = curve,
            Usage = used,
            Reason = (entries[^1] as Suspended)?.Reason,
        };
    }

    /// <summary>The leaderboard of the report.</summary>
    public Leaderboard Board() => new(Standings, 0, Warnings)
    {
        Rating = Rating,
        Intervals = Intervals,
        Scale = Scale,
        Effects = Effects,
        Pairs = Pairs,
    };

    private static RatingMethod Method(ProtocolOptions options) =>
        RatingMethod.Named(options.GetValueOrDefault("rating"), options.GetValueOrDefault("intervals"));

    private static IEnumerable<SidedDebate> Sided(
        Pairings plan, IReadOnlyList<PlayedRound> rounds, Dictionary<string, Verdict> verdicts, Truth truth) =>
        from round in rounds
        from pairing in round.Round.Pairings
        let verdict = verdicts.GetValueOrDefault(pairing.Key)
        where verdict is not null
        let proIsRight = truth.ProIsRight(pairing.Motion, verdict)
        where proIsRight is not null
        select new SidedDebate(pairing.Pro, pairing.Con, plan.ScoreOf(verdict), proIsRight.Value, pairing.Motion);

    /// <summary>What the studies measured at the share that the debates reveal: one side alone, and nobody.</summary>
    private static IReadOnlyList<TruthBaseline> Baselines(IReadOnlyList<CurvePoint> curve, ProtocolOptions options)
    {
        var reveals = options.Under(options.Text("protocol")).GetValueOrDefault("reveals");
        if (!double.TryParse(reveals, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)) return [];
        IEnumerable<TruthBaseline> At(string arm, string name, double at) => curve
            .Where(p => p.Arm == arm && Math.Abs(p.Reveals - at) < 1e-9)
            .Select(p => new TruthBaseline(name, Share.Of(p.Agreement * p.Motions, p.Motions)));
        return [.. At("one-sided", "consultancy", share), .. At("none", "no debate", 0)];
    }

    private static IReadOnlyList<CurvePoint> Curve(IEnumerable<Verdict> studies) =>
    [
        .. studies.SelectMany(s => s.Measures).GroupBy(m => m.Key).Select(g =>
        {
            var (arm, share) = Deliberation.Protocols.Agreement.Parse(g.Key);
            return new CurvePoint(share, arm, g.Average(m => m.Value), g.Count());
        }).OrderBy(p => p.Reveals).ThenBy(p => p.Arm, StringComparer.Ordinal),
    ];
}
