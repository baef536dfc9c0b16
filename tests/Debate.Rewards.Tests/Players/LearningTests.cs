using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Networks;
using Debate.Rewards.Players;

namespace Debate.Rewards.Tests.Players;

public sealed class LearningTests
{
    private const int Rows = 40, Features = 7, Actions = 4;

    /// <summary>In row r action r mod 4 is right, and feature (r mod 4) shows it; the others are noise.</summary>
    private static readonly Demonstrations Telling = new(
        "test rows", Table(), Actions, Enumerable.Range(0, Rows).Select(r => (r, r % Actions)));

    private static readonly Lazy<PracticeCases> Two = new(() =>
        new(new JudgeTraining(2, 1) { Steps = 1500, Hidden = 16 }.Train(Telling), Telling));

    private static readonly PolicyOptimisation Short = new(3) { Steps = 10_000, Hidden = 32 };

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        var evidence = Two.Value.NextCase(SeededRandom.Create(1, "case"));
        var network = ObservingNetwork.CreateRandom((Features, Actions), 6, Features, SeededRandom.Create(2, "network"));
        var observation = new Observation(evidence, evidence.Con, [2, 4], [2, 4]);
        float[] weights = [1, -2, .5f, 3, -1, 2, .25f];
        double Loss()
        {
            var loss = 0.0;
            var outputs = network.Forward(observation);
            for (var i = 0; i < weights.Length; i++) loss += weights[i] * outputs[i];
            return loss;
        }
        var gradient = new PerceptronGradient(network.Perceptron);
        Loss();
        network.Backward(gradient, observation, weights);
        var nonzero = 0;
        var parameters = network.Perceptron.Parameters;
        for (var i = 0; i < parameters.Length; i++)
        {
            var at = parameters[i];
            parameters[i] = at + 1e-3f;
            var up = Loss();
            parameters[i] = at - 1e-3f;
            var down = Loss();
            parameters[i] = at;
            Assert.Equal((up - down) / 2e-3, gradient.Sum[i], 5e-3);
            if (Math.Abs(gradient.Sum[i]) > 1e-2) nonzero++;
        }
        Assert.True(nonzero > 50, $"{nonzero} parameters matter");
    }

    [Fact]
    public void Softmax_gives_nothing_to_items_that_are_shown()
    {
        var probabilities = new float[4];
        OpenItems.Softmax([1, 5, 1, 1], [1], probabilities);
        Assert.Equal([1 / 3f, 0, 1 / 3f, 1 / 3f], probabilities, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(0, OpenItems.ArgMax([1, 5, 1, 1], [1]));
        var counts = new int[4];
        var draws = SeededRandom.Create(1, "items");
        for (var i = 0; i < 3000; i++) counts[OpenItems.Sample(probabilities, draws)]++;
        Assert.Equal(0, counts[1]);
        Assert.All([counts[0], counts[2], counts[3]], n => Assert.Equal(1000, n, 120.0));
    }

    [Fact]
    public void An_isolated_player_learns_to_convince_the_judge()
    {
        var player = new DebaterTrainer(Short).TrainIsolated(Two.Value);
        Assert.True(Convinced(player) > Convinced(new RandomPlayer()) + .08, $"{Convinced(player)} {Convinced(new RandomPlayer())}");
    }

    [Fact]
    public void A_confuser_learns_to_make_a_player_lose()
    {
        var (player, random) = (new GreedyPlayer(), new RandomPlayer());
        var confuser = new DebaterTrainer(Short).TrainConfuser(Two.Value, random);
        Assert.True(Won(random, confuser) < Won(random, random) - .1, $"{Won(random, confuser)} {Won(random, random)}");
        Assert.True(Won(player, confuser) > Won(random, confuser));
    }

    [Fact]
    public void Imitation_loses_less_than_chance_against_the_exact_confuser()
    {
        var imitation = new Imitation(1) { Games = 500, Positions = 8, Hidden = 32 }.Learn(Two.Value);
        Assert.True(Exploited(imitation) < Exploited(new RandomPlayer()) - .1, $"{Exploited(imitation)}");
        Assert.Equal(0, Contests().Average(c => c.Exploitability(c.ExactPlayer)));
    }

    [Fact]
    public void A_precommitted_player_shows_the_same_whatever_the_other_says()
    {
        var player = new DebaterTrainer(Short with { Steps = 500 }).TrainPrecommitted(Two.Value);
        var evidence = Two.Value.NextCase(SeededRandom.Create(4, "case"));
        var game = evidence.CreateGame(new EvidenceRules(7, 4, Side.Con));
        var first = player.Choose(evidence.CreateGame(new EvidenceRules(7, 4)).Start, SeededRandom.Create(0, ""));
        foreach (var other in Enumerable.Range(0, 7).Where(i => i != first))
            Assert.Equal(first, player.Choose(new(game, [other]), SeededRandom.Create(0, "")));
        Assert.NotEqual(first, player.Choose(new(game, [first]), SeededRandom.Create(0, "")));
    }

    [Fact]
    public void Equal_seeds_learn_alike()
    {
        int[] Choices(long seed)
        {
            var debaters = new DebaterTrainer(new(seed) { Steps = 3000, Hidden = 8 });
            var (self, maxmin) = (debaters.TrainSelfPlay(Two.Value), debaters.TrainMaxmin(Two.Value));
            return [.. Contests().SelectMany(c => c.Evidence.CreateGame().Play(self, maxmin, 0).Order)];
        }
        Assert.Equal(Choices(5), Choices(5));
        Assert.NotEqual(Choices(5), Choices(6));
    }

    [Fact]
    public void Learned_players_reveal_each_item_once_in_any_game()
    {
        var debaters = new DebaterTrainer(new(1) { Steps = 300, Hidden = 8 });
        IEvidencePlayer[] players =
            [debaters.TrainIsolated(Two.Value), debaters.TrainPrecommitted(Two.Value), debaters.TrainMaxmin(Two.Value),
                debaters.TrainSelfPlay(Two.Value)];
        var evidence = Two.Value.NextCase(SeededRandom.Create(9, "case"));
        foreach (var pro in players)
            foreach (var con in players)
                foreach (var rules in new[] { new EvidenceRules(Features, Features), new(Features, 5, Side.Con) { SoleSide = Side.Pro } })
                {
                    var order = evidence.CreateGame(rules).Play(pro, con, 1).Order;
                    Assert.Equal(rules.Reveals, order.Distinct().Count());
                    Assert.Equal(order, evidence.CreateGame(rules).Play(pro, con, 2).Order);
                }
    }

    [Fact]
    public void What_learned_on_patients_plays_no_other_game()
    {
        var player = new DebaterTrainer(Short with { Steps = 1 }).TrainIsolated(Two.Value);
        var game = new EvidenceGame(new(2, 1), new Coin());
        Assert.Throws<InputException>(() => player.Choose(game.Start, SeededRandom.Create(0, "")));
        Assert.Contains("steps: 0", Assert.Throws<InputException>(() => new DebaterTrainer(Short with { Steps = 0 })
            .TrainSelfPlay(Two.Value)).Message,
            StringComparison.Ordinal);
    }

    private static FeatureTable Table()
    {
        var (draws, values) = (SeededRandom.Create(1, "rows"), new float[Rows * Features]);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(2 * draws.NextDouble() - 1) + (i % Features == i / Features % Actions ? 1 : 0);
        return new([.. Enumerable.Range(0, Features).Select(f => $"f{f}")], values);
    }

    private static List<SolvedCase> Contests()
    {
        var draws = SeededRandom.Create(77, "contests");
        return [.. Enumerable.Range(0, 80).Select(i => new SolvedCase(Two.Value.NextCase(draws), i))];
    }

    private static double Convinced(IEvidencePlayer player) => Contests().Average(c => c.AloneShare(player, Two.Value.Judge));

    private static double Won(IEvidencePlayer pro, IEvidencePlayer con) => Contests().Average(c => c.DebateShare(pro, con));

    private static double Exploited(IEvidencePlayer player) => Contests().Average(c => c.Exploitability(player));

    private sealed class Coin : IEvidenceJudge
    {
        public int Items => 2;

        public Judgement Judge(EvidenceSet revealed) => new(0, 0, true);
    }
}
