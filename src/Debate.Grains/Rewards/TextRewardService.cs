using System.Collections.Immutable;
using System.Globalization;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Evidence;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// Rewards by debates over texts: each call is a deliberation rewards/PROFILE.HASH, so that its reward is what its journal records, however
/// often it is requested and whatever happens in between.
/// </summary>
public sealed class TextRewardService(IGrainFactory grains, IJournal journal, ProtocolRegistry protocols, TimeProvider clock)
{
    /// <summary>The prefix of the ids of all rewards.</summary>
    public const string IdPrefix = "rewards";

    private static readonly TimeSpan WaitPerCall = TimeSpan.FromSeconds(20);
    private readonly ProfileBaselines _baselines = new();

    /// <summary>
    /// Rewards a call; failures are data. An invalid call throws <see cref="InputException"/>, and nothing of it is recorded.
    /// </summary>
    public Task<RewardReply> ScoreAsync(RewardProfile profile, RewardCall call) => ScoreAsync(profile, call, ComputeId(profile, call));

    /// <summary>Records an evidence debate, and returns the reward from its record.</summary>
    public Task<RewardReply> RecordAsync(RewardProfile profile, RewardCall call, (Problem Problem, DebateReward Played) debate)
    {
        var options = EvidenceReward.Descriptor.CompleteOptions(new([
            new("in-order", debate.Played.InOrder.ToString(CultureInfo.InvariantCulture)),
            new("reversed", debate.Played.Reversed.ToString(CultureInfo.InvariantCulture)),
            new("shape", call.Shape ?? profile.Shape)]));
        return RunToEndAsync(profile, call, new()
        {
            Id = DeliberationId.Parse(ComputeId(profile, call)),
            Kind = EvidenceReward.Descriptor.Kind,
            Name = ComputeContentHash(call),
            Protocol = EvidenceReward.Descriptor.Name,
            Version = protocols.Find(EvidenceReward.Descriptor.Name).Fingerprint,
            Options = options,
            Problem = debate.Problem,
            Seed = 0,
        });
    }

    /// <summary>Rewards a call under an id given by the caller.</summary>
    public Task<RewardReply> ScoreAsync(RewardProfile profile, RewardCall call, string id) =>
        RunToEndAsync(profile, call, CreateDefinition(profile, call, id));

    private async Task<RewardReply> RunToEndAsync(RewardProfile profile, RewardCall call, RunDefinition definition)
    {
        var id = definition.Id.Value;
        var ends = clock.GetUtcNow() + (call.Deadline ?? profile.Deadline);
        var grain = grains.GetGrain<IDeliberationGrain>(id);
        RunOutcome? outcome = null;
        while (outcome is null && ends - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            outcome = await RunCallAsync(grain, definition, left < WaitPerCall ? left : WaitPerCall);
        var reply = call.Key is not null && await IsKeyTakenAsync(definition) ? CreateKeyTaken(call.Key) : ToReply(outcome);
        if (reply.Outcome is { } rewards) _baselines.UpdateBaselines(profile.Name, definition.Options["shape"], rewards);
        return reply with { Transcript = id, Profile = profile.Name, Usage = outcome?.Usage };
    }

    private static async Task<RunOutcome?> RunCallAsync(IDeliberationGrain grain, RunDefinition definition, TimeSpan atMost)
    {
        var (_, outcome) = await DeliberationCalls.AwaitCallAsync(grain.RunAsync(definition, atMost));
        return outcome is { Status: RunStatus.Interrupted } ? null : outcome;
    }

    private static RewardReply ToReply(RunOutcome? outcome)
    {
        if (outcome is null) return RewardReply.FromFailure(RewardFailure.Deadline, "the debate goes on; ask again for its reward");
        if (outcome.Verdict is { } verdict)
            return GroupRewards.FromVerdict(verdict) is { } rewards
                ? new(rewards)
                : RewardReply.FromFailure(RewardFailure.JudgeFailed, verdict.Reason ?? "the judges gave no judgement");
        return RewardReply.FromFailure(
            outcome.Cause == FailureKind.Rejected && outcome.Status == RunStatus.Failed ? RewardFailure.Rejected
            : RewardFailure.JudgeFailed,
            outcome.Reason ?? "the debate stopped without a verdict");
    }

    private RunDefinition CreateDefinition(RewardProfile profile, RewardCall call, string id)
    {
        var options = profile.GetProtocolOptions(_baselines.ApplyBaselines(profile.Name, call.Shape ?? profile.Shape), call.Opponent);
        var (content, problem) = (ComputeContentHash(call), CreateProblem(profile, call));
        TextReward.Descriptor.Validate(problem, options);
        return new()
        {
            Id = DeliberationId.Parse(id),
            Kind = TextReward.Descriptor.Kind,
            Name = content,
            Protocol = TextReward.Descriptor.Name,
            Version = protocols.Find(TextReward.Descriptor.Name).Fingerprint,
            Options = options,
            Seats = profile.CreateSeats(options),
            Problem = problem,
            Seed = SeededRandom.DeriveSeed(call.Seed ?? profile.Seed, content) & long.MaxValue,
        };
    }

    private static Problem CreateProblem(RewardProfile profile, RewardCall call)
    {
        var parts = call.Answers.Select((text, i) => new Problem(i.ToString(CultureInfo.InvariantCulture), text)).ToList();
        if ((call.Baseline ?? profile.Baseline) is { } baseline) parts.Add(new(TextReward.Baseline, baseline));
        return new("reward", call.Prompt) { Parts = parts, Answers = call.Label is { Length: > 0 } label ? [label] : [] };
    }

    /// <summary>Whether the key's run belongs to a different request.</summary>
    private async Task<bool> IsKeyTakenAsync(RunDefinition definition) =>
        await journal.ReadAsync(definition.Id) is [var first, ..] && first.ReadBody() is RunStarted started
            && started.Definition.Name != definition.Name;

    private static RewardReply CreateKeyTaken(string key) =>
        RewardReply.FromFailure(RewardFailure.KeyTaken, $"key '{key}': it was used before, for another prompt, answer or shape");

    /// <summary>Computes the id of a call's run from its key, or from its content if it has none.</summary>
    private static string ComputeId(RewardProfile profile, RewardCall call) =>
        $"{IdPrefix}/{Slugify(profile.Name)}.{Digest.Hash128(profile.Name, call.Key ?? ComputeContentHash(call))}";

    private static string ComputeContentHash(RewardCall call) => Digest.Hash128([
        call.Prompt, call.Label ?? "", call.Baseline ?? "", call.Shape ?? "", call.Opponent ?? "",
        (call.Seed ?? 0).ToString(CultureInfo.InvariantCulture), .. call.Answers]);

    private static string Slugify(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'))[..Math.Min(name.Length, 64)];
}
