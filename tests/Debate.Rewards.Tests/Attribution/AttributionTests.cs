using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Attribution;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Attribution;

public sealed class AttributionTests
{
    private const int Count = 4, Rows = 3, Actions = 3;

    private static readonly FeatureTable Features = new(
        [.. Enumerable.Range(0, Count).Select(f => $"f{f}")],
        [.. Enumerable.Range(0, Count * Rows).Select(i => (float)(4 * Math.Sin(1.7 * i)))]);

    private static readonly LearnedJudge Ideal = Judge(Count);

    [Fact]
    public void Sampling_finds_the_shapley_values()
    {
        var shapley = new ShapleySampling(Ideal, Features, 1, orders: 4000);
        for (var action = 0; action < Actions; action++)
        {
            var exact = Exact(state: 1, action);
            for (var feature = 0; feature < Count; feature++) Assert.Equal(exact[feature], shapley.GetAttributions(1, action)[feature], .1);
        }
        Assert.Contains(Exact(1, 0), x => Math.Abs(x) > .4);
    }

    [Fact]
    public void Leaving_a_feature_out_puts_its_mean_in_its_place()
    {
        var values = Features.Row(2).ToArray();
        var whole = Preference(values, 1);
        values[3] = (Features.Row(0)[3] + Features.Row(1)[3] + Features.Row(2)[3]) / Rows;
        Assert.Equal(whole - Preference(values, 1), new LeaveOneOut(Ideal, Features).GetAttributions(2, 1)[3], 1e-3);
    }

    [Fact]
    public void Preferences_are_relative_so_attributions_of_all_actions_cancel()
    {
        foreach (var attribution in new IAttribution[] { new LeaveOneOut(Ideal, Features), new ShapleySampling(Ideal, Features, 1) })
            for (var feature = 0; feature < Count; feature++)
                Assert.Equal(0, Enumerable.Range(0, Actions).Sum(a => attribution.GetAttributions(0, a)[feature]), 1e-3);
    }

    [Fact]
    public void Equal_seeds_explain_alike_in_any_order_of_asking()
    {
        var (one, other) = (new ShapleySampling(Ideal, Features, 5), new ShapleySampling(Ideal, Features, 5));
        one.GetAttributions(2, 0);
        Assert.Equal(other.GetAttributions(1, 2).ToArray(), one.GetAttributions(1, 2).ToArray());
        Assert.NotEqual(other.GetAttributions(1, 2).ToArray(), new ShapleySampling(Ideal, Features, 6).GetAttributions(1, 2).ToArray());
    }

    [Fact]
    public void The_player_shows_the_highest_items_of_its_own_action()
    {
        var attribution = new LeaveOneOut(Ideal, Features);
        var player = new AttributedPlayer(attribution);
        var evidence = new FeatureEvidence(Judge(2), Features, 1, 2, 0);
        var order = evidence.CreateGame(new EvidenceRules(Count, 2) { SoleSide = Side.Con }).Play(player, player, 0).Order;
        var numbers = attribution.GetAttributions(1, 0).ToArray();
        Assert.Equal(Enumerable.Range(0, Count).OrderByDescending(f => numbers[f]).Take(2), order);
    }

    [Fact]
    public void A_judge_that_sees_little_has_no_preference_to_explain() =>
        Assert.Contains(
            "2 items", Assert.Throws<InputException>(() => new LeaveOneOut(Judge(2), Features)).Message, StringComparison.Ordinal);

    /// <summary>An untrained judge with larger weights than a real one has.</summary>
    private static LearnedJudge Judge(int items)
    {
        var network = JudgeNetwork.CreateRandom(new(Count, Actions, 8), SeededRandom.Create(3, "judge"));
        foreach (ref var weight in network.Parameters[^8..]) weight *= 10;
        return new(network, Features.Names, new(items, DemonstrationWeighting.InverseFrequency, "nothing", 3));
    }

    private static double Preference(float[] values, int action)
    {
        var scores = new float[Actions];
        Ideal.Network.ScoreActions(values, [0, 1, 2, 3], scores);
        return scores[action] - scores.Average();
    }

    /// <summary>By definition: the mean over all orders and all other rows.</summary>
    private static double[] Exact(int state, int action)
    {
        var (sum, orders) = (new double[Count], Orders([.. Enumerable.Range(0, Count)]).ToArray());
        for (var other = 0; other < Rows; other++)
            foreach (var order in orders)
            {
                var values = Features.Row(other).ToArray();
                foreach (var feature in order)
                {
                    var before = Preference(values, action);
                    values[feature] = Features.Row(state)[feature];
                    sum[feature] += (Preference(values, action) - before) / (orders.Length * Rows);
                }
            }
        return sum;
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]] : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
