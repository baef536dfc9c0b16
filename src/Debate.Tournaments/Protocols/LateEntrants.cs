using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Tournaments.Planning;

namespace Debate.Tournaments.Protocols;

/// <summary>Debaters who join a tournament that is not running: results so far are kept, and only their matches are added.</summary>
public static class LateEntrants
{
    /// <summary>
    /// The debaters as they can join the tournament, each with its family; throws <see cref="InputException"/> where one cannot. They are
    /// checked as the field was.
    /// </summary>
    public static IReadOnlyList<Seat> Admit(
        RunDefinition tournament, IReadOnlyList<Seat> newcomers, ProtocolRegistry protocols, IKnownModels models)
    {
        Validate(tournament, newcomers);
        var seated = tournament.Seats.Select(seat => seat with { Family = JudgePanels.FamilyOf(seat) }).ToArray();
        Seat[] joined = [.. newcomers.Select(s => s.Family is null ? s with { Family = ModelFamilies.Find(s.Model, models, seated) } : s)];
        new TournamentPreflight(protocols, models).Validate(tournament with { Seats = [.. tournament.Seats, .. joined] });
        return joined;
    }

    /// <summary>Throws <see cref="InputException"/> where nobody, or not these, can join a tournament of this format.</summary>
    internal static void Validate(RunDefinition tournament, IReadOnlyList<Seat> newcomers)
    {
        if (tournament.Kind != Tournament.Descriptor.Kind)
            throw new InputException($"id '{tournament.Id}': it is a {tournament.Kind}, not a tournament");
        var schedule = TournamentSchedule.FromDefinition(tournament).Schedule;
        if (!schedule.AllowsLateEntrants)
            throw new InputException($"id '{tournament.Id}': nobody can join a {schedule.Name} once its first round is drawn");
        if (newcomers.Count == 0) throw new InputException("seats: at least one debater must join");
        var names = tournament.Seats.Select(s => Nfc.Normalize(s.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var seat in newcomers)
        {
            _ = Values.Name(TournamentSpec.MaxNameLength).Read("debater", seat.Name);
            if (seat.Debater != seat.Name)
                throw new InputException($"debater '{seat.Name}': its seat must have its name");
            if (!names.Add(Nfc.Normalize(seat.Name)))
                throw new InputException($"debater '{seat.Name}': there is one of that name in {tournament.Id}");
        }
    }
}

/// <summary>
/// Debaters who are taken out of a tournament that is not running: what they played stays and is rated, what is drawn and not played is
/// forfeited, and nothing more is drawn for them. In a bracket they keep their place and forfeit. They cannot come back.
/// </summary>
public static class Withdrawals
{
    /// <summary>Throws <see cref="InputException"/> if the debaters cannot be taken out of the tournament.</summary>
    /// <param name="tournament">The tournament, with the changes of its seats so far.</param>
    /// <param name="isFinished">Whether it has its verdict.</param>
    /// <param name="debaters">The debaters' names.</param>
    public static void Validate(RunDefinition tournament, bool isFinished, IReadOnlyList<string> debaters)
    {
        if (tournament.Kind != Tournament.Descriptor.Kind)
            throw new InputException($"id '{tournament.Id}': it is a {tournament.Kind}, not a tournament");
        if (isFinished) throw new InputException($"id '{tournament.Id}': it is finished, and nothing is left to withdraw from");
        if (debaters.Count == 0) throw new InputException("seats: at least one debater must withdraw");
        var left = tournament.Seats.Where(s => s is { Debater: not null, HasWithdrawn: false }).Select(s => s.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in debaters)
        {
            if (left.Remove(name)) continue;
            throw tournament.Seats.Any(s => s.Name == name && s.Debater is not null)
                ? new($"debater '{name}': it has withdrawn from {tournament.Id} already")
                : new InputException($"debater '{name}': there is none of that name in {tournament.Id}; it has {string.Join(", ", left)}");
        }
        if (left.Count == 0) throw new InputException($"debater '{debaters[^1]}': somebody must stay in {tournament.Id}");
    }
}
