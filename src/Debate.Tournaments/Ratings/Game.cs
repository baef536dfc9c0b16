namespace Debate.Tournaments;

/// <summary>
/// One result between two debaters on one motion. Any other score, and a debater against itself, is an <see cref="InputException"/>.
/// </summary>
/// <param name="A">The first debater; in a debate, the one who spoke for the motion.</param>
/// <param name="B">The second debater; in a debate, the one who spoke against it.</param>
/// <param name="Score">The score of A: 1 for a win, 0.5 for a draw, 0 for a loss. B's score is 1 minus that.</param>
/// <param name="Motion">What was debated: results on one motion form a cluster when uncertainty is estimated.</param>
public sealed record Game(string A, string B, double Score, string Motion)
{
    /// <summary>The second debater, never the same as the first.</summary>
    public string B { get; } = A != B ? B : throw new InputException($"game on '{Motion}': '{A}' must not play against itself");

    /// <summary>The score of A: 1, 0.5 or 0.</summary>
    public double Score { get; } = Score is 1 or 0.5 or 0
        ? Score
        : throw new InputException(FormattableString.Invariant($"game '{A}' - '{B}' on '{Motion}': score {Score} must be 1, 0.5 or 0"));

    /// <summary>The margin of A's win, from -1 to 1; defaults to 1, 0, -1 for a win, draw, loss.</summary>
    public double Margin { get; init; } = 2 * Score - 1;

    /// <summary>1 if A spoke for the motion, -1 if it spoke against it, 0 if there are no sides or both were taken.</summary>
    public int Side { get; init; }

    /// <summary>1 if the judge saw A first, -1 if it saw B first, 0 if neither or both, or unknown.</summary>
    public int First { get; init; }

    /// <summary>The judge; null if unknown.</summary>
    public string? Judge { get; init; }

    /// <summary>(a - b) / (a + b) of the lengths of both debaters' texts, from -1 to 1; 0 if unknown.</summary>
    public double Length { get; init; }
}

/// <summary>
/// Reads a list of games from elsewhere: CSV with a header line, a JSON list of objects, or JSON Lines. Columns: a, b and winner;
/// optionally motion, judge, side (of a: pro or con), first (who was shown first: a, b or none), length_a and length_b, margin (of a,
/// -1 to 1). Chatbot Arena's names (model_a, model_b, question_id, "tie (bothbad)") and evalica's (left, right) are understood;
/// other columns are ignored. Invalid input is a one-line <see cref="InputException"/> with file, line, field, value and rule.
/// </summary>
public static class GameFile
{
    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        ["a"] = ["a", "model_a", "left", "player_a"],
        ["b"] = ["b", "model_b", "right", "player_b"],
        ["winner"] = ["winner", "result", "outcome", "score"],
        ["motion"] = ["motion", "question_id", "topic", "prompt"],
        ["judge"] = ["judge"],
        ["side"] = ["side"],
        ["first"] = ["first"],
        ["length_a"] = ["length_a", "len_a"],
        ["length_b"] = ["length_b", "len_b"],
        ["margin"] = ["margin"],
    };

    /// <summary>
    /// The games in the order of the file; <paramref name="file"/> is only used in messages. A row without a motion gets a motion of its
    /// own.
    /// </summary>
    public static IReadOnlyList<Game> Read(string text, string file)
    {
        var games = DelimitedRows.Read(text, file, Columns).Select(ToGame).ToList();
        return games.Count > 0 ? games : throw new InputException($"{file}: has no games");
    }

    private static Game ToGame(DelimitedRow row)
    {
        var (a, b) = (row.Required("a"), row.Required("b"));
        if (a == b) throw row.CreateError("b", b, "must not be the same as a");
        var score = ParseScore(row, a, b);
        return new Game(a, b, score, row.Text("motion") ?? FormattableString.Invariant($"row {row.Line:0000000}"))
        {
            Margin = row.Number("margin", -1, 1) ?? 2 * score - 1,
            Side = row.OneOf("side", ("pro", 1), ("con", -1), ("none", 0)) ?? 0,
            First = row.OneOf("first", ("a", 1), ("b", -1), ("none", 0)) ?? 0,
            Judge = row.Text("judge"),
            Length = RelativeLength(row.Number("length_a", 0, 1e12), row.Number("length_b", 0, 1e12)),
        };
    }

    private static double RelativeLength(double? a, double? b) => a + b > 0 ? (a!.Value - b!.Value) / (a.Value + b.Value) : 0;

    private static double ParseScore(DelimitedRow row, string a, string b)
    {
        var winner = row.Required("winner");
        if (winner == a) return 1;
        if (winner == b) return 0;
        return winner.ToLowerInvariant() switch
        {
            "a" or "model_a" or "left" or "player_a" or "1" or "1.0" => 1,
            "b" or "model_b" or "right" or "player_b" or "0" or "0.0" => 0,
            "tie" or "draw" or "tie (bothbad)" or "bothbad" or "none" or "0.5" => 0.5,
            _ => throw row.CreateError("winner", winner, "must be a, b, tie, or the name of one of the two"),
        };
    }
}
