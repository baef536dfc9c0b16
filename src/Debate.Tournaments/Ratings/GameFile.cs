using System.Text.Json;
using Debate.Core.Input;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>
/// Reads a list of games from elsewhere: CSV with a header line, a JSON list of objects, or JSON Lines. Columns: a, b and winner;
/// optionally motion, judge, side (of a: pro or con), first (who was shown first: a, b or none), length_a and length_b, margin
/// (of a, -1 to 1), sides (of the list: both, where the two side-swapped debates of a motion are one result, or one), forfeit (true:
/// it counts as nothing), fault (why nobody judged it) and seed (of the intervals). Votes are read as Chatbot Arena ("tie (bothbad)", "both_bad"), Kaggle (winner_model_a, winner_model_b,
/// winner_tie), MT-Bench, compar:IA, AlpacaEval (preference), evalica and crowd-kit (left, right, label) publish them, and so is what we
/// export of a tournament; other columns are ignored. Invalid input is a one-line <see cref="InputException"/> with file, line, field,
/// value and rule.
/// </summary>
public static class GameFile
{
    internal static readonly FieldNames Columns = new(
        ["a", "b"],
        ("a", ["model_a", "a", "left", "player_a", "model_1", "generator_1", "model_a_name"]),
        ("b", ["model_b", "b", "right", "player_b", "model_2", "generator_2", "model_b_name"]),
        ("winner", ["winner", "result", "outcome", "score"]),
        ("chosen", ["label", "chosen_model_name"]),
        ("winner_a", ["winner_model_a", "winner_a"]),
        ("winner_b", ["winner_model_b", "winner_b"]),
        ("winner_tie", ["winner_tie", "both_equal"]),
        ("preference", ["preference"]),
        ("games", ["games"]), ("points", ["points"]), ("draws", ["draws"]),
        ("motion", ["motion", "question_id", "topic", "instruction", "prompt"]),
        ("judge", ["judge", "annotator", "worker"]),
        ("side", ["side"]),
        ("sides", ["sides"]),
        ("first", ["first"]),
        ("length_a", ["length_a", "lengthA", "len_a"]),
        ("length_b", ["length_b", "lengthB", "len_b"]),
        ("margin", ["margin"]),
        ("forfeit", ["forfeit"]),
        ("fault", ["fault"]),
        ("seed", ["seed"]));

    /// <summary>
    /// The games in the order of the file; <paramref name="file"/> is only used in messages. A row without a motion gets a motion of its
    /// own.
    /// </summary>
    public static GameList Read(string text, string file)
    {
        if (!DelimitedRows.IsJson(text)) return Read(DelimitedRows.ReadCsv(text, file, Columns), file);
        var items = JsonItems.Read(text, file);
        return ExportedTournament.TryRead(items, file)
            ?? Read(items.Select(item => (item.Value, new RowPlace(file, item.Line))), file);
    }

    /// <summary>The games of rows that are JSON objects, each with the place that messages name.</summary>
    public static GameList Read(IEnumerable<(JsonElement Row, string Place)> rows, string file) =>
        Read(rows.Select(row => (row.Row, new RowPlace(file, 0, row.Place))), file);

    private static GameList Read(IEnumerable<(JsonElement Item, RowPlace Place)> items, string file) =>
        Read(DelimitedRows.FromJson(items, Columns), file);

    internal static GameList Read(IEnumerable<DelimitedRow> rows, string file)
    {
        var reader = new GameReader();
        foreach (var row in rows) reader.Add(row);
        return reader.ToList(file);
    }
}

/// <summary>A list of games that was read, and what a reader of its ratings should know.</summary>
/// <param name="Games">The games, in the order of the file; at least one. Those that nobody judged are among them.</param>
public sealed record GameList(IReadOnlyList<Game> Games)
{
    /// <summary>Players without a game that counts.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>
    /// Whether the games are debates of a tournament that debates each motion on both sides (true) or once (false), so that debates of two
    /// players on one motion are one result; null if every game is a result of its own.
    /// </summary>
    public bool? BothSides { get; init; }

    /// <summary>The number of forfeits, which are no games.</summary>
    public int Forfeits { get; init; }

    /// <summary>The number of games that nobody judged.</summary>
    public int NotJudged => Games.Count(game => !game.IsJudged);

    /// <summary>The seed with which the tournament makes its intervals; null where the list is no tournament's.</summary>
    public long? Seed { get; init; }

    /// <summary>What was assumed or is remarkable, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The leaderboard, its warnings after the notes.</summary>
    public Leaderboard Rate(long seed, RatingMethod method)
    {
        var board = BothSides is { } both ? Leaderboards.FromDebates(Games, seed, Others, method, both)
            : Leaderboards.FromGames(Games, seed, method, Others);
        return board with { Warnings = [.. Notes, .. DescribeUnjudged(method), .. board.Warnings] };
    }

    private IEnumerable<string> DescribeUnjudged(RatingMethod method)
    {
        if (NotJudged is > 0 and var unjudged)
            yield return FormattableString.Invariant($"{unjudged} of {Games.Count} games were judged by nobody; they ")
                + (method.RatesUnjudged ? "count as draws" : "are in no rating");
    }

    /// <summary>The number of games and players in words, such as "3 games of 2 players, 1 forfeit not rated".</summary>
    public string Describe(int players, RatingMethod method)
    {
        var unjudged = method.RatesUnjudged ? 0 : NotJudged;
        var forfeits = Forfeits switch
        {
            0 => "",
            1 => ", 1 forfeit not rated",
            _ => FormattableString.Invariant($", {Forfeits} forfeits not rated"),
        };
        var pairs = BothSides == true ? ", the two debates of a motion as one result" : "";
        var games = Games.Count - unjudged is var rated && rated == 1 ? "1 game" : FormattableString.Invariant($"{rated} games");
        var others = unjudged == 0 ? "" : FormattableString.Invariant($", {unjudged} not judged and not rated");
        return FormattableString.Invariant($"{games} of {players} players{others}{forfeits}{pairs}");
    }
}
