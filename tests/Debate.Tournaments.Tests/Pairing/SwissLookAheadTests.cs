using CsCheck;
using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>A Swiss needs no rematch and no second bye while a schedule without them exists.</summary>
public sealed class SwissLookAheadTests
{
    /// <summary>As many rounds as a round robin has, and twice as many, whatever the results.</summary>
    [Fact]
    public void Everybody_meets_everybody_once_before_anybody_meets_twice() =>
        Gen.Select(Gen.Int[2, 11], Gen.Bool, Gen.Bool, Gen.Int).Sample((debaters, both, twice, seed) =>
        {
            var cycle = debaters + debaters % 2 - 1;
            var field = SchedulePlayer.Field(debaters) with { Rounds = twice ? 2 * cycle : cycle, BothSides = both };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            foreach (var rounds in played.Chunk(cycle))
            {
                Assert.Equal(debaters * (debaters - 1) / 2, rounds.SelectMany(r => r.Meetings).Select(Pair).Distinct().Count());
                Assert.Distinct(rounds.SelectMany(r => r.Round.Byes));
            }
        }, seed: "0N0XIzNsQ0O8", iter: 60);

    [Theory]
    [InlineData(4, 3), InlineData(6, 4), InlineData(6, 5), InlineData(5, 5), InlineData(7, 6), InlineData(8, 6), InlineData(10, 9)]
    public void Any_number_of_rounds_up_to_a_round_robin_has_no_rematch(int debaters, int rounds) => Gen.Int.Sample(seed =>
    {
        var field = SchedulePlayer.Field(debaters) with { Rounds = rounds };
        var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
        Assert.Equal(rounds, played.Count);
        Assert.Distinct(played.SelectMany(r => r.Meetings).Select(Pair));
        Assert.Distinct(played.SelectMany(r => r.Round.Byes));
    }, seed: "0N0XIzNsQ0O9", iter: 12);

    /// <summary>Six in whom the cheapest third round would leave two groups of three who have met everybody but one another.</summary>
    [Fact]
    public void A_cheaper_round_that_would_spoil_the_last_one_is_passed_over()
    {
        var passed = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var field = SchedulePlayer.Field(6) with { Rounds = 5 };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            var costs = new SwissCosts(field, played[..2]);
            var cheapest = SchedulePlayer.Matchings(6).Min(m => SchedulePlayer.Cost(m, costs.ComputeCost));
            if (cheapest < SchedulePlayer.Cost(SwissTests.Mates(played[2].Round, 6), costs.ComputeCost)) passed++;
        }
        Assert.True(passed > 0);
    }

    [Fact]
    public void A_large_field_has_its_round_robin_too()
    {
        var field = SchedulePlayer.Field(22, motions: 1) with { BothSides = false, Rounds = 21 };
        var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(3));
        Assert.Equal(231, played.SelectMany(r => r.Meetings).Select(Pair).Distinct().Count());
    }

    [Fact]
    public void Matchings_that_are_found_are_perfect_and_share_no_edge_and_where_there_are_none_none_is_found() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 7], Gen.Int).Sample((half, count, seed) =>
        {
            var graph = RandomGraph(2 * half, seed);
            var found = DisjointMatchings.Find(graph, count);
            Assert.Equal(HasMatchings(graph, count), found is not null);
            if (found is null) return;
            Assert.Equal(count, found.Length);
            Assert.All(found, mates => Assert.All(mates.Index(), m => Assert.True(graph[m.Index, m.Item] && mates[m.Item] == m.Index)));
            Assert.Distinct(found.SelectMany(mates => mates.Index().Where(m => m.Index < m.Item)));
        }, seed: "0N0XIzNsQ0Oa", iter: 300);

    [Theory, InlineData(16), InlineData(40)]
    public void A_complete_graph_is_split_into_rounds(int vertices)
    {
        var graph = new bool[vertices, vertices];
        for (var a = 0; a < vertices; a++)
            for (var b = 0; b < vertices; b++) graph[a, b] = a != b;
        Assert.Equal(vertices - 1, DisjointMatchings.Find(graph, vertices - 1)!.Length);
    }

    [Fact]
    public void Matchings_come_in_the_order_of_their_costs_and_each_comes_once() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 30], Gen.Int).Sample((half, range, seed) =>
        {
            var graph = RandomGraph(2 * half, seed);
            long Cost(int a, int b) => SeededRandom.Create(seed, $"{a}-{b}").NextInt(range);
            var ranked = CheapestMatchings.Enumerate(graph, Cost).ToArray();
            Assert.Equal(SchedulePlayer.Matchings(2 * half).Where(m => m.Index().All(e => graph[e.Index, e.Item]))
                .Select(m => SchedulePlayer.Cost(m, Cost)).Order(), ranked.Select(m => m.Cost));
            Assert.All(ranked, m => Assert.Equal(SchedulePlayer.Cost(m.Mates, Cost), m.Cost));
            Assert.Distinct(ranked.Select(m => string.Join(' ', m.Mates)));
        }, seed: "0N0XIzNsQ0Ob", iter: 200);

    /// <summary>Whether a graph has so many matchings: all are tried, in the order of the first vertex's mates.</summary>
    internal static bool HasMatchings(bool[,] graph, int count, int after = 0)
    {
        if (count == 0) return true;
        if (DisjointMatchings.MinDegree(graph) < count) return false;
        return SchedulePlayer.Matchings(graph.GetLength(0)).Where(m => m[0] > after && m.Index().All(e => graph[e.Index, e.Item]))
            .Any(mates =>
            {
                var rest = (bool[,])graph.Clone();
                foreach (var (a, b) in mates.Index()) rest[a, b] = false;
                return HasMatchings(rest, count - 1, mates[0]);
            });
    }

    private static bool[,] RandomGraph(int vertices, int seed)
    {
        var (graph, draws) = (new bool[vertices, vertices], SeededRandom.Create(seed, "graph"));
        for (var a = 0; a < vertices; a++)
            for (var b = a + 1; b < vertices; b++) graph[a, b] = graph[b, a] = draws.NextBool(0.7);
        return graph;
    }

    private static string Pair(Meeting m) => string.Join('-', new[] { m.A, m.B }.Order(StringComparer.Ordinal));
}
