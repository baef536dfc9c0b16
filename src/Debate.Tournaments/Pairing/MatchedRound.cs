namespace Debate.Tournaments;

/// <summary>
/// A round that is a minimum-cost perfect matching; with an odd number of debaters one is matched with nobody and has a bye.
/// </summary>
internal static class MatchedRound
{
    /// <summary>
    /// The next round. <paramref name="cost"/> is at least 0 and called with the smaller number first; the number of debaters, as an index,
    /// stands for nobody.
    /// </summary>
    internal static Round Create(Entrants field, IReadOnlyList<PlayedRound> rounds, Func<int, int, long> cost)
    {
        var n = field.Debaters.Count;
        if (n > Swiss.MaxDebaters) throw new InputException($"debaters: {n} given, this format takes at most {Swiss.MaxDebaters}");
        var mates = MinimumCostMatching.Solve(n + n % 2, cost);
        var meetings = Enumerable.Range(0, n).Where(i => i < mates[i] && mates[i] < n).Select(i => (i, mates[i])).ToArray();
        var byes = Enumerable.Range(0, n).Where(i => mates[i] == n);
        return new RoundFactory(field, rounds).Create(FormattableString.Invariant($"round {rounds.Count + 1}"), meetings, byes);
    }
}
