using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Offline;

/// <summary>
/// What clinicians did and what happened then: the steps of whole episodes, one episode after another. It is all that a learner may know of
/// an environment: which actions are admissible, but no probabilities.
/// </summary>
public sealed class TransitionLog
{
    private readonly int[] _counts;

    private TransitionLog(TabularEnvironment environment, Transition[] steps)
    {
        (Environment, Steps) = (environment, steps);
        _counts = new int[environment.States * environment.Actions];
        foreach (var step in steps) _counts[step.State * environment.Actions + step.Action]++;
    }

    /// <summary>The environment in which it was logged: for the numbers of states and actions, the episode ends and the features.</summary>
    public TabularEnvironment Environment { get; }

    /// <summary>The steps, episode after episode.</summary>
    public IReadOnlyList<Transition> Steps { get; }

    /// <summary>Generates episodes of a policy; throws <see cref="InputException"/> if <paramref name="episodes"/> is below 1.</summary>
    public static TransitionLog Generate(TabularEnvironment environment, Policy policy, int episodes, long seed) =>
        episodes >= 1 ? new(environment, [.. Rollouts.Generate(environment, policy, episodes, seed)])
            : throw new InputException($"episodes: {episodes} is not at least 1");

    /// <summary>The outcome of a step: 1 if it ends in survival, -1 in death, 0 otherwise.</summary>
    public int OutcomeOf(int step) =>
        Environment.Outcomes[Steps[step].Next] switch { EpisodeEnd.Survival => 1, EpisodeEnd.Death => -1, _ => 0 };

    /// <summary>Whether a learner may choose an action in a state: it is admissible and in the data.</summary>
    public bool Supports(int state, int action) =>
        _counts[state * Environment.Actions + action] > 0 && Environment.Transitions.IsAdmissible(state, action);

    /// <summary>
    /// Computes the reward of each step, R = (1 - lambda) r_env + lambda r_debate with the baseline of the debate rewards; without debate
    /// rewards the outcome alone. An inadmissible action, whose effect is that of any admissible one, has a debate reward of 0.
    /// </summary>
    public IReadOnlyList<double> ComputeRewards(double lambda, RewardScales scales, DebateRewardTable? comparisons, RewardVariant form)
    {
        var rewards = new double[Steps.Count];
        for (var i = 0; i < rewards.Length; i++)
        {
            var debate = comparisons?.Reward(Steps[i].State, Steps[i].Action, form) ?? 0;
            rewards[i] = scales.Mix(RewardScales.EnsureLambda(lambda), OutcomeOf(i), debate);
        }
        return rewards;
    }
}

/// <summary>A question to a source of debate rewards: one action against another in a state.</summary>
public readonly record struct DebateQuestion(int State, int Action, int Other);

/// <summary>A source of debate rewards: debates in this process, or a reward server.</summary>
public interface IDebateRewards
{
    /// <summary>The rewards of the questions, in their order; throws <see cref="InputException"/> if one cannot be answered.</summary>
    ValueTask<IReadOnlyList<DebateReward>> GetRewardsAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop);
}

/// <summary>Debates of exact players before a judge, run in this process.</summary>
public sealed class LocalDebateRewards(LearnedJudge judge, FeatureTable features) : IDebateRewards
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DebateReward>> GetRewardsAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop)
    {
        var answers = new DebateReward[questions.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            answers[i] = DebateReward.Compute(judge, features, questions[i].State, (questions[i].Action, questions[i].Other));
        }
        return ValueTask.FromResult<IReadOnlyList<DebateReward>>(answers);
    }
}
