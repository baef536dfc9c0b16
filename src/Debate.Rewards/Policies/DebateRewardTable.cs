using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;

namespace Debate.Rewards.Policies;

/// <summary>The debate reward of every admissible action of every non-terminal state against the action of a baseline policy.</summary>
public sealed class DebateRewardTable
{
    private readonly int _actions;
    private readonly DebateReward[] _rewards;

    private DebateRewardTable(TabularEnvironment environment, Policy baseline)
    {
        (Environment, Baseline, _actions) = (environment, baseline, environment.Actions);
        _rewards = new DebateReward[environment.States * environment.Actions];
    }

    /// <summary>The environment.</summary>
    public TabularEnvironment Environment { get; }

    /// <summary>The policy that actions are compared with: its most probable action.</summary>
    public Policy Baseline { get; }

    /// <summary>Number of comparisons of two different actions.</summary>
    public int Count { get; private set; }

    /// <summary>The share of comparisons whose outcome depends on the speaking order, in [0, 1].</summary>
    public double FlipShare { get; private set; }

    /// <summary>The reward of an admissible action in a non-terminal state.</summary>
    public DebateReward Reward(int state, int action) => _rewards[state * _actions + action];

    /// <summary>
    /// The reward of an action in one variant, in [-1, 1]; 0 for an inadmissible one, whose effect is that of any admissible one.
    /// </summary>
    public double Reward(int state, int action, RewardVariant form) =>
        form == RewardVariant.Signed ? Reward(state, action).Signed : Reward(state, action).Indicator;

    /// <summary>
    /// From debates of exact players before a judge, in both orders: the judge sees only what they reveal. <paramref name="report"/>
    /// receives the number of states done.
    /// </summary>
    public static DebateRewardTable FromDebates(
        LearnedJudge judge, TabularEnvironment environment, Policy baseline, Action<int>? report = null, CancellationToken stop = default)
    {
        var done = 0;
        DebateReward Debate(int state, int action, int other) => DebateReward.Compute(judge, environment.Features, state, (action, other));
        return Fill(new(environment, baseline), Debate, () =>
        {
            stop.ThrowIfCancellationRequested();
            report?.Invoke(++done);
        });
    }

    /// <summary>
    /// The same from any source of debate rewards, such as a reward server; each comparison is requested once, in batches of
    /// <paramref name="batch"/>. <paramref name="report"/> receives the number of comparisons done.
    /// </summary>
    public static async Task<DebateRewardTable> FromSourceAsync(
        IDebateRewards source, (TabularEnvironment Environment, Policy Baseline) about, Action<int>? report = null, int batch = 256,
        CancellationToken stop = default)
    {
        var comparisons = new DebateRewardTable(about.Environment, about.Baseline);
        var questions = Questions(about.Environment, about.Baseline).ToArray();
        var answers = new Dictionary<DebateQuestion, DebateReward>();
        foreach (var asked in questions.Chunk(batch))
        {
            var answered = await source.GetRewardsAsync(asked, stop);
            if (answered.Count != asked.Length)
                throw new InputException($"debate rewards: {answered.Count} answers to {asked.Length} questions");
            for (var i = 0; i < asked.Length; i++) answers[asked[i]] = answered[i];
            report?.Invoke(answers.Count);
        }
        return Fill(comparisons, (state, action, other) => answers[new(state, action, other)], () => { });
    }

    /// <summary>From the ideal judge of Sukovic and Radanovic (ICLR 2024), which sees the full state and needs no debate.</summary>
    public static DebateRewardTable FromFullStateJudge(LearnedJudge judge, TabularEnvironment environment, Policy baseline)
    {
        judge.EnsureMatches(environment.Features, environment.Actions);
        if (!judge.SeesFullState) throw new InputException($"judge: it sees {judge.Origin.Items} items, not the full state");
        int[] all = [.. Enumerable.Range(0, environment.Features.Count)];
        return Fill(new(environment, baseline), (state, action, other) =>
        {
            var preferred = Math.Sign(judge.Network.ScoreDifference(environment.Features.Row(state), all, action, other));
            return new(preferred, preferred);
        }, () => { });
    }

    /// <summary>Every admissible action of every non-terminal state against the action of a baseline, where they differ.</summary>
    public static IEnumerable<DebateQuestion> Questions(TabularEnvironment environment, Policy baseline)
    {
        foreach (var state in environment.OpenStates)
            foreach (var action in environment.Transitions.Admissible(state).ToArray())
                if (baseline.MostProbableAction(state) is var other && other != action) yield return new(state, action, other);
    }

    private static DebateRewardTable Fill(DebateRewardTable comparisons, Func<int, int, int, DebateReward> compare, Action after)
    {
        var flips = 0;
        foreach (var state in comparisons.Environment.OpenStates)
        {
            var other = comparisons.Baseline.MostProbableAction(state);
            foreach (var action in comparisons.Environment.Transitions.Admissible(state))
            {
                if (action == other) continue;
                var reward = comparisons._rewards[state * comparisons._actions + action] = compare(state, action, other);
                comparisons.Count++;
                if (reward.Flips) flips++;
            }
            after();
        }
        comparisons.FlipShare = comparisons.Count == 0 ? 0 : flips / (double)comparisons.Count;
        return comparisons;
    }
}
