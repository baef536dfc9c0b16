namespace Debate.Tournaments;

/// <summary>
/// Debates scored by motion pair: the debates of two debaters on one motion, with the sides swapped, become one result, so that a motion
/// that favours a side favours no debater. More than half of the points is a win (2-0, 1.5-0.5), half a tie (1-1), less a loss. A pair with
/// only one finished debate gives no result, because a single debate measures the side as much as the debater.
/// </summary>
/// <param name="Results">One game a pair and motion, ordered by motion and names; A is the ordinally smaller name.</param>
/// <param name="Incomplete">The number of pairs left out because only one of their debates has finished.</param>
public sealed record MotionPairs(IReadOnlyList<Game> Results, int Incomplete)
{
    /// <summary>
    /// The motion pairs of the debates, independent of their order. If a format debates each motion once (<paramref name="bothSides"/> is
    /// false), a single debate is a result.
    /// </summary>
    public static MotionPairs FromDebates(IEnumerable<Game> debates, bool bothSides = true)
    {
        var pairs = debates.GroupBy(PairKey).OrderBy(pair => pair.Key.Motion, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.A, StringComparer.Ordinal).ThenBy(pair => pair.Key.B, StringComparer.Ordinal).ToList();
        var complete = pairs.Where(pair => !bothSides || pair.Skip(1).Any()).Select(ToResult).ToList();
        return new MotionPairs(complete, pairs.Count - complete.Count);
    }

    private static (string Motion, string A, string B) PairKey(Game game) =>
        string.CompareOrdinal(game.A, game.B) < 0 ? (game.Motion, game.A, game.B) : (game.Motion, game.B, game.A);

    private static Game ToResult(IGrouping<(string Motion, string A, string B), Game> pair)
    {
        var margin = pair.Sum(game => game.A == pair.Key.A ? game.Score - 0.5 : 0.5 - game.Score);
        return new Game(pair.Key.A, pair.Key.B, (Math.Sign(margin) + 1) / 2.0, pair.Key.Motion);
    }
}
