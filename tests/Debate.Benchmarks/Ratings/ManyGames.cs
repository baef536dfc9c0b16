using System.Diagnostics;
using Debate.Core;
using Debate.Tournaments;

namespace Debate.Benchmarks.Ratings;

/// <summary>How long it takes to rate many games with intervals.</summary>
internal static class ManyGames
{
    public static void Run(int count)
    {
        foreach (var debaters in new[] { 20, 100 })
            foreach (var clusters in new[] { count / 100, count })
            {
                var games = Games(count, debaters, clusters);
                Console.WriteLine(FormattableString.Invariant($"{count} games of {debaters} debaters on {clusters} motions:"));
                foreach (var (rating, intervals) in new[]
                {
                    ("davidson", "bootstrap"), ("davidson", "sandwich"), ("bradley-terry", "bootstrap"), ("margins", "bootstrap"),
                    ("contextual", "sandwich"),
                })
                {
                    var watch = Stopwatch.StartNew();
                    Leaderboards.FromGames(games, 1, RatingMethod.FromNames(rating, intervals));
                    Console.WriteLine(FormattableString.Invariant($"  {rating}, {intervals}: {watch.Elapsed.TotalSeconds:0.0} s"));
                }
            }
    }

    private static Game[] Games(int count, int debaters, int motions) => [.. Enumerable.Range(0, count).Select(g =>
    {
        var draws = SeededRandom.Create(g, "many games");
        var a = draws.NextInt(debaters);
        var b = (a + 1 + draws.NextInt(debaters - 1)) % debaters;
        var score = draws.NextBool(0.2) ? 0.5 : draws.NextBool(1 / (1 + Math.Exp((a - b) * 2.0 / debaters))) ? 1 : 0;
        return new Game($"d{a:000}", $"d{b:000}", score, $"m{g % motions}")
        {
            Side = draws.NextBool(0.5) ? 1 : -1,
            Judge = $"j{draws.NextInt(5)}",
            Length = draws.NextDouble() - 0.5,
        };
    })];
}
