using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Offline;

/// <summary>A question to a source of debate rewards: in a state, one action against another.</summary>
public readonly record struct DebateQuestion(int State, int Action, int Other);

/// <summary>Where debate rewards come from: debates in this process, or a reward server.</summary>
public interface IDebateRewards
{
    /// <summary>An answer to each question, in their order; an <see cref="InputException"/> where one cannot be answered.</summary>
    ValueTask<IReadOnlyList<DebateReward>> OfAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop);
}

/// <summary>Debates of exact players before a judge, in this process.</summary>
public sealed class DebatesHere(LearnedJudge judge, FeatureTable features) : IDebateRewards
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DebateReward>> OfAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop)
    {
        var answers = new DebateReward[questions.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            answers[i] = DebateReward.Of(judge, features, questions[i].State, (questions[i].Action, questions[i].Other));
        }
        return ValueTask.FromResult<IReadOnlyList<DebateReward>>(answers);
    }
}
