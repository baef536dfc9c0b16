using CsCheck;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;
using Debate.Rewards.Evidence;

namespace Debate.Rewards.Tests.Evidence;

public sealed class SolvedGameTests
{
    [Fact]
    public void Ranks_have_no_gaps_and_follow_one_another()
    {
        var combinations = new CombinatorialNumbering(7, 3);
        int[] subset = [0, 1, 2];
        for (var rank = 0; rank < 35; rank++)
        {
            Assert.Equal(rank, combinations.Rank(subset));
            Assert.Equal(rank < 34, combinations.NextSubset(subset));
        }
        Assert.Equal([4, 5, 6], subset);
        Assert.Equal(7_059_052, new CombinatorialNumbering(44, 6).Binomial(44, 6));
    }

    [Fact]
    public void Values_are_those_of_alpha_beta_in_every_position() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            foreach (var reveals in new[] { 0, 1, 2, 4 })
                foreach (var starter in new[] { Side.Pro, Side.Con })
                {
                    var game = SolvedGame.Solve(SmallEvidence.Of(seed, 0, 1), reveals);
                    var play = game.OptimalPlay(starter);
                    foreach (var position in Line(game.CreateGame(starter).Start, seed))
                        Assert.Equal(GameValue.Search(position).Value, Math.Sign(play.ValueAfter(position.Order)));
                    Assert.Equal(play.Outcome, Math.Sign(play.ValueAfter([])));
                }
        },
        iter: 20);

    [Fact]
    public void Best_moves_keep_the_worth() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var game = SolvedGame.Solve(SmallEvidence.Of(seed, 0, 1), 4);
            var play = game.OptimalPlay(Side.Con);
            var position = game.CreateGame(Side.Con).Start;
            var itemValues = new double[game.AllowedItems.Count];
            while (!position.IsOver)
            {
                var worth = play.ValueAfter(position.Order);
                var best = play.BestItem(position.Order, itemValues);
                Assert.All(position.Order, item => Assert.True(double.IsNaN(itemValues[item])));
                Assert.All(position.Moves(), item => Assert.Equal(play.ValueAfter([.. position.Order, item]), itemValues[item]));
                position = position.After(best);
                Assert.Equal(worth, play.ValueAfter(position.Order));
            }
            Assert.Equal(play.OptimalValue, position.Judge().Margin);
        },
        iter: 20);

    [Fact]
    public void Solved_judgements_are_the_judges_bit_for_bit() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var evidence = SmallEvidence.Of(seed, 2, 1);
            var (solved, plain) = (SolvedGame.Solve(evidence, 3).CreateGame(Side.Pro),
                evidence.CreateGame(new EvidenceRules(evidence.Features.Count, 3)));
            for (var play = 0; play < 10; play++)
                Assert.Equal(plain.Play(new RandomPlayer(), new RandomPlayer(), play).Judgement,
                    solved.Play(new RandomPlayer(), new RandomPlayer(), play).Judgement);
        },
        iter: 20);

    [Fact]
    public void Fewer_items_make_the_game_of_those_items() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var evidence = SmallEvidence.Of(seed, 0, 1);
            int[] among = [0, 1, 3, 4];
            var worth = SolvedGame.Solve(evidence, 2, among).OptimalPlay(Side.Pro).OptimalValue;
            var best = among.Max(first => among.Where(i => i != first).Min(second => Margin(evidence, [first, second])));
            Assert.Equal(best, worth);
        },
        iter: 20);

    [Fact]
    public void Against_any_item_worth_is_the_best_expectation() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var evidence = SmallEvidence.Of(seed, 0, 1);
            var items = Enumerable.Range(0, evidence.Features.Count).ToArray();
            var expected = items.Max(first => items.Where(i => i != first).Average(second => Math.Sign(Margin(evidence, [first, second]))));
            Assert.Equal(expected, SolvedGame.Solve(evidence, 2).OptimalPlayAgainstRandom(Side.Pro, Side.Con).OptimalValue, 1e-6);
        },
        iter: 20);

    [Fact]
    public void A_best_response_is_at_least_as_good_as_any_play_and_no_better_than_its_best_line() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var game = SolvedGame.Solve(SmallEvidence.Of(seed, 0, 1), 4);
            foreach (var starter in new[] { Side.Pro, Side.Con })
                foreach (var player in new IEvidencePlayer[] { new GreedyPlayer(), new MinimaxPlayer(1) })
                {
                    var response = BestResponse.Utility(game, starter, Side.Con, (player, seed));
                    var brute = Brute(game.CreateGame(starter).Start, player, seed);
                    Assert.Equal(brute, response);
                    Assert.True(response <= game.OptimalPlay(starter).Outcome);
                }
        },
        iter: 10);

    [Fact]
    public void Perfect_players_cannot_be_exploited() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var game = SolvedGame.Solve(SmallEvidence.Of(seed, 0, 1), 4);
            foreach (var responder in new[] { Side.Pro, Side.Con })
                Assert.Equal(game.OptimalPlay(Side.Pro).Outcome,
                    BestResponse.Utility(game, Side.Pro, responder, (new MinimaxPlayer(100_000), seed)));
        },
        iter: 10);

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var evidence = SmallEvidence.Of(1, 0, 1);
        Assert.Contains("reveals: 9", Assert.Throws<InputException>(() => SolvedGame.Solve(evidence, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("item 44", Assert.Throws<InputException>(() => SolvedGame.Solve(evidence, 1, [44])).Message,
            StringComparison.Ordinal);
        Assert.Contains("too many", Assert.Throws<InputException>(() => new CombinatorialNumbering(44, 22)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SolvedGame.Solve(evidence, 1, [0, 1]).CreateGame(Side.Pro));
    }

    private static double Brute(EvidencePosition position, IEvidencePlayer player, long seed)
    {
        if (position.IsOver) return position.Judge().Utility;
        return position.ToMove == Side.Pro
            ? Brute(position.After(player.Choose(position, EvidenceGame.TurnRandom(seed, position.Order.Count))), player, seed)
            : position.Moves().Min(item => Brute(position.After(item), player, seed));
    }

    private static double Margin(FeatureEvidence evidence, int[] items) =>
        new EvidencePosition(evidence.CreateGame(new EvidenceRules(evidence.Features.Count, items.Length)), items).Judge().Margin;

    private static IEnumerable<EvidencePosition> Line(EvidencePosition position, long seed)
    {
        var (player, draws) = (new RandomPlayer(), SeededRandom.Create(seed, "line"));
        for (; !position.IsOver; position = position.After(player.Choose(position, draws))) yield return position;
        yield return position;
    }
}
