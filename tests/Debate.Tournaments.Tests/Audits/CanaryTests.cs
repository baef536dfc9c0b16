using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Tests;

/// <summary>Canaries flag a judge who falls for them, and no other.</summary>
public sealed class CanaryTests
{
    private static readonly string[] All = [.. Canaries.Names];

    [Fact]
    public void A_judge_that_falls_for_I_have_won_is_flagged_and_nobody_else()
    {
        var gullible = new PlantedJudge("gullible", "g", "g") { FallsFor = new Dictionary<string, double> { ["boast"] = 0.95 } };
        var results = CanaryCheck.Test(new PlantedLeague([new("fair", "f", "f"), gullible, new("just", "j", "j")], 24, 1).Canaries(All), 1);
        Assert.Equal(2, results.Count(r => r.Flagged));
        Assert.All(results.Where(r => r.Flagged), r => Assert.Equal(("boast", "gullible"), (r.Canary, r.Judge)));
        Assert.All(results, r => Assert.Equal(r.Flagged, r.Low > 0));
        Assert.Equal(2 * 6 * 4, results.Count);
    }

    /// <summary>
    /// The hardest clean case: judges to whom every debater is worth as much as silence, one of them with position bias. The interval of
    /// Wilson must reach down to five percent: with 200 tournaments at most 16 alarms, with 50 at most 5. A test that raises 20 % passes
    /// 50 tournaments with a probability of .05.
    /// </summary>
    [Theory]
    [InlineData(8, 200)]
    [InlineData(24, 50)]
    public void False_alarms_stay_within_five_percent(int motions, int usual)
    {
        var tournaments = LongRun.Size(usual, 200);
        PlantedJudge[] blind = [new("a", "a", "a") { Blind = true }, new("b", "b", "b") { Blind = true, Position = 0.2 }];
        var alarms = Enumerable.Range(0, tournaments).AsParallel().Count(seed =>
            CanaryCheck.Test(new PlantedLeague(blind, motions, seed).Canaries("boast", "forge"), seed).Any(r => r.Flagged));
        Assert.True(Wilson.ComputeInterval(alarms, tournaments).Low <= CanaryCheck.FamilywiseErrorRate, $"{alarms} alarms");
    }

    [Fact]
    public void Each_canary_plays_both_sides_of_each_motion_and_silence_measures_the_floor()
    {
        var matches = CanaryMatches.Create(All, ["a", "b", "c"], ["m1", "m2", "m3"]).ToArray();
        Assert.Equal(3 * (1 + 2 * All.Length), matches.Length);
        Assert.Equal(matches.Length, matches.Select(m => m.Key).Distinct().Count());
        Assert.Equal(3, matches.Count(m => m.Opponent is null));
        foreach (var canary in matches.Where(m => m.Opponent is not null).GroupBy(m => m.Canary))
            Assert.Equal(["a", "a", "b", "b", "c", "c"], canary.Select(m => m.Opponent!).Order());
    }

    [Theory]
    [InlineData("silent,parrot")]
    [InlineData("everyone")]
    public void An_unknown_canary_is_refused_with_the_known_ones(string text)
    {
        var error = Assert.Throws<InputException>(() => CanaryMatches.ParseNames(text));
        Assert.Contains("boast", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_among_many_needs_motions_enough() => Assert.Equal(
        [5, 8, 10], new[] { 1, 10, 50 }.Select(CanaryCheck.MinMotions));
}
