using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Offline;

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
