using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

/// <summary>Estimators that update with each game, against the examples that their authors published.</summary>
public sealed class OnlineRatingTests
{
    [Fact]
    public void Glicko_2_gives_the_numbers_of_Glickmans_example()
    {
        var after = new Glicko2(tau: 0.5).Update(new(1500, 200, 0.06),
        [
            (new(1400, 30, 0.06), 1),
            (new(1550, 100, 0.06), 0),
            (new(1700, 300, 0.06), 0),
        ]);
        // The paper prints 1464.06 because it rounds intermediate results; its 0.05999 is truncated, not rounded.
        Assert.Equal((1464.05, 151.52, 0.05999), (
            Math.Round(after.Rating, 2), Math.Round(after.Deviation, 2), Math.Truncate(after.Volatility * 1e5) / 1e5));
    }

    [Fact]
    public void Glicko_2_grows_less_sure_of_who_does_not_play()
    {
        var after = new Glicko2().Update(new(1500, 200, 0.06), []);
        Assert.Equal(Math.Sqrt(200 * 200 + Math.Pow(0.06 * 173.7178, 2)), after.Deviation, 1e-9);
    }

    [Theory]
    [InlineData(1500, 350)]
    [InlineData(2400, 60)]
    public void Glicko_2_settles_on_surprises(double rating, double deviation)
    {
        var results = Enumerable.Repeat((new Glicko2Rating(rating, deviation, 0.06), 1.0), 200).ToArray();
        var after = new Glicko2().Update(Glicko2Rating.Unrated, results);
        Assert.True(after.Rating > rating && double.IsFinite(after.Volatility) && after.Volatility > 0, $"{after}");
    }

    /// <summary>Values of the paper's online calculator, as Moser's "Computing your skill" (2010) and its ports test them.</summary>
    [Fact]
    public void TrueSkill_gives_the_published_values_of_a_first_game()
    {
        var unrated = new Skill(25, 25 / 3.0);
        var (winner, loser) = new TrueSkill(draws: 0.1).Update(unrated, unrated, isDraw: false);
        Assert.Equal((29.39583, 7.17148), (Math.Round(winner.Mean, 5), Math.Round(winner.Deviation, 5)));
        Assert.Equal((20.60417, 7.17148), (Math.Round(loser.Mean, 5), Math.Round(loser.Deviation, 5)));
        var (one, two) = new TrueSkill(draws: 0.1).Update(unrated, unrated, isDraw: true);
        Assert.Equal((25, 6.45752, 25), (Math.Round(one.Mean, 5), Math.Round(one.Deviation, 5), Math.Round(two.Mean, 5)));
    }

    [Fact]
    public void TrueSkill_gives_the_published_values_of_an_unlikely_draw()
    {
        var (weak, strong) = new TrueSkill(draws: 0.1).Update(new(25, 25 / 3.0), new(50, 12.5), isDraw: true);
        Near((31.662, 7.137), weak);
        Near((35.010, 7.910), strong);
    }

    /// <summary>
    /// The chess example of the calculator: an unrated player has 1200 with a deviation of 400, and 3 % of games are drawn.
    /// </summary>
    [Fact]
    public void TrueSkill_gives_the_published_values_of_a_game_of_chess()
    {
        var chess = new TrueSkill(draws: 0.03, unrated: new(1200, 400));
        var (one, two) = chess.Update(new(1301.0007, 42.9232), new(1188.7560, 42.5570), isDraw: false);
        Near((1304.782, 42.844), one);
        Near((1185.038, 42.486), two);
    }

    [Fact]
    public void TrueSkill_moves_a_draw_towards_each_other_whoever_is_named_first()
    {
        var (strong, weak) = (new Skill(30, 5), new Skill(20, 6));
        var (one, two) = new TrueSkill(draws: 0.2).Update(strong, weak, isDraw: true);
        var (other, another) = new TrueSkill(draws: 0.2).Update(weak, strong, isDraw: true);
        Assert.Equal((one, two), (another, other));
        Assert.True(one.Mean < 30 && two.Mean > 20);
    }

    [Fact]
    public void All_rank_a_simulated_field_as_it_is()
    {
        var games = GameTable.Create(SimulatedGames.Games(150, 0.6, 4));
        foreach (var name in RatingEstimators.Names)
        {
            var ratings = RatingEstimators.Get(name).Fit(games).Ratings;
            Assert.True(ratings[0] > ratings[1] && ratings[1] > ratings[2] && ratings[2] > ratings[3], name);
        }
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_there_are() => Assert.Equal(
        "rating 'ello': must be one of: davidson, bradley-terry, margins, contextual, glicko-2, trueskill, elo",
        Assert.Throws<InputException>(() => RatingEstimators.Get("ello")).Message);

    private static void Near((double Mean, double Deviation) published, Skill seen)
    {
        Assert.Equal(published.Mean, seen.Mean, 0.001);
        Assert.Equal(published.Deviation, seen.Deviation, 0.001);
    }
}
