using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>Plays a schedule to its end, with results given by a function.</summary>
internal static class SchedulePlayer
{
    public static Entrants Field(int debaters, int motions = 3) =>
        new([.. Enumerable.Range(0, debaters).Select(i => $"d{i}")], [.. Enumerable.Range(0, motions).Select(i => $"m{i}")]);

    /// <summary>All rounds; <paramref name="score"/> gives the score of the debater who speaks for the motion.</summary>
    public static List<PlayedRound> Of(ISchedule schedule, Entrants field, Func<Pairing, double> score)
    {
        var rounds = new List<PlayedRound>();
        while (schedule.NextRound(field, rounds) is { } round)
        {
            Assert.NotEmpty(round.Pairings);
            rounds.Add(new(round, [.. round.Pairings.Select(p => new Game(p.Pro, p.Con, score(p), p.Motion))]));
            Assert.True(rounds.Count <= schedule.MaxRounds(field), $"{rounds.Count} rounds of {schedule.Name}");
        }
        Assert.True(rounds.Sum(r => r.Round.Pairings.Count) <= schedule.MaxDebates(field));
        var keys = rounds.SelectMany(r => r.Round.Pairings).Select(p => p.Key).ToArray();
        Assert.Equal(keys.Length, keys.Distinct().Count());
        return rounds;
    }

    /// <summary>Random results: a win, a draw or a loss.</summary>
    public static Func<Pairing, double> ByChance(long seed) => p => SeededRandom.Create(seed, p.Key).NextInt(3) / 2.0;

    /// <summary>The debater with the smaller number always wins.</summary>
    public static double ByStrength(Pairing p) => Number(p.Pro) < Number(p.Con) ? 1 : 0;

    public static int Number(string debater) => int.Parse(debater.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every perfect matching of that many nodes.</summary>
    public static IEnumerable<int[]> Matchings(int count) => Completed(Enumerable.Repeat(-1, count).ToArray());

    private static IEnumerable<int[]> Completed(int[] mates)
    {
        var first = Array.IndexOf(mates, -1);
        if (first < 0)
        {
            yield return (int[])mates.Clone();
            yield break;
        }
        for (var other = first + 1; other < mates.Length; other++)
        {
            if (mates[other] >= 0) continue;
            (mates[first], mates[other]) = (other, first);
            foreach (var matching in Completed(mates)) yield return matching;
            (mates[first], mates[other]) = (-1, -1);
        }
    }

    public static long Cost(int[] mates, Func<int, int, long> cost) =>
        Enumerable.Range(0, mates.Length).Where(i => i < mates[i]).Sum(i => cost(i, mates[i]));
}
