using CsCheck;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Evidence;

public sealed class PrunedGameTests
{
    [Fact]
    public void Estimates_end_with_the_exact_value() => Gen.Long[0, 1000].Sample(
        seed =>
        {
            var evidence = SmallEvidence.Of(seed, 0, 1);
            var estimates = PrunedGame.ItemCounts(evidence).Select(items => PrunedGame.Estimate(evidence, items, seed)).ToList();
            Assert.Equal(estimates.Select(e => e.Items).Distinct().Order(), estimates.Select(e => e.Items));
            Assert.Equal(evidence.Features.Count, estimates[^1].Items);
            Assert.Equal(GameValue.Search(evidence.CreateGame(Side.Pro).Start).Value, estimates[^1].Reward.InOrder);
            Assert.Equal(GameValue.Search(evidence.CreateGame(Side.Con).Start).Value, estimates[^1].Reward.Reversed);
        },
        iter: 20);

    [Fact]
    public void What_matters_most_to_either_side_is_kept()
    {
        var (judge, features) = Telling();
        var kept = Screening.SelectItems(new(judge, features, 0, 0, 1), 2, 4, SeededRandom.Create(1, "test"));
        Assert.Equal([1, 4, 7, 9], kept);
        Assert.Equal(12, Screening.SelectItems(new(judge, features, 0, 0, 1), 2, 12, SeededRandom.Create(1, "test")).Count);
    }

    [Fact]
    public void Pruned_to_what_matters_the_value_is_exact_here()
    {
        var (judge, features) = Telling();
        var evidence = new FeatureEvidence(judge, features, 0, 0, 1);
        var (exact, pruned) = (SolvedGame.Solve(evidence, 4), PrunedGame.Estimate(evidence, items: 8));
        Assert.Equal((8, 70), (pruned.Items, pruned.Leaves));
        Assert.Equal(exact.OptimalPlay(Side.Pro).OptimalValue, pruned.InOrder, 1e-4);
        Assert.Equal(exact.OptimalPlay(Side.Con).OptimalValue, pruned.Reversed, 1e-4);
    }

    [Fact]
    public void A_game_too_large_to_solve_is_rewarded_by_what_matters_most()
    {
        var (judge, features) = Wide(reveals: 6);
        Assert.False(DebateReward.IsExact(judge));
        var reward = DebateReward.Compute(judge, features, 0, (0, 2));
        var (evidence, pruned) = (new FeatureEvidence(judge, features, 0, 0, 2), PrunedGame.Estimate(new(judge, features, 0, 0, 2)));
        Assert.Equal(pruned.Reward, reward);
        var best = new SolvedPlayer(PrunedGame.Solve(evidence));
        Assert.Equal(pruned.InOrder, evidence.CreateGame(Side.Pro).Play(best, best, 0).Judgement.Margin, 1e-4);
        Assert.Equal(pruned.Reversed, evidence.CreateGame(Side.Con).Play(best, best, 0).Judgement.Margin, 1e-4);
        Assert.Equal(-reward.Signed, DebateReward.Compute(judge, features, 0, (2, 0)).Signed);
    }

    /// <summary>Of 30 features three are few enough to solve the game exactly; six are not.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void A_budget_changes_no_reward_and_ends_a_game_at_its_next_step(int reveals)
    {
        var (judge, features) = Wide(reveals);
        var steps = 0;
        var budget = new SearchBudget(pause: () => steps++);
        Assert.Equal(DebateReward.Compute(judge, features, 0, (0, 2)), DebateReward.Compute(judge, features, 0, (0, 2), budget));
        Assert.InRange(steps, 4, int.MaxValue);
        Assert.InRange(budget.Spent / steps, 1, SearchBudget.ConflictsPerStep);
        Assert.Throws<SearchBudgetSpentException>(() =>
            DebateReward.Compute(judge, features, 0, (0, 2), new SearchBudget(conflicts: budget.Spent - 1)));
        using var stop = new CancellationTokenSource();
        var before = 0;
        var cancelled = new SearchBudget(stop.Token, pause: () =>
        {
            if (++before == 3) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => DebateReward.Compute(judge, features, 0, (0, 2), cancelled));
        Assert.Equal(3, before);
    }

    /// <summary>A patient with 30 features before an untrained judge.</summary>
    private static (LearnedJudge Judge, FeatureTable Features) Wide(int reveals)
    {
        var draws = SeededRandom.Create(5, "features");
        var features = new FeatureTable(
            [.. Enumerable.Range(0, 30).Select(f => FormattableString.Invariant($"f{f}"))],
            [.. Enumerable.Range(0, 30).Select(_ => (float)(4 * draws.NextDouble() - 2))]);
        return (new(JudgeNetwork.CreateRandom(new(30, 3, 8), draws), features.Names,
            new(reveals, DemonstrationWeighting.InverseFrequency, "nothing", 5)), features);
    }

    /// <summary>A judge that sums: items 1 and 7 speak for action 0, items 4 and 9 for action 1, the others hardly for either.</summary>
    private static (LearnedJudge Judge, FeatureTable Features) Telling()
    {
        const int count = 12;
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = i switch { 1 => 3, 7 => 4, 4 => -3, 9 => -4, _ => .1f * (i - 5) };
        var features = new FeatureTable([.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"f{i}"))], values);
        var shape = new JudgeShape(count, 2, 1);
        var network = new JudgeNetwork(shape, new float[shape.Parameters]);
        // One unit, kept active by its bias; action 1 switches it off, so only action 0 is scored by the sum.
        for (var i = 0; i < count; i++) network.Parameters[i] = 1;
        network.Parameters[shape.Inputs - 1] = -1000;
        network.Parameters[shape.Inputs] = 100;
        network.Parameters[shape.Inputs + 1] = 1;
        network.Parameters[shape.Inputs + 2] = 0;
        network.Parameters[^1] = 1;
        return (new(network, features.Names, new(4, DemonstrationWeighting.InverseFrequency, "nothing", 0)), features);
    }
}
