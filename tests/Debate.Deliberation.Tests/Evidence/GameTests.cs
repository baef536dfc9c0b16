using CsCheck;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;

namespace Debate.Deliberation.Tests.Evidence;

public sealed class GameTests
{
    private static readonly Gen<EvidenceGame> Games = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Bool, Gen.Long[0, 1_000_000])
        .Select((items, reveals, con, seed) => Game(items, Math.Min(items, reveals), con ? Side.Con : Side.Pro, seed));

    [Fact]
    public void The_exact_value_equals_brute_force() => Games.Sample(game =>
    {
        var value = GameValue.Search(game.Start);
        Assert.True(value.Exact);
        Assert.Equal(BruteForce.Value(game.Start), value.Value);
    }, iter: 400);

    [Fact]
    public void The_exact_value_of_a_one_sided_game_equals_brute_force() => Gen.Long[0, 100_000].Sample(seed =>
    {
        var rules = new EvidenceRules(6, 3) { SoleSide = seed % 2 == 0 ? Side.Pro : Side.Con };
        var game = new EvidenceGame(rules, new TableJudge(6, seed));
        Assert.Equal(BruteForce.Value(game.Start), GameValue.Search(game.Start).Value);
    }, iter: 200);

    [Fact]
    public void Minimax_with_full_budget_achieves_the_value_against_anyone() => Games.Sample(game =>
    {
        var (perfect, value) = (new MinimaxPlayer(100_000), GameValue.Search(game.Start).Value);
        foreach (var name in EvidencePlayers.Names)
        {
            Assert.True(game.Play(perfect, EvidencePlayers.Find(name), 1).Judgement.Utility >= value);
            Assert.True(game.Play(EvidencePlayers.Find(name), perfect, 1).Judgement.Utility <= value);
        }
        Assert.Equal(value, game.Play(perfect, perfect, 1).Judgement.Utility);
    }, iter: 200);

    [Fact]
    public void A_spent_budget_is_said_and_respected()
    {
        var judge = new TableJudge(16, 3);
        var value = GameValue.Search(new EvidenceGame(new EvidenceRules(16, 8), judge).Start, budget: 500);
        Assert.False(value.Exact);
        Assert.Equal(value.Nodes, judge.Calls);
        Assert.InRange(value.Nodes, 500, 500 + 16 * 8);
    }

    [Fact]
    public void The_same_budget_gives_the_same_answer()
    {
        var game = Game(14, 7, Side.Pro, 5);
        Assert.Equal(GameValue.Search(game.Start, 1000), GameValue.Search(game.Start, 1000));
    }

    [Fact]
    public void Players_reveal_exactly_L_items_and_never_one_twice() =>
        Gen.Select(Gen.Int[2, 9], Gen.Int[0, 9], Gen.Long[0, 1000]).Sample((items, reveals, seed) =>
        {
            var game = Game(items, Math.Min(items, reveals), Side.Con, seed);
            foreach (var pro in EvidencePlayers.Names)
                foreach (var con in EvidencePlayers.Names)
                {
                    var order = game.Play(EvidencePlayers.Find(pro), EvidencePlayers.Find(con), seed).Order;
                    Assert.Equal(game.Rules.Reveals, order.Distinct().Count());
                    Assert.Equal(order.Count, order.Distinct().Count());
                    Assert.All(order, item => Assert.InRange(item, 0, items - 1));
                }
        }, iter: 20);

    [Fact]
    public void The_starter_reveals_first_and_the_sides_alternate()
    {
        var (pro, con) = (new Recorder(), new Recorder());
        Game(5, 5, Side.Con, 1).Play(pro, con, 1);
        Assert.Equal([0, 2, 4], con.Turns);
        Assert.Equal([1, 3], pro.Turns);
    }

    [Fact]
    public void With_sides_and_worths_exchanged_the_outcome_is_exchanged() =>
        Gen.Double[-1, 1].Array[2, 7].Select(Gen.Int[1, 6]).Sample((worth, reveals) =>
        {
            var mirrored = worth.Select(w => -w).ToArray();
            var rules = new EvidenceRules(worth.Length, Math.Min(reveals, worth.Length));
            var value = GameValue.Search(new EvidenceGame(rules, new SumJudge(worth)).Start).Value;
            var mirror = GameValue.Search(new EvidenceGame(rules with { Starter = Side.Con }, new SumJudge(mirrored)).Start).Value;
            Assert.Equal(value, -mirror);
        }, iter: 200);

    [Fact]
    public void The_same_seed_gives_the_same_play()
    {
        var game = Game(9, 6, Side.Pro, 2);
        var (a, b) = (EvidencePlayers.Find("random"), EvidencePlayers.Find("greedy"));
        Assert.Equal(game.Play(a, b, 11).Order, game.Play(a, b, 11).Order);
        Assert.NotEqual(game.Play(a, a, 11).Order, game.Play(a, a, 12).Order);
    }

    [Fact]
    public void Greedy_takes_what_helps_most_now()
    {
        var game = new EvidenceGame(new EvidenceRules(3, 1), new SumJudge(0.1, 0.7, -0.9));
        Assert.Equal([1], game.Play(EvidencePlayers.Find("greedy"), EvidencePlayers.Find("greedy"), 1).Order);
    }

    [Fact]
    public void Counter_answers_what_was_just_said()
    {
        var game = new EvidenceGame(new EvidenceRules(4, 2), new SumJudge(0.5, -0.9, -0.1, -0.2), new Neighbours());
        var order = game.Play(EvidencePlayers.Find("greedy"), EvidencePlayers.Find("counter"), 1).Order;
        Assert.Equal([0, 3], order);
    }

    [Fact]
    public void Reveals_beyond_the_items_are_refused() =>
        Assert.Contains("0..3", Assert.Throws<InputException>(() => Game(3, 4, Side.Pro, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_repeated_reveal_is_refused() =>
        Assert.Equal("item 1: already revealed",
            Assert.Throws<InputException>(() => Game(3, 2, Side.Pro, 1).Start.After(1).After(1)).Message);

    [Fact]
    public void An_unknown_player_is_refused_with_the_names() =>
        Assert.EndsWith("counter, greedy, minimax, random", Assert.Throws<InputException>(() => EvidencePlayers.Find("x")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(60)]
    [InlineData(128)]
    [InlineData(300)]
    public void Equal_sets_have_equal_keys_and_others_do_not(int items) => Gen.Int[0, items - 1].HashSet[0, 20].Sample(chosen =>
    {
        var (forward, backward) = (new EvidenceSet(items), new EvidenceSet(items));
        foreach (var item in chosen) forward.Add(item);
        foreach (var item in chosen.Reverse()) backward.Add(item);
        Assert.Equal(forward.Key, backward.Key);
        Assert.Equal(chosen.Order(), Enumerable.Range(0, items).Where(forward.Contains));
        var free = forward.NextOutside(0);
        Assert.Equal(Enumerable.Range(0, items).First(i => !chosen.Contains(i)), free);
        forward.Add(free);
        Assert.NotEqual(forward.Key, backward.Key);
    }, iter: 100);

    private static EvidenceGame Game(int items, int reveals, Side starter, long seed) =>
        new(new EvidenceRules(items, reveals, starter), new TableJudge(items, seed));

    private sealed class Recorder : IEvidencePlayer
    {
        public string Name => "recorder";
        public List<int> Turns { get; } = [];

        public int Choose(EvidencePosition position, SeededRandom draws)
        {
            Turns.Add(position.Order.Count);
            return position.Moves()[0];
        }
    }

    private sealed class Neighbours : IEvidenceNeighbours
    {
        public IReadOnlyList<int> NeighboursOf(int item) => item == 0 ? [2, 3] : [];
    }
}
