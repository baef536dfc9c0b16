using Debate.Deliberation;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// A tournament as a deliberation: every pairing is a child, and so is, for evidence debates, a study of each motion. Its seats are the
/// debaters, in order, and whoever else its debates need (moderator, judge) under their names; options with a dot go to the debates.
/// </summary>
public sealed class Tournament : IProtocol
{
    /// <summary>What makes it known.</summary>
    public static ProtocolEntry Entry { get; } = new("tournament", 1, () => new Tournament())
    {
        Kind = "tournament",
        Options =
        [
            OptionRule.Text("protocol", "evidence", "the name of a protocol", "What a debate follows."),
            OptionRule.OneOf("format", "Who meets whom.", RoundRobin.Name),
            OptionRule.Number("concurrency", 200, 1, 100_000, "Debates at once."),
            OptionRule.OneOf("curve", "Whether evidence tournaments study each motion's agreement with full information.", "yes", "no"),
            OptionRule.OneOf("rating", "What rates the debaters.", [.. RatingEstimators.Names]),
            OptionRule.OneOf("intervals", "What the intervals of the ratings are by.", [.. RatingIntervals.Names]),
            OptionRule.Text("seats", "", "seat names with commas", "The two seats that debaters take in a debate."),
        ],
        PassesOptions = true,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var concurrency = d.Options.Number("concurrency");
        var plan = new Pairings(d.Problem, d.Seats, d.Options);
        await d.RecordAsync("pairings", () => string.Join('\n', plan.All.Select(p => p.Key)));
        var verdicts = await d.DeliberateAsync([.. plan.Children()], concurrency);
        return new(Decision.Decided) { Ended = "played", Rounds = verdicts.Count };
    }
}
