using CsCheck;
using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Tests.Planning;

public sealed class PlanningTests
{
    /// <summary>
    /// One open state: action 0 survives with .5 and stays with .5; action 1 dies with .2, otherwise stays; action 2 stays.
    /// </summary>
    private static readonly TabularEnvironment Tiny = Small(
        [[(0, .5), (2, .5)], [(0, .8), (1, .2)], [(0, 1)]]);

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 5)]
    public void A_chain_of_one_state_is_worth_what_a_geometric_series_says(int action, double survival, double length)
    {
        var value = PolicyValue.Compute(Tiny, Policy.Deterministic("p", 3, [action, 0, 0]));
        Assert.Equal(survival, value.Survival, 1e-12);
        Assert.Equal(length, value.Length!.Value, 1e-12);
    }

    [Fact]
    public void Discounted_values_and_visits_are_their_series()
    {
        var chain = new PolicyChain(Tiny, Policy.Deterministic("p", 3, [0, 0, 0]), .9);
        Assert.Equal(.5 / (1 - .9 * .5), chain.StateValues(Tiny.OutcomeRewards(-1, 1))[0], 1e-12);
        Assert.Equal(1 / (1 - .9 * .5), chain.Visits()![0], 1e-12);
    }

    [Fact]
    public void A_policy_that_never_ends_survives_never_and_has_no_length()
    {
        var stays = Policy.Deterministic("patience", 3, [2, 0, 0]);
        Assert.Equal(new PolicyValue("patience", 0, null) { Endless = 1 }, PolicyValue.Compute(Tiny, stays));
        Assert.Equal(0, new PolicyChain(Tiny, stays, .9).StateValues(Tiny.OutcomeRewards(-1, 1))[0]);
        var refused = Assert.Throws<InputException>(() => new PolicyChain(Tiny, stays).StateValues(Enumerable.Repeat(1.0, 9).ToArray()));
        Assert.Contains("patience", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Half of the episodes survive at once, half fall into two states that lead only to each other.</summary>
    [Fact]
    public void States_that_lead_only_to_one_another_are_worth_nothing_and_count_where_they_are_reached()
    {
        IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => state switch
        {
            0 when action == 0 => [new(1, .5), new(3, .5)],
            0 => [new(3, 1)],
            1 => [new(1, .3), new(2, .7)],
            2 => [new(1, 1)],
            _ => [new(state, 1)],
        };
        var environment = new TabularEnvironment(
            "trap", new(4, 2, Row), [1, 0, 0, 0], [EpisodeEnd.Ongoing, EpisodeEnd.Ongoing, EpisodeEnd.Ongoing, EpisodeEnd.Survival],
            new(["x"], new float[4]));
        Assert.Equal(new PolicyValue("in", .5, null) { Endless = .5 },
            PolicyValue.Compute(environment, Policy.Deterministic("in", 2, [0, 0, 0, 0])));
        Assert.Equal(new PolicyValue("past", 1, 1), PolicyValue.Compute(environment, Policy.Deterministic("past", 2, [1, 0, 0, 0])));
    }

    /// <summary>Staying is worth as much as surviving later, but the plan must not stay for ever.</summary>
    [Fact]
    public void The_best_plan_reaches_its_end() => Assert.Equal(1, Planner.FindMaxSurvivalPolicy(Tiny).ActionProbabilities(0)[0]);

    [Fact]
    public void Mass_on_inadmissible_actions_falls_on_the_admissible_in_equal_parts()
    {
        var environment = Small([[(0, .5), (2, .5)], [(1, 1)], []]);
        Assert.Equal([.45, .55, 0], environment.EffectivePolicy(
            Policy.FromProbabilities("p", [.2, .3, .5, 1, 0, 0, 1, 0, 0], environment.Outcomes), 0), Close);
    }

    [Fact]
    public void Elimination_agrees_with_long_iteration_and_no_policy_beats_the_plan() => Gen.Long.Sample(
        seed =>
        {
            var environment = Random(seed);
            var best = PolicyValue.Compute(environment, Planner.FindMaxSurvivalPolicy(environment)).Survival;
            var policy = Policy.Deterministic("any", 3, Choices(seed, environment.States));
            var chain = new PolicyChain(environment, policy);
            var values = chain.StateValues(environment.OutcomeRewards(0, 1));
            var iterated = Iterated(environment, policy);
            for (var state = 0; state < environment.States; state++) Assert.Equal(iterated[state], values[state], 1e-10);
            var survival = PolicyValue.Compute(environment, policy).Survival;
            Assert.True(best >= survival - 1e-10, $"{best} {survival}");
            // The same number computed the other way: visits times the gain of each step.
            var (visits, rewards) = (chain.Visits()!, environment.OutcomeRewards(0, 1));
            var gained = environment.OpenStates.Sum(s => visits[s] * Enumerable.Range(0, 3)
                .Sum(a => policy.ActionProbabilities(s)[a] * rewards[s * 3 + a]));
            Assert.Equal(survival, gained, 1e-10);
        },
        iter: 100);

    private static double[] Iterated(TabularEnvironment environment, Policy policy)
    {
        var values = new double[environment.States];
        var rewards = environment.OutcomeRewards(0, 1);
        for (var sweep = 0; sweep < 3000; sweep++)
            foreach (var state in environment.OpenStates)
                values[state] = Enumerable.Range(0, 3)
                    .Sum(a => policy.ActionProbabilities(state)[a] * (rewards[state * 3 + a]
                        + environment.ExpectedValue(state, a, values)));
        return values;
    }

    private static int[] Choices(long seed, int states)
    {
        var draws = SeededRandom.Create(seed, "choices");
        return [.. Enumerable.Range(0, states).Select(_ => draws.NextInt(3))];
    }

    /// <summary>Some open states, then death, then survival; every step ends the episode with a probability of at least 1/20.</summary>
    private static TabularEnvironment Random(long seed)
    {
        var draws = SeededRandom.Create(seed, "environment");
        var open = 1 + draws.NextInt(8);
        var rows = new Dictionary<(int, int), KeyValuePair<int, double>[]>();
        for (var state = 0; state < open + 2; state++)
            for (var action = 0; action < 3; action++)
                rows[(state, action)] = state >= open ? [new(state, 1)]
                    : action > 0 && draws.NextBool(.3) ? [] : Scaled(Enumerable.Range(0, open + 2)
                        .Where(s => s >= open || draws.NextBool(.5))
                        .Select(s => (s, draws.NextDouble() + (s >= open ? .1 : 0))).ToArray());
        var initial = new double[open + 2];
        initial[0] = 1;
        var outcomes = new EpisodeEnd[open + 2];
        (outcomes[open], outcomes[open + 1]) = (EpisodeEnd.Death, EpisodeEnd.Survival);
        return new("random", new(open + 2, 3, (s, a) => rows[(s, a)]), initial, outcomes, new(["x"], new float[open + 2]));
    }

    private static KeyValuePair<int, double>[] Scaled((int State, double Weight)[] row)
    {
        var sum = row.Sum(r => r.Weight);
        return [.. row.Select(r => new KeyValuePair<int, double>(r.State, r.Weight / sum))];
    }

    private static TabularEnvironment Small((int, double)[][] first)
    {
        IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => state == 0
            ? [.. first[action].Select(r => new KeyValuePair<int, double>(r.Item1, r.Item2))] : [new(state, 1)];
        return new("small", new(3, 3, Row), [1, 0, 0], [EpisodeEnd.Ongoing, EpisodeEnd.Death, EpisodeEnd.Survival],
            new(["x"], new float[3]));
    }

    private static readonly Func<double, double, bool> CloseTo = (a, b) => Math.Abs(a - b) < 1e-12;
    private static readonly IEqualityComparer<double> Close = EqualityComparer<double>.Create((a, b) => CloseTo(a, b), _ => 0);
}
