using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>A debate that a tournament counts: one of its pairings with a verdict, whether it was judged or not.</summary>
/// <param name="Id">The debate's own run.</param>
/// <param name="Pairing">Who met whom on what.</param>
/// <param name="Motion">The motion.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Game">The result.</param>
public sealed record CountedDebate(DeliberationId Id, Pairing Pairing, Problem Motion, Verdict Verdict, Game Game)
{
    /// <summary>The debates, in the order in which they are played.</summary>
    public static IEnumerable<CountedDebate> FromJournal(IReadOnlyList<EntryBody> entries)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var plan = TournamentSchedule.FromDefinition(definition);
        var verdicts = TournamentSchedule.ReadVerdicts(entries);
        var motions = definition.Problem.Parts.ToDictionary(part => part.Key, StringComparer.Ordinal);
        return
            from pairing in plan.ReadRounds(entries).Rounds.SelectMany(r => r.Round.Pairings)
            let verdict = verdicts.GetValueOrDefault(pairing.Key)
            where verdict is not null
            select new CountedDebate(
                definition.Id.Child(pairing.Key), pairing, motions[pairing.Motion], verdict, plan.ToGame(pairing, verdict));
    }

    /// <summary>The result in a few words.</summary>
    public string Result => !Game.IsJudged ? $"not judged ({Verdict.DecidingFault?.ToString().ToLowerInvariant()})"
        : Game.Score switch { 1 => $"{Game.A} won", 0 => $"{Game.B} won", _ => "drawn" };
}
