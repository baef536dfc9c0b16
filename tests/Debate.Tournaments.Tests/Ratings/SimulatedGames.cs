using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>Games drawn from Davidson's model with known strengths.</summary>
internal static class SimulatedGames
{
    internal static readonly string[] Names = ["a", "b", "c", "d"];
    internal static readonly double[] Strengths = [0.9, 0.2, -0.3, -0.8];

    internal static List<Game> Games(int motions, double ties, long seed) =>
        (from m in Enumerable.Range(0, motions)
         from i in Enumerable.Range(0, Names.Length)
         from j in Enumerable.Range(i + 1, Names.Length - i - 1)
         select Game(i, j, m, ties, SeededRandom.Create(seed, $"{m}/{i}/{j}").NextDouble())).ToList();

    private static Game Game(int i, int j, int motion, double ties, double unit)
    {
        double half = (Strengths[i] - Strengths[j]) / 2, win = Math.Exp(half), loss = Math.Exp(-half);
        var place = unit * (win + loss + ties);
        return new Game(Names[i], Names[j], place < win ? 1 : place < win + ties ? 0.5 : 0, $"m{motion:000}");
    }
}
