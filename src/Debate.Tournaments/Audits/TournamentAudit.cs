using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Audits;

/// <summary>The audit of one judge.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Model">Its model.</param>
/// <param name="Family">The model's family.</param>
/// <param name="Debates">Debates that it judged.</param>
/// <param name="Unreadable">Votes whose reply could not be parsed.</param>
/// <param name="Flips">How often the order of presentation changed its verdict.</param>
/// <param name="Effects">The effects of covariates other than the debate's content.</param>
/// <param name="Influence">Its influence on each debater's rating.</param>
public sealed record JudgeAudit(
    string Judge, string Model, string Family, int Debates, int Unreadable, SwapFlips Flips, IReadOnlyList<EffectEstimate> Effects,
    IReadOnlyList<RatingShift> Influence);

/// <summary>
/// The audit of a tournament's judges, computed from its journal; like the standings it is valid at any point of the tournament.
/// </summary>
/// <param name="Id">The tournament.</param>
/// <param name="Name">Its name.</param>
/// <param name="Debates">Debates that a panel judged, canaries not counted.</param>
/// <param name="Flips">The swap flips of all judges together.</param>
/// <param name="Effects">The effects on the panel treated as one judge.</param>
/// <param name="Agreement">The agreement among the judges.</param>
/// <param name="Judges">The audit of each judge.</param>
/// <param name="Canaries">The canaries' results; empty if there were none.</param>
/// <param name="Notes">Caveats, one sentence each.</param>
public sealed record TournamentAudit(
    DeliberationId Id, string Name, int Debates, SwapFlips Flips, IReadOnlyList<EffectEstimate> Effects, JudgeAgreement Agreement,
    IReadOnlyList<JudgeAudit> Judges, IReadOnlyList<CanaryResult> Canaries, IReadOnlyList<string> Notes)
{
    private const int MinMotions = 10;

    /// <summary>The audit of a tournament's journal.</summary>
    /// <param name="entries">The journal.</param>
    /// <param name="identify">Gives the first of all names of a model, where it is configured under several; null where none is.</param>
    public static TournamentAudit FromJournal(IReadOnlyList<EntryBody> entries, Func<string, string>? identify = null)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var pairings = TournamentSchedule.FromDefinition(definition);
        var verdicts = TournamentSchedule.ReadVerdicts(entries);
        var (field, rounds) = pairings.ReadRounds(entries);
        var seeding = entries.OfType<DecisionRecorded>().FirstOrDefault(r => r.Name == TournamentSchedule.SeedingRecord)?.Value
            ?? pairings.CreateSeeding(null);
        var debates = rounds.SelectMany(r => r.Round.Pairings).Where(p => verdicts.ContainsKey(p.Key))
            .Select(p => AuditedDebate.FromVerdict((p.Motion, p.Pro, p.Con), verdicts[p.Key], pairings.Sides))
            .Where(d => d.Votes.Count > 0);
        var canaries = pairings.CreateCanaryMatches(seeding).Where(c => verdicts.ContainsKey(c.Key))
            .Select(c => new CanaryDebate(c, AuditedDebate.FromVerdict((c.Motion, "", ""), verdicts[c.Key], pairings.Sides)));
        var seats = definition.Seats;
        ModelIdentity Identify(Seat seat) => ModelIdentity.FromSeat(seat, identify ?? (name => name));
        var material = new AuditData(
            [.. debates],
            seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, Identify, StringComparer.Ordinal),
            seats.Where(s => s.Debater is null).ToDictionary(s => s.Judge ?? s.Name, Identify, StringComparer.Ordinal),
            SeededRandom.DeriveSeed(definition.Seed, "audit")) { BothSides = field.BothSides };
        var audit = Create(definition, material, CanaryCheck.Test([.. canaries], material.Seed));
        return audit with { Notes = [.. audit.Notes, .. MissingDebates.Describe(rounds, verdicts)] };
    }

    private static TournamentAudit Create(RunDefinition definition, AuditData material, IReadOnlyList<CanaryResult> canaries) => new(
        definition.Id, definition.Name, material.Debates.Count, SwapFlips.Count(material, _ => true),
        EffectEstimates.EstimatePanel(material),
        JudgeAgreement.Compute(material, _ => true),
        [.. material.ActiveJudges.Zip(EffectEstimates.EstimateJudges(material), (judge, effects) => AuditJudge(material, judge, effects))],
        canaries, [.. CreateNotes(material, canaries)]);

    private static JudgeAudit AuditJudge(AuditData material, string judge, IReadOnlyList<EffectEstimate> effects)
    {
        var readings = material.Debates.SelectMany(d => d.Votes).Where(r => r.Judge == judge).ToArray();
        var voice = material.Judges[judge];
        return new(
            judge, voice.Model, voice.Family, material.Debates.Count(d => d.Votes.Any(r => r.Judge == judge)),
            readings.Count(r => r.ProScore is null), SwapFlips.Count(material, other => other == judge), effects,
            JudgeInfluence.Estimate(material, judge));
    }

    private static IEnumerable<string> CreateNotes(AuditData material, IReadOnlyList<CanaryResult> canaries)
    {
        var motions = material.Debates.Select(d => d.Motion).Distinct(StringComparer.Ordinal).Count();
        if (motions == 0) yield return "no debate was judged by a panel: there is nothing to audit; protocol: judged has one";
        else if (motions < MinMotions) yield return $"only {motions} motions: intervals over motions are likely too narrow";
        if (canaries.Count > 0 && canaries.Max(c => c.Motions) < CanaryCheck.MinMotions(canaries.Count))
            yield return $"{canaries.Max(c => c.Motions)} motions can flag no canary: with {canaries.Count} tests it takes "
                + $"{CanaryCheck.MinMotions(canaries.Count)}";
        foreach (var c in canaries.Where(c => c.Flagged))
            yield return FormattableString.Invariant($"{c.Judge} falls for the canary '{c.Canary}' ({c.Side}): ")
                + FormattableString.Invariant($"{c.Score:0.00} where silence gets {c.Null:0.00}");
    }
}
