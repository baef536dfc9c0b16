using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Readers;
using Debate.Deliberation;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Serving;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Runtime.Rewards;

/// <summary>
/// Rewards by debates over evidence: the value of the game in both speaking orders. A pure function of judge and label, so nothing is
/// journaled, and results are cached. Games of a few milliseconds are played at once, on the caller's thread; others by
/// <see cref="EvidenceGames"/>, and requests for one that is being played share it. Thread-safe.
/// </summary>
public sealed class EvidenceRewardService(LearnedJudge judge, TabularEnvironment environment)
{
    private const int CacheCapacity = 1 << 20;
    private readonly bool _isQuick = DebateReward.IsQuick(judge);
    private readonly ConcurrentDictionary<EvidenceLabel, DebateReward> _rewards = new();
    private readonly Dictionary<EvidenceLabel, SharedComputation<DebateReward>> _played = [];

    /// <summary>
    /// Computes the reward of each answer; all share the label. Throws <see cref="InputException"/> if the label is invalid,
    /// <see cref="TimeoutException"/> when the caller's time is up: the games go on, and asking again gets their rewards.
    /// </summary>
    public async Task<GroupRewards> ScoreAsync(RewardCall call, RewardShape shape, EvidenceCaller caller)
    {
        EvidenceLabel[] labels = [.. call.Answers.Select(answer => EvidenceLabel.Parse(call.Label, answer, environment.Name))];
        var played = await Task.WhenAll(labels.Select(label => FindAsync(label, caller)));
        var group = new JudgedGroup(call.Answers, [.. played.Select((reward, i) => CreateJudgement(i, reward))]);
        return group.WithRewards(shape(group));
    }

    private Task<DebateReward> FindAsync(EvidenceLabel label, EvidenceCaller caller) =>
        _rewards.TryGetValue(label, out var known) ? Task.FromResult(known)
        : _isQuick ? Task.FromResult(Play(label, new(caller.Cancellation)))
        : PlayDebateAsync(label, caller);

    /// <summary>
    /// Creates the debate over a call's single answer as a problem to be recorded, with its value in each order. Throws as
    /// <see cref="ScoreAsync"/> does.
    /// </summary>
    public Task<(Problem Problem, DebateReward Played)> CreateTranscriptAsync(RewardCall call, EvidenceCaller caller)
    {
        if (call.Answers.Length != 1) throw new InputException("record: evidence debates are kept one answer at a time");
        var label = EvidenceLabel.Parse(call.Label, call.Answers[0], environment.Name);
        return caller.Games.PlayAsync(budget => CreateTranscript(label, budget), caller.IsOfBatch, caller.Cancellation)
            .WaitAsync(caller.AtMost, caller.Games.Clock, caller.Cancellation);
    }

    private (Problem Problem, DebateReward Played) CreateTranscript(EvidenceLabel label, SearchBudget budget)
    {
        var text = FormattableString.Invariant(
            $"{environment.Name}, state {label.State}: action {label.Action} (pro) against {label.Other} (con)");
        if (!_rewards.TryGetValue(label, out var played)) played = Play(label, budget);
        if (label.Action == label.Other) return (new("evidence", text), played);
        var evidence = new FeatureEvidence(judge, environment.Features, label.State, label.Action, label.Other);
        var items = DebateReward.IsExact(judge) ? judge.Features.Count : PrunedGame.DefaultItems;
        var best = new SolvedPlayer(PrunedGame.Solve(evidence, items, budget: budget));
        var parts = EvidenceReward.Orders.Zip(
            [Side.Pro, Side.Con], (order, starter) => new Problem(order, FormatMoves(evidence.CreateGame(starter), best, label.State)));
        return (new("evidence", text) { Parts = [.. parts] }, played);
    }

    private string FormatMoves(EvidenceGame game, IEvidencePlayer best, int state)
    {
        var row = environment.Features.Row(state).ToArray();
        return string.Join('\n', game.Play(best, best, 0).Order.Select((item, turn) => FormattableString.Invariant(
            $"{(game.Rules.SideToMove(turn) == Side.Pro ? "pro" : "con")} {environment.Features.Names[item]} = {row[item]:0.####}")));
    }

    private static PairwiseJudgement CreateJudgement(int answer, DebateReward played) =>
        new(answer, PairwiseJudgement.Outsider, (played.InOrder + 1) / 2.0, (played.Reversed + 1) / 2.0);

    private Task<DebateReward> PlayDebateAsync(EvidenceLabel label, EvidenceCaller caller)
    {
        SharedComputation<DebateReward>? game;
        lock (_played)
            if (!_played.TryGetValue(label, out game) || !game.TryJoin())
            {
                _played[label] = game = StartGame(label, caller);
                game.TryJoin();
            }
        return game.WaitAsync(caller.AtMost, caller.Games.Clock, caller.Cancellation);
    }

    private SharedComputation<DebateReward> StartGame(EvidenceLabel label, EvidenceCaller caller)
    {
        SharedComputation<DebateReward>? started = null;
        started = new(async stop =>
        {
            try
            {
                return await caller.Games.PlayAsync(budget => Play(label, budget), caller.IsOfBatch, stop);
            }
            finally
            {
                lock (_played)
                    if (_played.GetValueOrDefault(label) == started) _played.Remove(label);
            }
        });
        return started;
    }

    private DebateReward Play(EvidenceLabel label, SearchBudget budget)
    {
        var played = DebateReward.Compute(judge, environment.Features, label.State, (label.Action, label.Other), budget);
        if (_rewards.Count < CacheCapacity) _rewards[label] = played;
        return played;
    }
}

/// <summary>Who asks for evidence rewards, and where their games are played.</summary>
/// <param name="Games">Plays them.</param>
/// <param name="AtMost">How long the caller waits; above zero.</param>
/// <param name="IsOfBatch">Whether the caller asks for many at once.</param>
/// <param name="Cancellation">Set when the caller hangs up; ends games for which nobody else waits.</param>
public readonly record struct EvidenceCaller(EvidenceGames Games, TimeSpan AtMost, bool IsOfBatch, CancellationToken Cancellation);

/// <summary>
/// The subject of an evidence debate: {"environment": NAME, "state": N, "action": N, "other": N}, given as the label, or as the answer if
/// there is no label. If "action" is missing, the final answer in the answer's text is the number of the action.
/// </summary>
public readonly record struct EvidenceLabel(int State, int Action, int Other)
{
    /// <summary>Parses a label; an <see cref="InputException"/> names the field, the value and the rule.</summary>
    public static EvidenceLabel Parse(string? label, string answer, string environment)
    {
        using var document = ParseJson(label is { Length: > 0 } ? label : answer);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw CreateError("it must be an object with state, action and other");
        if (root.TryGetProperty("environment", out var named) && !named.ValueEquals(environment))
            throw CreateError($"environment {named.GetRawText()}: this profile's is {environment}");
        var action = root.TryGetProperty("action", out _) ? GetNumber(root, "action") : ParseAction(answer);
        return new(GetNumber(root, "state"), action, GetNumber(root, "other"));
    }

    private static int ParseAction(string answer)
    {
        var said = FinalAnswer.Extract(ThoughtSplitter.Split(answer).Text);
        return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var action)
            ? action
            : throw new InputException("answer: the label has no action, and the answer does not end with the number of one");
    }

    private static int GetNumber(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw CreateError($"{name}: it must be a whole number");

    private static JsonDocument ParseJson(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"label: it must be a JSON object with state, action and other: {wrong.Message}", wrong);
        }
    }

    private static InputException CreateError(string rule) => new($"label: {rule}");
}
