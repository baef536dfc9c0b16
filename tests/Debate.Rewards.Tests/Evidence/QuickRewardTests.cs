using CsCheck;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Evidence;

public sealed class QuickRewardTests
{
    [Fact]
    public void Quick_reward_takes_few_judgements_whatever_the_state() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Long[0, 1000]).Where((features, reveals, _) => reveals <= features).Sample(
            (features, reveals, seed) =>
            {
                var (judge, table) = Create(features, reveals, hidden: 4, seed);
                if (!DebateReward.IsQuick(judge)) return;
                var budget = new SearchBudget();
                DebateReward.Compute(judge, table, 0, (0, 1), budget);
                Assert.InRange(budget.Spent, 0, 4096);
            },
            iter: 100);

    [Theory]
    [InlineData(7, 2, 64, true)]
    [InlineData(7, 7, 64, true)]
    [InlineData(12, 3, 64, true)]
    // Few sets of evidence at the end, and many on the way there.
    [InlineData(16, 16, 4, false)]
    [InlineData(44, 4, 64, false)]
    [InlineData(44, 6, 64, false)]
    // A judgement takes milliseconds.
    [InlineData(7, 2, 2048, false)]
    public void What_is_quick_depends_on_positions_and_judge(int features, int reveals, int hidden, bool isQuick) =>
        Assert.Equal(isQuick, DebateReward.IsQuick(Create(features, reveals, hidden, seed: 1).Judge));

    private static (LearnedJudge Judge, FeatureTable Features) Create(int features, int reveals, int hidden, long seed)
    {
        var draws = SeededRandom.Create(seed, "features");
        string[] names = [.. Enumerable.Range(0, features).Select(f => FormattableString.Invariant($"f{f}"))];
        var table = new FeatureTable(names, [.. Enumerable.Range(0, features).Select(_ => (float)(4 * draws.NextDouble() - 2))]);
        var network = JudgeNetwork.CreateRandom(new(features, 3, hidden), draws);
        return (new(network, names, new(reveals, DemonstrationWeighting.InverseFrequency, "nothing", seed)), table);
    }
}
