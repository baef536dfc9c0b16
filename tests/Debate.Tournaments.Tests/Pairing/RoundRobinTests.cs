using System.Text.RegularExpressions;
using CsCheck;
using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class RoundRobinTests
{
    private static readonly string[] Four = ["ann", "bob", "cyd", "dan"];

    [Fact]
    public void Three_debaters_meet_in_the_order_of_the_circle_with_sides_swapped()
    {
        var keys = RoundRobin.CreatePairings(["a", "b", "c"], ["m"]).Select(pairing => pairing.Key);
        Assert.Equal(["m--b--c", "m--c--b", "m--a--c", "m--c--a", "m--a--b", "m--b--a"], keys);
    }

    [Theory]
    [InlineData(2, 1), InlineData(3, 2), InlineData(4, 3), InlineData(7, 2), InlineData(8, 1)]
    public void Every_ordered_pair_meets_once_on_every_motion(int debaters, int motions)
    {
        var names = Enumerable.Range(0, debaters).Select(i => $"d{i}").ToArray();
        var topics = Enumerable.Range(0, motions).Select(i => $"m{i}").ToArray();
        var expected = from m in topics from a in names from b in names where a != b select (m, a, b);
        var pairings = RoundRobin.CreatePairings(names, topics).ToList();
        Assert.Equal(expected.Order(), pairings.Select(p => (p.Motion, p.Pro, p.Con)).Order());
        Assert.Equal(RoundRobin.CountMatches(debaters, motions), pairings.Count);
    }

    [Fact]
    public void Early_matches_cover_all_debaters_and_finish_a_motion_before_the_next()
    {
        var pairings = RoundRobin.CreatePairings(Four, ["m", "n"]).ToList();
        Assert.Equal(Four, pairings.Take(2).SelectMany(p => new[] { p.Pro, p.Con }).Order());
        Assert.All(pairings.Take(12), p => Assert.Equal("m", p.Motion));
    }

    [Fact]
    public void Who_speaks_for_the_motion_first_alternates_over_motions()
    {
        var first = RoundRobin.CreatePairings(["ann", "bob"], ["m", "n"]).ToList();
        Assert.Equal(["ann", "bob", "bob", "ann"], first.Select(p => p.Pro));
    }

    [Fact]
    public void Matches_are_made_only_as_they_are_asked_for()
    {
        var motions = Enumerable.Range(0, 100_000).Select(i => $"m{i}").ToArray();
        var names = Enumerable.Range(0, 1_000).Select(i => $"d{i}").ToArray();
        Assert.Equal(3, RoundRobin.CreatePairings(names, motions).Take(3).Count());
        Assert.Equal(99_900_000_000, RoundRobin.CountMatches(names.Length, motions.Length));
    }

    [Fact]
    public void Keys_are_safe_and_differ_for_any_names() => Gen.String.Array[2, 6].Sample(names =>
    {
        var distinct = names.Where(name => !string.IsNullOrWhiteSpace(name)).Distinct().ToArray();
        if (distinct.Length < 2) return;
        var keys = RoundRobin.CreatePairings(distinct, distinct).Select(p => p.Key).ToList();
        Assert.All(keys, key => Assert.Matches("^[a-z0-9_~-]{1,163}$", key));
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }, seed: "0N0XIzNsQ0O2", iter: 500);

    [Theory]
    [InlineData("greedy", "^greedy$")]
    [InlineData("town_hall-2", "^town_hall-2$")]
    [InlineData("Greedy", "^greedy~[0-9a-f]{12}$")]
    [InlineData("../etc/passwd", "^etc-passwd~[0-9a-f]{12}$")]
    [InlineData("a--b", "^a-b~[0-9a-f]{12}$")]
    [InlineData("辩论", "^~[0-9a-f]{12}$")]
    public void A_safe_name_stays_and_any_other_is_marked(string name, string pattern) =>
        Assert.Matches(new Regex(pattern), Slug.Create(name));

    [Fact]
    public void Adding_debaters_and_motions_keeps_every_key()
    {
        var few = RoundRobin.CreatePairings(Four[..3], ["m"]).Select(p => p.Key).ToHashSet();
        Assert.Superset(few, RoundRobin.CreatePairings(Four, ["k", "m"]).Select(p => p.Key).ToHashSet());
    }

    [Fact]
    public void Fewer_than_two_debaters_blank_and_repeated_names_are_refused_at_once()
    {
        static string Refusal(string[] debaters, string motion) =>
            Assert.Throws<InputException>(() => RoundRobin.CreatePairings(debaters, [motion])).Message;
        Assert.Equal("debaters: 1 given, a tournament needs at least 2", Refusal(["a"], "m"));
        Assert.Equal("debaters[1]: 'a' must not be repeated", Refusal(["a", "a"], "m"));
        Assert.Equal("motions[0]: ' ' must not be blank", Refusal(["a", "b"], " "));
    }
}
