using CsCheck;
using Debate.Argumentation;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Evidence.Players;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Evidence;

/// <summary>Laws of every evidence game, whatever its items are. A domain is tested by deriving from this class.</summary>
public abstract class EvidenceConformance
{
    private const int Reveals = 4;

    /// <summary>A game of the domain with 5 to 8 items, and with the reveals, starter and lone side of the rules.</summary>
    protected abstract EvidenceGame Game(long seed, Func<int, EvidenceRules> rules);

    private EvidenceGame Game(long seed, int reveals) =>
        Game(seed, items => new EvidenceRules(items, reveals, seed % 2 == 0 ? Side.Pro : Side.Con));

    [Fact]
    public void A_set_is_judged_alike_in_any_order_and_after_anything() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var (game, fresh, draws) = (Game(seed, Reveals), Game(seed, Reveals), SeededRandom.Create(seed, "sets"));
            for (var round = 0; round < 10; round++)
            {
                var items = Enumerable.Range(0, game.Rules.Items).ToList();
                draws.Shuffle(items);
                var set = items.Take(Reveals).ToList();
                var judged = new EvidencePosition(game, set).Judge();
                draws.Shuffle(set);
                Assert.Equal(judged, new EvidencePosition(game, set).Judge());
                Assert.Equal(judged.Utility, new EvidencePosition(fresh, set).Judge().Utility);
                Assert.True(judged.Converged);
            }
        },
        iter: 30);

    [Fact]
    public void The_exact_value_is_that_of_brute_force() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            foreach (var reveals in new[] { 0, 2, 4 })
            {
                var value = GameValue.Search(Game(seed, reveals).Start);
                Assert.True(value.Exact);
                Assert.Equal(BruteForce(Game(seed, reveals).Start), value.Value);
            }
        },
        iter: 30);

    [Fact]
    public void Perfect_play_gets_the_value_against_every_player() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var (game, perfect) = (Game(seed, Reveals), new MinimaxPlayer(100_000));
            var value = GameValue.Search(game.Start).Value;
            foreach (var player in EvidencePlayers.Names.Select(EvidencePlayers.Find))
            {
                Assert.True(game.Play(perfect, player, seed).Judgement.Utility >= value);
                Assert.True(game.Play(player, perfect, seed).Judgement.Utility <= value);
            }
        },
        iter: 30);

    [Fact]
    public void Players_reveal_each_item_once_and_equal_seeds_play_alike() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            foreach (var player in EvidencePlayers.Names.Select(EvidencePlayers.Find))
            {
                var order = Game(seed, Reveals).Play(player, player, seed).Order;
                Assert.Equal(Reveals, order.Distinct().Count());
                Assert.Equal(order, Game(seed, Reveals).Play(player, player, seed).Order);
            }
        },
        iter: 20);

    [Fact]
    public void Alone_a_side_does_at_least_as_well_as_in_debate() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var alone = GameValue.Search(Game(seed, items => new EvidenceRules(items, Reveals) { SoleSide = Side.Pro }).Start).Value;
            Assert.True(alone >= GameValue.Search(Game(seed, Reveals).Start).Value);
        },
        iter: 30);

    private static int BruteForce(EvidencePosition position)
    {
        if (position.IsOver) return position.Judge().Utility;
        var values = position.Moves().Select(item => BruteForce(position.After(item)));
        return position.ToMove == Side.Pro ? values.Max() : values.Min();
    }
}

public sealed class GraphEvidenceTests : EvidenceConformance
{
    protected override EvidenceGame Game(long seed, Func<int, EvidenceRules> rules)
    {
        var (draws, builder) = (SeededRandom.Create(seed, "graph"), new ArgumentGraphBuilder());
        var items = 5 + draws.NextInt(4);
        for (var i = 0; i <= items; i++)
        {
            builder.AddArgument(Name(i));
            if (i == 0) continue;
            if (draws.NextBool(.5)) builder.AddSupport(Name(i), Name(draws.NextInt(i)));
            else builder.AddAttack(Name(i), Name(draws.NextInt(i)));
        }
        var graph = builder.Build();
        var evidence = new GraphEvidence(graph, 0);
        return evidence.CreateGame(rules(evidence.Arguments.Count));
    }

    private static string Name(int argument) => FormattableString.Invariant($"a{argument}");
}

public sealed class SolvedEvidenceTests : EvidenceConformance
{
    protected override EvidenceGame Game(long seed, Func<int, EvidenceRules> rules)
    {
        var evidence = SmallEvidence.Of(seed, 0, 1);
        var of = rules(evidence.Features.Count);
        return new(of, new FeatureJudge(evidence, SolvedGame.Solve(evidence, of.Reveals)));
    }
}

public sealed class FeatureEvidenceTests : EvidenceConformance
{
    protected override EvidenceGame Game(long seed, Func<int, EvidenceRules> rules)
    {
        var evidence = SmallEvidence.Of(seed, 0, 1);
        return evidence.CreateGame(rules(evidence.Features.Count));
    }

    [Fact]
    public void Exchanged_actions_exchange_the_reward() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var (judge, features) = SmallEvidence.Parts(seed);
            var (one, other) = (DebateReward.Compute(judge, features, 1, (0, 2)), DebateReward.Compute(judge, features, 1, (2, 0)));
            Assert.Equal(one.Signed, -other.Signed);
            Assert.Equal((one.InOrder, one.Reversed), (-other.Reversed, -other.InOrder));
            Assert.Equal(0, DebateReward.Compute(judge, features, 1, (2, 2)).Signed);
        },
        iter: 30);

    [Fact]
    public void The_margin_is_the_difference_of_the_judges_numbers()
    {
        var (judge, features) = SmallEvidence.Parts(7);
        var scores = new float[3];
        judge.Network.ScoreActions(features.Row(1), [0, 3], scores);
        var judgement = new EvidencePosition(new FeatureEvidence(judge, features, 1, 2, 0).CreateGame(new EvidenceRules(features.Count, 2)),
            [3, 0]).Judge();
        Assert.Equal(scores[2] - scores[0], judgement.Margin);
        Assert.Equal(Math.Sign(scores[2] - scores[0]), judgement.Utility);
    }

    [Theory]
    [InlineData(9, 0, 1, "state 9")]
    [InlineData(0, 3, 1, "action 3")]
    [InlineData(0, 0, -1, "action -1")]
    public void What_does_not_exist_is_refused(int state, int pro, int con, string named)
    {
        var (judge, features) = SmallEvidence.Parts(7);
        var refused = Assert.Throws<InputException>(() => new FeatureEvidence(judge, features, state, pro, con));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}
