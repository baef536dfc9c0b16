using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Evidence;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;

namespace Debate.Runtime.Rewards;

/// <summary>
/// Rewards by debates over texts: each call is a deliberation rewards/PROFILE.IDENTITY, so that its reward is what its journal records,
/// however often it is requested and whatever happens in between. The identity is a hash of all that decides the reward: the profile as
/// resolved (protocol with fingerprint, options, seats with sampling), what the entries of its models say, and the request. So a profile
/// that was tuned gives new rewards, and one that was not gives the recorded ones.
/// </summary>
public sealed class TextRewardService(
    IRunStarter runs, IJournal journal, ProtocolRegistry protocols, IModelClient models, TimeProvider clock)
{
    /// <summary>The prefix of the ids of all rewards.</summary>
    public const string IdPrefix = "rewards";

    private static readonly TimeSpan WaitPerCall = TimeSpan.FromSeconds(20);
    private readonly ProfileBaselines _baselines = new();
    private readonly RewardKeys _keys = new(journal, clock);

    /// <summary>
    /// Rewards a call; failures are data. An invalid call throws <see cref="InputException"/>, and nothing of it is recorded.
    /// </summary>
    public Task<RewardReply> ScoreAsync(RewardProfile profile, RewardCall call) => RunToEndAsync(profile, call, CreateRun(profile, call));

    /// <summary>Records an evidence debate, and returns the reward from its record.</summary>
    public Task<RewardReply> RecordAsync(RewardProfile profile, RewardCall call, (Problem Problem, DebateReward Played) debate)
    {
        var options = EvidenceReward.Descriptor.CompleteOptions(new([
            new("in-order", debate.Played.InOrder.ToString(CultureInfo.InvariantCulture)),
            new("reversed", debate.Played.Reversed.ToString(CultureInfo.InvariantCulture)),
            new("shape", call.Shape ?? profile.Shape)]));
        return RunToEndAsync(profile, call, WithIdentity(profile, call, new()
        {
            Id = UnnamedId,
            Kind = EvidenceReward.Descriptor.Kind,
            Name = "",
            Protocol = EvidenceReward.Descriptor.Name,
            Version = protocols.Find(EvidenceReward.Descriptor.Name).Fingerprint,
            Options = options,
            Problem = debate.Problem,
            Seed = 0,
        }));
    }

    /// <summary>Rewards the answers of a rollout group, whose run has an id of its own.</summary>
    public Task<RewardReply> ScoreGroupAsync(RewardProfile profile, RewardCall call, string id) =>
        RunToEndAsync(profile, call, CreateRun(profile, call) with { Id = DeliberationId.Parse(id) with { Tenant = call.Tenant } });

    /// <summary>
    /// The key of the grain that collects an answer's group: a hash of all that its groups have in common. Throws
    /// <see cref="InputException"/> if the call is invalid.
    /// </summary>
    public string ComputeGroupKey(RewardProfile profile, RolloutCall rollout)
    {
        var opponent = profile.Grouping.ChooseOpponent(rollout.Call.Opponent);
        var common = rollout.Call with { Answers = [], Key = null, Rollout = null, Opponent = opponent };
        var identity = WithIdentity(profile, common, CreateDefinition(profile, common)).Name;
        var name = $"cohort.{Digest.Hash128(identity, rollout.Group ?? "", rollout.Size.ToString(CultureInfo.InvariantCulture))}";
        return new DeliberationId(name) { Tenant = rollout.Call.Tenant }.Key;
    }

    /// <summary>Claims the key of a call whose rewards are computed and not recorded, for these rewards.</summary>
    public async Task<RewardReply> ClaimAsync(RewardProfile profile, RewardCall call, GroupRewards rewards)
    {
        var reply = new RewardReply(rewards) { Profile = profile.Name };
        if (call.Key is null) return reply;
        var numbers = rewards.Rewards.Select(reward => reward.ToString("R", CultureInfo.InvariantCulture));
        var identity = Digest.Hash128([profile.Name, ComputeContentHash(call), .. numbers]);
        return await ClaimKeyAsync(call, identity) ?? reply;
    }

    /// <summary>
    /// Claims a caller's key for a content; the failure to answer with if it stands for another one, else null. A call without a key claims
    /// none.
    /// </summary>
    public async Task<RewardReply?> ClaimKeyAsync(RewardCall call, string identity) =>
        call.Key is not { } key || await _keys.ClaimAsync(call.Tenant, key, identity) ? null
        : RewardReply.FromFailure(RewardFailure.KeyTaken,
            $"key '{key}': it was used before, for another prompt, answer, label, baseline, shape or profile, or before this profile changed"
            + "; use another key");

    private async Task<RewardReply> RunToEndAsync(RewardProfile profile, RewardCall call, RunDefinition definition)
    {
        if (await ClaimKeyAsync(call, definition.Name) is { } taken) return taken with { Profile = profile.Name };
        var id = definition.Id.Value;
        var ends = clock.GetUtcNow() + (call.Deadline ?? profile.Deadline);
        var before = call.TellsUsageBefore ? await ReadUsageAsync(definition.Id) : null;
        RunOutcome? outcome = null;
        while (outcome is null && ends - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            outcome = await RunCallAsync(definition, left < WaitPerCall ? left : WaitPerCall);
        var reply = ToReply(outcome);
        if (reply.Outcome is { } rewards) _baselines.UpdateBaselines(NameBaseline(profile, call), definition.Options["shape"], rewards);
        return reply with { Transcript = id, Profile = profile.Name, Usage = outcome?.Usage, UsageBefore = before };
    }

    /// <summary>What a run has used; of one that has not finished its line in the index does not say it, but its entries do.</summary>
    private async Task<Usage> ReadUsageAsync(DeliberationId id) =>
        await journal.FindSummaryAsync(id) is { Finished: not null } line ? line.Usage
        : (await journal.ReadAsync(id)).Select(entry => entry.ReadBody()).OfType<ModelReplied>()
            .Aggregate(Usage.None, (sum, reply) => sum + reply.Usage);

    private async Task<RunOutcome?> RunCallAsync(RunDefinition definition, TimeSpan atMost) =>
        await runs.RunAsync(definition, atMost) is { Status: not RunStatus.Interrupted } outcome ? outcome : null;

    private static RewardReply ToReply(RunOutcome? outcome)
    {
        if (outcome is null) return RewardReply.FromFailure(RewardFailure.Deadline, "the debate goes on; ask again for its reward");
        if (outcome.Verdict is { } verdict)
            return GroupRewards.FromVerdict(verdict) is { } rewards
                ? new(rewards)
                : RewardReply.FromFailure(RewardFailure.JudgeFailed, verdict.Reason ?? "the judges gave no judgement");
        return RewardReply.FromFailure(
            (outcome.Status, outcome.Cause) switch
            {
                (RunStatus.Failed, FailureKind.Rejected) => RewardFailure.Rejected,
                (RunStatus.Failed, FailureKind.Unreachable) => RewardFailure.JudgeUnreachable,
                _ => RewardFailure.JudgeFailed,
            },
            outcome.Reason ?? "the debate stopped without a verdict");
    }

    private static DeliberationId UnnamedId { get; } = new(IdPrefix);

    private RunDefinition CreateRun(RewardProfile profile, RewardCall call)
    {
        var definition = CreateDefinition(profile, call);
        TextReward.Descriptor.Validate(definition.Problem, definition.Options);
        return WithIdentity(profile, call, definition);
    }

    /// <summary>The definition of a call's run, which has no name and id yet.</summary>
    private RunDefinition CreateDefinition(RewardProfile profile, RewardCall call)
    {
        var options = profile.GetProtocolOptions(call.Shape ?? profile.Shape, call.Opponent);
        return new()
        {
            Id = UnnamedId,
            Kind = TextReward.Descriptor.Kind,
            Name = "",
            Protocol = TextReward.Descriptor.Name,
            Version = protocols.Find(TextReward.Descriptor.Name).Fingerprint,
            Options = options,
            Seats = profile.CreateSeats(options),
            Problem = CreateProblem(profile, call),
            Seed = SeededRandom.DeriveSeed(call.Seed ?? profile.Seed, ComputeContentHash(call)) & long.MaxValue,
        };
    }

    /// <summary>
    /// The definition with its identity as name and id, and with the baselines of this moment in its shape: the numbers that were learned
    /// from earlier rewards are part of the record, and no part of what was asked for.
    /// </summary>
    private RunDefinition WithIdentity(RewardProfile profile, RewardCall call, RunDefinition definition)
    {
        var fingerprints = definition.Seats.Select(s => models.FindTerms(s.Model)?.Fingerprint ?? "");
        var identity = JournalJsonOptions.Hash(
            new RunStarted(definition), [profile.Name, ComputeContentHash(call), call.Key ?? "", call.Rollout ?? "", .. fingerprints])[..32];
        var options = new ProtocolOptions(definition.Options);
        options["shape"] = _baselines.ApplyBaselines(NameBaseline(profile, call), options["shape"]);
        return definition with
        {
            Id = DeliberationId.Parse($"{IdPrefix}/{Slugify(profile.Name)}.{identity}") with { Tenant = call.Tenant },
            Name = identity,
            Options = options,
        };
    }

    // What one tenant's debates taught says something of them.
    private static string NameBaseline(RewardProfile profile, RewardCall call) => $"{call.Tenant.Prefix}{profile.Name}";

    private static Problem CreateProblem(RewardProfile profile, RewardCall call)
    {
        if (call.Prompt.EnumerateRunes().All(IsInvisible))
            throw new InputException("prompt: it is required: there is no question, and an answer is worth nothing without one");
        var parts = call.Answers.Select((text, i) => new Problem(i.ToString(CultureInfo.InvariantCulture), text)).ToList();
        if ((call.Baseline ?? profile.Baseline) is { } baseline) parts.Add(new(TextReward.Baseline, baseline));
        return new("reward", call.Prompt) { Parts = parts, Answers = call.Label is { Length: > 0 } label ? [label] : [] };
    }

    private static bool IsInvisible(Rune c) =>
        Rune.IsWhiteSpace(c) || Rune.IsControl(c) || Rune.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>A hash of what was asked for, from which the seed of every random draw is derived.</summary>
    private static string ComputeContentHash(RewardCall call) => Digest.Hash128([
        call.Prompt, call.Label ?? "", call.Baseline ?? "", call.Shape ?? "", call.Opponent ?? "",
        (call.Seed ?? 0).ToString(CultureInfo.InvariantCulture), .. call.Answers]);

    private static string Slugify(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'))[..Math.Min(name.Length, 64)];
}
