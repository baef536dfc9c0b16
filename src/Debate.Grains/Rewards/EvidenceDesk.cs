using System.Collections.Concurrent;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// Rewards by debates over evidence: the value of the game in both speaking orders. A pure function of judge and label, so nothing is
/// journaled, and results are cached. Thread-safe.
/// </summary>
public sealed class EvidenceDesk(LearnedJudge judge, TabularEnvironment environment)
{
    private const int MostRemembered = 1 << 20;
    private readonly ConcurrentDictionary<EvidenceLabel, DebateReward> _known = new();

    /// <summary>
    /// Computes the reward of each answer; all share the label. Throws <see cref="InputException"/> if the label is invalid.
    /// </summary>
    public TextOutcome Score(RewardCall call, IRewardShape shape)
    {
        var contests = call.Answers.Select((answer, i) => Contest(i, Play(EvidenceLabel.Read(call.Label, answer, environment.Name))));
        var group = new JudgedGroup(call.Answers, [.. contests]);
        return TextOutcome.Of(group, shape.Rewards(group));
    }

    /// <summary>Creates the debate over a call's single answer as a problem to be recorded, with its value in each order.</summary>
    public (Problem Problem, DebateReward Played) Kept(RewardCall call)
    {
        if (call.Answers.Length != 1) throw new InputException("record: evidence debates are kept one answer at a time");
        var label = EvidenceLabel.Read(call.Label, call.Answers[0], environment.Name);
        var text = FormattableString.Invariant(
            $"{environment.Name}, state {label.State}: action {label.Action} (pro) against {label.Other} (con)");
        var played = Play(label);
        if (label.Action == label.Other) return (new("evidence", text), played);
        var evidence = new FeatureEvidence(judge, environment.Features, label.State, label.Action, label.Other);
        var best = new SolvedPlayer(PrunedGame.Solve(evidence, DebateReward.IsExact(judge) ? judge.Features.Count : PrunedGame.Usual));
        var parts = EvidenceReward.Orders.Zip(
            [Side.Pro, Side.Con], (order, starter) => new Problem(order, Lines(evidence.Game(starter), best, label.State)));
        return (new("evidence", text) { Parts = [.. parts] }, played);
    }

    private string Lines(EvidenceGame game, IEvidencePlayer best, int state)
    {
        var row = environment.Features.Row(state).ToArray();
        return string.Join('\n', game.Play(best, best, 0).Order.Select((item, turn) => FormattableString.Invariant(
            $"{(game.Rules.Turn(turn) == Side.Pro ? "pro" : "con")} {environment.Features.Names[item]} = {row[item]:0.####}")));
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
