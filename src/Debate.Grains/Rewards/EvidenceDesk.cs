using System.Collections.Concurrent;
using Debate.Contracts;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// Rewards by debates over evidence: the exact value of the game in both speaking orders. A pure function of judge and label, so nothing is
/// journaled, and what was played once is remembered. Safe to share between threads.
/// </summary>
public sealed class EvidenceDesk(LearnedJudge judge, TabularEnvironment environment)
{
    private const int MostRemembered = 1 << 20;
    private readonly ConcurrentDictionary<EvidenceLabel, DebateReward> _known = new();

    /// <summary>The reward of each answer, which all share the label; an <see cref="InputException"/> where it is none.</summary>
    public TextOutcome Score(RewardCall call, IRewardShape shape)
    {
        var contests = call.Answers.Select((answer, i) => Contest(i, Play(EvidenceLabel.Read(call.Label, answer, environment.Name))));
        var group = new JudgedGroup(call.Answers, [.. contests]);
        return TextOutcome.Of(group, shape.Rewards(group));
    }

    private static Contest Contest(int answer, DebateReward played) =>
        new(answer, Debate.Rewards.Shapes.Contest.Outsider, (played.InOrder + 1) / 2.0, (played.Reversed + 1) / 2.0);

    private DebateReward Play(EvidenceLabel label)
    {
        if (_known.TryGetValue(label, out var known)) return known;
        var played = DebateReward.Of(judge, environment.Features, label.State, (label.Action, label.Other));
        if (_known.Count < MostRemembered) _known[label] = played;
        return played;
    }
}
