using Debate.Core.Input;
using Debate.Rewards.Evidence;
using Debate.Rewards.Offline;

namespace Debate.Client;

/// <summary>Debate rewards from a reward server, whose profile debates evidence: the input for learning from logged transitions.</summary>
/// <param name="client">The server.</param>
/// <param name="profile">The reward profile; null for the server's default.</param>
public sealed class RemoteDebateRewards(RewardClient client, string? profile = null) : IDebateRewards
{
    /// <summary>
    /// The reward of each question, in order. An <see cref="InputException"/> when the server cannot answer one, an
    /// <see cref="Deliberation.Engine.OutageException"/> when it cannot be reached or refuses the key.
    /// </summary>
    public async ValueTask<IReadOnlyList<DebateReward>> GetRewardsAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop)
    {
        var results = await client.ScoreAsync([.. questions.Select(q => ScoreItem.ForEvidence(q.State, q.Action, q.Other))], profile, cancellation: stop);
        return [.. results.Select((result, i) => ToReward(questions[i], result))];
    }

    private static DebateReward ToReward(DebateQuestion question, ScoreResult result) =>
        result.Contests is [{ Reversed: { } reversed } contest]
            ? new(ToOutcome(contest.InOrder), ToOutcome(reversed))
            : throw new InputException(FormattableString.Invariant(
                $"state {question.State}, actions {question.Action}, {question.Other}: {result.Detail ?? "the server judged one order only"}"));

    private static int ToOutcome(double probability) => (int)Math.Round(2 * probability - 1);
}
