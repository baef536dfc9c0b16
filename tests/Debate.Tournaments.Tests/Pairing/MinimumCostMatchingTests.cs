using CsCheck;
using Debate.Core;

namespace Debate.Tournaments.Tests;

public sealed class MinimumCostMatchingTests
{
    [Fact]
    public void It_costs_what_the_cheapest_of_all_matchings_costs() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int).Sample((half, range, seed) =>
        {
            var count = 2 * half;
            long Cost(int a, int b) => SeededRandom.Create(seed, $"{a}-{b}").NextInt(range);
            var mates = MinimumCostMatching.Solve(count, Cost);
            Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i, mates[mates[i]]));
            Assert.Equal(SchedulePlayer.Matchings(count).Min(m => SchedulePlayer.Cost(m, Cost)), SchedulePlayer.Cost(mates, Cost));
        }, seed: "0N0XIzNsQ0O3", iter: 400);

    /// <summary>Planted: the pairs (0,1), (2,3), ... have cost 0 in a graph of odd cycles that are also cheap.</summary>
    [Theory]
    [InlineData(50), InlineData(100)]
    public void It_finds_a_matching_that_was_hidden_among_odd_cycles(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        SeededRandom.Create(7, "hidden").Shuffle(order);
        long Cost(int a, int b) =>
            order[a] / 2 == order[b] / 2 ? 0 : order[a] / 10 == order[b] / 10 ? 1 : 1_000 + SeededRandom.Create(3, $"{a}-{b}").NextInt(9);
        var mates = MinimumCostMatching.Solve(count, Cost);
        Assert.Equal(0, SchedulePlayer.Cost(mates, Cost));
    }

    [Fact]
    public void No_two_pairs_of_a_large_one_can_be_exchanged_for_cheaper_ones()
    {
        const int Count = 80;
        long Cost(int a, int b) => SeededRandom.Create(11, $"{Math.Min(a, b)}-{Math.Max(a, b)}").NextInt(1_000_000);
        var mates = MinimumCostMatching.Solve(Count, Cost);
        for (var a = 0; a < Count; a++)
            for (var b = 0; b < Count; b++)
                if (a != b && mates[a] != b)
                    Assert.True(Cost(a, mates[a]) + Cost(b, mates[b]) <= Cost(a, b) + Cost(mates[a], mates[b]), $"{a} and {b}");
    }

    [Fact]
    public void Huge_costs_stay_exact()
    {
        const long Huge = 1L << 60;
        long Cost(int a, int b) => (a, b) is (0, 1) or (2, 3) ? Huge : (a, b) is (0, 2) or (1, 3) ? Huge - 1 : Huge + 1;
        Assert.Equal([2, 3, 0, 1], MinimumCostMatching.Solve(4, Cost));
    }

    [Fact]
    public void An_odd_number_is_refused() => Assert.Throws<ArgumentException>(() => MinimumCostMatching.Solve(3, (_, _) => 0));
}
