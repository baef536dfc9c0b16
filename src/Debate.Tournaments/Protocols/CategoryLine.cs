using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>How a debater fared in one category of the debates that were judged.</summary>
/// <param name="By">What the category is by: side, or motions.</param>
/// <param name="Category">pro or con; or the name of a set of motions, such as the map that they are from.</param>
/// <param name="Debater">The debater.</param>
/// <param name="Points">The share of the points won, a draw as half, with Wilson's 95 % interval.</param>
public sealed record CategoryLine(string By, string Category, string Debater, Proportion Points)
{
    /// <summary>Categories by the side that a debater spoke for.</summary>
    public const string Side = "side";

    /// <summary>Categories by the set of motions; there are none where all motions are of one set.</summary>
    public const string Motions = "motions";

    /// <summary>The lines of a tournament, debaters as they are seated, sets of motions in the order of the motions.</summary>
    public static IReadOnlyList<CategoryLine> FromJournal(IReadOnlyList<EntryBody> entries)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var plan = TournamentSchedule.FromDefinition(definition);
        var games = plan.ReadRounds(entries).Rounds.SelectMany(r => r.Games).Where(game => game.IsJudged).ToArray();
        var sets = definition.Problem.Parts.ToDictionary(part => part.Key, FindSet, StringComparer.Ordinal);
        var names = definition.Problem.Parts.Select(part => sets[part.Key]).Distinct(StringComparer.Ordinal).ToArray();
        return
        [
            .. from debater in plan.Debaters
               from side in new[] { "pro", "con" }
               select Measure(Side, side, debater, games.Where(game => (side == "pro" ? game.A : game.B) == debater)),
            .. from set in names.Length > 1 ? names : []
               from debater in plan.Debaters
               select Measure(Motions, set, debater, games.Where(game => sets[game.Motion] == set)),
        ];
    }

    /// <summary>The set of a motion: its map, whose name begins the key of a motion of a map; all others are one set.</summary>
    private static string FindSet(Problem motion) =>
        motion.Motion is { } claim && motion.Key.EndsWith($".{claim}", StringComparison.Ordinal)
            ? motion.Key[..^(claim.Length + 1)] : "questions";

    private static CategoryLine Measure(string by, string category, string debater, IEnumerable<Game> games)
    {
        var points = games.Where(game => game.A == debater || game.B == debater)
            .Select(game => game.A == debater ? game.Score : 1 - game.Score).ToArray();
        return new(by, category, debater, Proportion.FromPoints(points.Sum(), points.Length));
    }
}
