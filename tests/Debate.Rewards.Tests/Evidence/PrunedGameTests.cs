using CsCheck;
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
            var rules = new EvidenceRules(evidence.Features.Count, 2, Side.Con);
            var estimates = PrunedGame.Anytime(evidence, rules, seed).ToList();
            Assert.Equal(estimates.Select(e => e.Items).Distinct().Order(), estimates.Select(e => e.Items));
            Assert.Equal(rules.Items, estimates[^1].Items);
            Assert.Equal(GameValue.Of(evidence.Game(rules).Start).Value, estimates[^1].Value);
        },
        iter: 20);

    [Fact]
    public void What_matters_most_to_either_side_is_kept()
    {
        var (judge, features) = Telling();
        var kept = Screening.Of(new(judge, features, 0, 0, 1), 2, 4, Draws.Of(1, "test"));
        Assert.Equal([1, 4, 7, 9], kept);
        Assert.Equal(12, Screening.Of(new(judge, features, 0, 0, 1), 2, 12, Draws.Of(1, "test")).Count);
    }

    [Fact]
    public void Pruned_to_what_matters_the_value_is_exact_here()
    {
        var (judge, features) = Telling();
        var evidence = new FeatureEvidence(judge, features, 0, 0, 1);
        foreach (var starter in new[] { Side.Pro, Side.Con })
        {
            var rules = new EvidenceRules(12, 4, starter);
            var pruned = PrunedGame.Of(evidence, rules, 1, items: 8);
            Assert.Equal((8, 70), (pruned.Items, pruned.Leaves));
            Assert.Equal(SolvedGame.Of(evidence, 4).Play(starter).Worth, pruned.Margin, 1e-4);
        }
    }

    /// <summary>
    /// A judge that adds up: items 1 and 7 speak for action 0, items 4 and 9 for action 1, the others little for either.
    /// </summary>
    private static (LearnedJudge Judge, FeatureTable Features) Telling()
    {
        const int count = 12;
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = i switch { 1 => 3, 7 => 4, 4 => -3, 9 => -4, _ => .1f * (i - 5) };
        var features = new FeatureTable([.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"f{i}"))], values);
        var shape = new JudgeShape(count, 2, 1);
        var network = new JudgeNetwork(shape, new float[shape.Parameters]);
        // One unit, kept open by its bias; action 1 turns it off, so only action 0 is scored by the sum.
        for (var i = 0; i < count; i++) network.Parameters[i] = 1;
        network.Parameters[shape.Inputs - 1] = -1000;
        network.Parameters[shape.Inputs] = 100;
        network.Parameters[shape.Inputs + 1] = 1;
        network.Parameters[shape.Inputs + 2] = 0;
        network.Parameters[^1] = 1;
        return (new(network, features.Names, new(4, Weighting.InverseFrequency, "nothing", 0)), features);
    }
}
