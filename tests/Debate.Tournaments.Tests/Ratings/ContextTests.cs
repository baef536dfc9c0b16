using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>Contextual effects, planted and recovered.</summary>
public sealed class ContextTests
{
    [Fact]
    public void A_planted_side_length_and_judge_are_found_with_sign_and_size()
    {
        var board = Leaderboards.FromGames(Planted(6000), 1, RatingMethod.FromNames("contextual"));
        Expect("for the motion", 0.4);
        Expect("longer by one deviation", 0.3);
        var judges = new[] { "biased", "fair" }.Select(Judge).ToArray();
        Assert.Equal(0.6, judges[0] - judges[1], 0.15);
        for (var i = 0; i < 4; i++)
        {
            var line = board.Standings.Single(line => line.Name == SimulatedGames.Names[i]);
            Assert.Equal(RatingScale.FromLogStrength(SimulatedGames.Strengths[i]), line.Rating, 20.0);
        }

        // The prior identifies the two judges' deviations from the common lean only up to their mean, so side and leans are read together.
        void Expect(string name, double logOdds)
        {
            var effect = board.Effects.Single(e => e.Name == name);
            var mean = name == "for the motion" ? new[] { "biased", "fair" }.Average(Judge) : 0;
            Assert.Equal(logOdds, effect.Points / RatingScale.PointsPerLogOdds + mean, 0.1);
        }
        double Judge(string name) =>
            board.Effects.Single(e => e.Name == $"for the motion before judge {name}").Points / RatingScale.PointsPerLogOdds;
    }

    [Fact]
    public void Without_circumstances_it_is_Davidsons_model()
    {
        var games = GameTable.Create(SimulatedGames.Games(60, 0.8, 2));
        var (plain, contextual) = (new BradleyTerryDavidson().Fit(games), new ContextualBradleyTerry().Fit(games));
        for (var i = 0; i < 4; i++) Assert.Equal(plain.Ratings[i], contextual.Ratings[i], 1e-7);
        Assert.Empty(contextual.EffectNames);
    }

    [Fact]
    public void An_order_that_is_the_side_has_no_effect_of_its_own()
    {
        var games = Planted(50).Select(game => game with { First = game.Side, Judge = null, Length = 0 }).ToArray();
        Assert.Equal(["for the motion"], new ContextualBradleyTerry().Fit(GameTable.Create(games)).EffectNames);
    }

    [Fact]
    public void Bootstrap_and_sandwich_agree_on_effects()
    {
        var games = Planted(400).Select(game => game with { Judge = null }).ToArray();
        var (one, two) = (Board(new BootstrapIntervals(LongRun.Size(300, 1_000))), Board(new SandwichIntervals()));
        foreach (var (a, b) in one.Zip(two))
        {
            Assert.Equal(a.Low, b.Low, 12.0);
            Assert.Equal(a.High, b.High, 12.0);
        }
        IReadOnlyList<RatingEffect> Board(IRatingIntervals intervals) =>
            Leaderboards.FromGames(games, 1, new RatingMethod(RatingEstimators.Get("contextual"), intervals)).Effects;
    }

    [Fact]
    public void A_margin_tells_a_narrow_loser_from_a_routed_one()
    {
        Game[] games =
        [
            .. Enumerable.Range(0, 20).Select(m => new Game("best", "narrow", 1, $"m{m}") { Margin = 0.1 }),
            .. Enumerable.Range(0, 20).Select(m => new Game("best", "routed", 1, $"m{m}") { Margin = 0.9 }),
        ];
        var table = GameTable.Create(games);
        var (wins, margins) = (new BradleyTerry().Fit(table).Ratings, new MarginBradleyTerry().Fit(table).Ratings);
        Assert.Equal(wins[1], wins[2], 1e-6);
        Assert.True(margins[1] > margins[2] + 100);
    }

    [Fact]
    public void Margins_that_are_plain_results_give_plain_ratings()
    {
        var games = GameTable.Create(SimulatedGames.Games(40, 0.8, 6));
        var (wins, margins) = (new BradleyTerry().Fit(games).Ratings, new MarginBradleyTerry().Fit(games).Ratings);
        for (var i = 0; i < 4; i++) Assert.Equal(wins[i], margins[i], 1e-6);
    }

    [Fact]
    public void Margins_are_equal_to_the_last_bit_in_any_order()
    {
        var games = SimulatedGames.Games(60, 0.8, 7)
            .Select((game, i) => game with { Margin = SeededRandom.Create(i, "margin").NextDouble() }).ToArray();
        var shuffled = games.ToArray();
        SeededRandom.Create(1, "order").Shuffle(shuffled);
        foreach (var estimator in new IRatingEstimator[] { new MarginBradleyTerry(), new ContextualBradleyTerry() })
            Assert.Equal(estimator.Fit(GameTable.Create(games)).Ratings, estimator.Fit(GameTable.Create(shuffled)).Ratings);
    }

    /// <summary>
    /// In log odds, the side is worth 0.4 (0.7 with the biased judge, 0.1 with the fair one), and a deviation of length 0.3.
    /// </summary>
    private static Game[] Planted(int count) => [.. Enumerable.Range(0, count).Select(m =>
    {
        var draws = SeededRandom.Create(m, "planted");
        var a = draws.NextInt(4);
        var b = (a + 1 + draws.NextInt(3)) % 4;
        var (side, isBiased, length) = (draws.NextBool(0.5) ? 1
            : -1, draws.NextBool(0.5), (draws.NextDouble() - 0.5) * Math.Sqrt(12) * 0.2);
        var odds = SimulatedGames.Strengths[a] - SimulatedGames.Strengths[b] + side * (isBiased ? 0.7 : 0.1) + 0.3 * length / 0.2;
        var score = draws.NextBool(1 / (1 + Math.Exp(-odds))) ? 1 : 0;
        return new Game(SimulatedGames.Names[a], SimulatedGames.Names[b], score, $"m{m:0000}")
        {
            Side = side, Judge = isBiased ? "biased" : "fair", Length = length,
        };
    })];
}
