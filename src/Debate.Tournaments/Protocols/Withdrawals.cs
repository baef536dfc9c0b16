using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

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
