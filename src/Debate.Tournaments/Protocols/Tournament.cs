using Debate.Deliberation;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// A tournament as a deliberation: every match is a child, and for evidence debates so is a study of each motion. Its seats are the
/// debaters, in order, and the other seats that its debates need (moderator, judge), by name; options with a dot are passed to the debates.
/// Seeding and rounds are recorded before they are played, so that a replay repeats no random draw.
/// </summary>
public sealed class Tournament : IProtocol
{
    /// <summary>The protocol's registration.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("tournament", 2, () => new Tournament())
    {
        Kind = "tournament",
        Options =
        [
            OptionRule.Text("protocol", "evidence", "the name of a protocol", "What a debate follows."),
            OptionRule.OneOf("format", "Who meets whom.", [.. Schedules.All.Select(s => s.Name)]),
            OptionRule.Number("rounds", 0, 0, 1_000, "Rounds, where the format leaves that open; 0 for the format's own number."),
            OptionRule.Number("motions-per-round", 1, 1, 1_000, "Motions that two who meet debate in a round."),
            OptionRule.OneOf("sides", "Whether a meeting debates each motion on both sides or on one.", "both", "one"),
            OptionRule.OneOf("seeding", "Whether the debaters are seeded as they are listed or as the seed draws.", "listed", "drawn"),
            OptionRule.Number("concurrency", 200, 1, 100_000, "Debates at once."),
            OptionRule.OneOf("curve", "Whether evidence tournaments study each motion's agreement with full information.", "yes", "no"),
            OptionRule.OneOf("rating", "What rates the debaters.", [.. RatingEstimators.Names]),
            OptionRule.OneOf("intervals", "What the intervals of the ratings are by.", [.. RatingIntervals.Names]),
            OptionRule.Number("panel-size", 1, 1, 99, "Judges a debate, where there is a pool of them."),
            OptionRule.OneOf("panel-conflicts", "Whether a judge may sit over a debater of its own family.", "avoid", "allow"),
            OptionRule.Text("panel-seed", "0", "a whole number", "The lot that draws the panels."),
            OptionRule.Real(UnreadLimit.Option, UnreadLimit.Default, 0, 1, UnreadLimit.Meaning),
            OptionRule.Text("canaries", "", "names with commas, or all", "Who tries the judges."),
            OptionRule.Text("seats", "", "seat names with commas", "The two seats that debaters take in a debate."),
        ],
        PassesOptions = true,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var plan = new TournamentSchedule(d.Problem, d.Seats, d.Options);
        var draws = d.Options.Text("seeding") == "drawn" ? d.Draw() : null;
        var seeding = await d.RecordAsync(TournamentSchedule.SeedingRecord, () => plan.CreateSeeding(draws));
        var field = plan.SeedEntrants(seeding);
        var rounds = new List<PlayedRound>();
        while (plan.Schedule.NextRound(field, rounds) is { } next)
        {
            var round = RoundCodec.Read(await d.RecordAsync(TournamentSchedule.RoundRecord, () => RoundCodec.Write(next)), field);
            // Studies are started first, because they are few and long.
            Child[] children = rounds.Count == 0
                ? [.. plan.CreateStudies(), .. plan.CreateDebates(round), .. plan.CreateCanaryDebates(seeding)]
                : [.. plan.CreateDebates(round)];
            var verdicts = await d.DeliberateAsync(children, d.Options.Number("concurrency"));
            rounds.Add(plan.WithResults(round, children.Zip(verdicts)
                .ToDictionary(c => c.First.Key, c => c.Second, StringComparer.Ordinal)));
        }
        return new(Decision.Decided) { Ended = "played", Rounds = rounds.Count };
    }
}
