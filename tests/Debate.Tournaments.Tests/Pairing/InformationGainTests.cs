using Debate.Core;

namespace Debate.Tournaments.Tests;

public sealed class InformationGainTests
{
    /// <summary>
    /// Before any result: a difference has variance 2 s^2 and a result has information 1/4, so the gain is log(1 + s^2 / 2) / 2 nats.
    /// </summary>
    [Fact]
    public void The_first_meeting_of_two_unknown_debaters_teaches_what_the_formula_says()
    {
        var posterior = StrengthPosterior.Fit(["a", "b", "c"], []);
        var variance = Math.Pow(350 / (400 / Math.Log(10)), 2);
        Assert.Equal(Math.Log(1 + variance / 2) / 2, posterior.ExpectedInformationGain(0, 1), 1e-12);
    }

    /// <summary>
    /// The gain is the difference of the entropies, half the log of the ratio of the determinants; checked for two debaters.
    /// </summary>
    [Fact]
    public void A_gain_is_half_the_log_of_the_ratio_of_determinants()
    {
        Meeting[] before = [new("a", "b", 1, [new("a", "b", 1, "m")]), new("a", "b", 1, [new("b", "a", 1, "n")])];
        var posterior = StrengthPosterior.Fit(["a", "b"], before);
        // By symmetry the mode is 0: each result adds 1/4 [1 -1; -1 1] to the prior's precision r.
        var r = Math.Pow(400 / Math.Log(10) / 350, 2);
        double Determinant(int results) => (r + results / 4.0) * (r + results / 4.0) - results / 4.0 * (results / 4.0);
        Assert.Equal(Math.Log(Determinant(3) / Determinant(2)) / 2, posterior.ExpectedInformationGain(0, 1), 1e-9);
    }

    [Fact]
    public void Close_debaters_meet_sooner_than_distant_ones_and_unknown_ones_sooner_than_known_ones()
    {
        var wins = Enumerable.Range(0, 6).Select(i => new Meeting("a", "c", 1, [new("a", "c", 1, $"m{i}")]));
        var level = Enumerable.Range(0, 6).Select(i => new Meeting("a", "b", 1, [new("a", "b", 0.5, $"m{i}")]));
        var posterior = StrengthPosterior.Fit(["a", "b", "c", "new"], [.. wins, .. level]);
        Assert.True(posterior.ExpectedInformationGain(0, 3) > posterior.ExpectedInformationGain(0, 1));
        Assert.True(posterior.ExpectedInformationGain(0, 1) > posterior.ExpectedInformationGain(0, 2));
    }

    [Fact]
    public void Every_round_is_a_matching_and_byes_go_round()
    {
        var field = SchedulePlayer.Field(5) with { Rounds = 10 };
        var played = SchedulePlayer.Of(new InformationGain(), field, SchedulePlayer.ByStrength);
        Assert.Equal(10, played.Count);
        Assert.All(played, r => Assert.Equal(4, r.Meetings.SelectMany(m => new[] { m.A, m.B }).Distinct().Count()));
        Assert.All(played.Select(r => Assert.Single(r.Round.Byes)).CountBy(b => b), b => Assert.Equal(2, b.Value));
    }

    /// <summary>
    /// With strengths 200 points apart, meetings of neighbours are more informative than those of the extremes, and more frequent.
    /// </summary>
    [Fact]
    public void Neighbours_in_strength_meet_more_often_than_the_ends()
    {
        var field = SchedulePlayer.Field(8, motions: 40) with { Rounds = 28 };
        double Score(Pairing p) =>
            SeededRandom.Create(5, p.Key).NextBool(1 / (1
            + Math.Pow(10, (SchedulePlayer.Number(p.Pro) - SchedulePlayer.Number(p.Con)) / 2.0))) ? 1 : 0;
        var distances = SchedulePlayer.Of(new InformationGain(), field, Score).SelectMany(r => r.Meetings)
            .CountBy(m => Math.Abs(SchedulePlayer.Number(m.A) - SchedulePlayer.Number(m.B))).ToDictionary();
        // A round robin with as many meetings has 28 between neighbours and 40 between debaters four or more ranks apart.
        var far = distances.Where(d => d.Key >= 4).Sum(d => d.Value);
        Assert.True(distances[1] > 50 && far < 20, string.Join(", ", distances.OrderBy(d => d.Key)));
    }
}
