using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Audits;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Planning;

/// <summary>
/// Checks before the first call all that a tournament may need in any of its rounds: the longest id, every seat's model, every motion, and
/// a panel for any two debaters whom the format can bring together. Whoever starts a tournament asks it, also for one that came ready-made.
/// </summary>
/// <param name="protocols">The protocols.</param>
/// <param name="models">The models.</param>
public sealed class TournamentPreflight(ProtocolRegistry protocols, IKnownModels models)
{
    /// <summary>Throws <see cref="InputException"/> for a tournament that could not be played to its end.</summary>
    public void Validate(RunDefinition tournament)
    {
        var options = tournament.Options.Read<TournamentOptions>();
        var (protocol, passed) = (protocols.Find(options.Protocol), tournament.Options.WithPrefix(options.Protocol));
        ValidateProtocol(protocol, protocol.CompleteOptions(passed), tournament.Seats.Any(s => s.Judge is not null),
            options.Canaries.Names.Count > 0);
        foreach (var seat in tournament.Seats)
        {
            if ((seat.Debater ?? seat.Judge) is { } name) _ = Values.Name(TournamentSpec.MaxNameLength).Read("seats", name);
            ValidateModel(seat, protocol);
        }
        if (tournament.Problem.Parts.Count == 0) throw new InputException("problem.parts: a tournament needs at least one motion");
        foreach (var motion in tournament.Problem.Parts) protocols.CompleteOptions(protocol.Name, motion, passed);
        var schedule = TournamentSchedule.FromDefinition(tournament);
        var keys = new PairingKeys(schedule.Entrants.Debaters, schedule.Entrants.Motions);
        schedule.Schedule.Validate(schedule.Entrants);
        ChildIds.Validate(tournament.Id, FindLongestKey(schedule, keys));
        var pairs = FindPossiblePairs(schedule, options.Seeding, tournament.Seats);
        ValidatePanels(pairs, tournament, schedule, options);
        ValidateSeats(pairs[0], schedule, tournament);
    }

    /// <summary>Throws <see cref="InputException"/> for a protocol that no tournament, or not this one, can be of.</summary>
    internal static void ValidateProtocol(ProtocolDescriptor protocol, ProtocolOptions options, bool hasJudges, bool hasCanaries)
    {
        if (protocol.Debaters(options) != 2)
            throw new InputException($"protocol '{protocol.Name}': a tournament needs a protocol of two debaters, this has "
                + protocol.Debaters(options).ToString(CultureInfo.InvariantCulture));
        if (hasJudges && protocol.Name != JudgedDebate.Descriptor.Name)
            throw new InputException($"judges: protocol '{protocol.Name}' has no panel; {JudgedDebate.Descriptor.Name} has one");
        if (hasCanaries && protocol.DefaultModel is not null)
            throw new InputException($"canaries: protocol '{protocol.Name}' reveals evidence, and there is none that says nothing");
    }

    private void ValidateModel(Seat seat, ProtocolDescriptor protocol)
    {
        if (protocol.DefaultModel is not null) _ = EvidencePlayers.Find(seat.Model);
        else if (!ExternalSeat.IsExternal(seat)) _ = models.Find(seat.Model);
    }

    /// <summary>The longest key of a debate that can be drawn, or of a study or a canary's debate.</summary>
    private static string FindLongestKey(TournamentSchedule schedule, PairingKeys keys)
    {
        var field = schedule.Entrants;
        var debaters = Enumerable.Range(0, field.Debaters.Count);
        int[] longest = [.. debaters.OrderByDescending(i => Slug.Create(field.Debaters[i]).Length).Take(2)];
        var motion = Enumerable.Range(0, field.Motions.Count).MaxBy(i => Slug.Create(field.Motions[i]).Length);
        // A round takes the next motions in turn, and each time the same two may meet.
        var rounds = schedule.Schedule.MaxRounds(field);
        var times = (rounds * Math.Min(field.MotionsPerRound, field.Motions.Count) + field.Motions.Count - 1) / field.Motions.Count;
        var canaries = schedule.CreateCanaryMatches(schedule.CreateSeeding(null)).Select(c => c.Key);
        return schedule.CreateStudies().Select(s => s.Key).Concat(canaries)
            .Append(keys.CreatePairing(motion, longest[0], longest[1], times).Key).MaxBy(key => key.Length)!;
    }

    private static void ValidatePanels(
        IReadOnlyList<(Seat A, Seat B)> pairs, RunDefinition tournament, TournamentSchedule schedule, TournamentOptions options)
    {
        Seat[] pool = [.. tournament.Seats.Where(s => s.Judge is not null)];
        if (pool.Length == 0) return;
        var panels = new JudgePanels(pool, options.PanelSize, options.PanelConflicts == PanelConflicts.Allow, options.PanelSeed);
        foreach (var (a, b) in pairs)
            if (panels.FindShortage(a, b) is { } error) throw error;
        var opponents = schedule.CreateCanaryMatches(schedule.CreateSeeding(null)).Select(c => c.Opponent).ToHashSet();
        foreach (var debater in tournament.Seats.Where(s => s.Debater is not null && opponents.Contains(s.Debater)))
            if (panels.SelectAllEligible(debater).Count == 0)
                throw new InputException($"panel: no judge may judge '{debater.Debater}' against a canary; all are of its family. "
                    + "Add judges, leave out canaries, or say conflicts: allow");
    }

    /// <summary>
    /// The pairs that can meet: where there is only one round that follows from the order of the entrants, its pairs; else any two. Of
    /// debaters of one family two stand for all.
    /// </summary>
    private static IReadOnlyList<(Seat A, Seat B)> FindPossiblePairs(
        TournamentSchedule schedule, SeedingOrder seeding, IEnumerable<Seat> seats)
    {
        var debaters = seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);
        var (format, field) = (schedule.Schedule, schedule.Entrants);
        if (format.DependsOnResults && !format.AllowsLateEntrants && format.MaxRounds(field) == 1 && seeding == SeedingOrder.Listed)
            return [.. format.NextRound(field, [])!.Pairings.Select(p => (debaters[p.Pro], debaters[p.Con]))];
        Seat[] few = [.. debaters.Values.GroupBy(JudgePanels.FamilyOf).SelectMany(family => family.Take(2))];
        return [.. few.SelectMany((a, i) => few.Skip(i + 1).Select(b => (a, b)))];
    }

    /// <summary>A debate must have all its seats, of which a tournament that came ready-made may lack some.</summary>
    private void ValidateSeats((Seat A, Seat B) pair, TournamentSchedule schedule, RunDefinition tournament)
    {
        var names = tournament.Seats.Where(s => s.Debater is null && s.Judge is null).GroupBy(s => s.Name, StringComparer.Ordinal);
        if (names.FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"seats: '{twice.Key}' must not be repeated");
        var first = new Pairing(schedule.Entrants.Motions[0], pair.A.Debater!, pair.B.Debater!, "first");
        var debate = RunDefinitions.ForChild(schedule.CreateDebates(new(first.Key, [first])).First(), tournament, protocols);
        var needed = protocols.Find(debate.Protocol).Seats(debate.Options);
        if (needed.FirstOrDefault(name => debate.Seats.All(s => s.Name != name)) is { } missing)
            throw new InputException($"seats: '{missing}' is missing; a debate of {debate.Protocol} has {string.Join(", ", needed)}");
    }
}
