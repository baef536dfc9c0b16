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
public sealed class TextDesk(IGrainFactory grains, IJournal journal, ProtocolRegistry protocols, TimeProvider clock)
{
    /// <summary>The prefix of the ids of all rewards.</summary>
    public const string Under = "rewards";

    private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(20);
    private readonly RoleWorth _worth = new();

    /// <summary>
    /// Rewards a call; failures are data. An invalid call throws <see cref="InputException"/>, and nothing of it is recorded.
    /// </summary>
    public Task<RewardReply> ScoreAsync(RewardProfile profile, RewardCall call) => ScoreAsync(profile, call, IdOf(profile, call));

    /// <summary>Records an evidence debate, and returns the reward from its record.</summary>
    public Task<RewardReply> KeptAsync(RewardProfile profile, RewardCall call, (Problem Problem, DebateReward Played) debate)
    {
        var options = EvidenceReward.Entry.Complete(new([
            new("in-order", debate.Played.InOrder.ToString(CultureInfo.InvariantCulture)),
            new("reversed", debate.Played.Reversed.ToString(CultureInfo.InvariantCulture)),
            new("shape", call.Shape ?? profile.Shape)]));
        return EndedAsync(profile, call, new()
        {
            Id = DeliberationId.Parse(IdOf(profile, call)),
            Kind = EvidenceReward.Entry.Kind,
            Name = Content(call),
            Protocol = EvidenceReward.Entry.Name,
            Version = protocols.Find(EvidenceReward.Entry.Name).Stamp,
            Options = options,
            Problem = debate.Problem,
            Seed = 0,
        });
    }

    /// <summary>Rewards a call under an id given by the caller.</summary>
    public Task<RewardReply> ScoreAsync(RewardProfile profile, RewardCall call, string id) =>
        EndedAsync(profile, call, Snapshot(profile, call, id));

    private async Task<RewardReply> EndedAsync(RewardProfile profile, RewardCall call, Snapshot snapshot)
    {
        var id = snapshot.Id.Value;
        var ends = clock.GetUtcNow() + (call.Deadline ?? profile.Deadline);
        var grain = grains.GetGrain<IDeliberationGrain>(id);
        Outcome? outcome = null;
        while (outcome is null && ends - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            outcome = await AskAsync(grain, snapshot, left < OneCall ? left : OneCall);
        var reply = call.Key is not null && await TakenAsync(snapshot) ? Taken(call.Key) : Reply(outcome);
        if (reply.Outcome is { } rewards) _worth.Learn(profile.Name, snapshot.Options.Text("shape"), rewards);
        return reply with { Transcript = id, Profile = profile.Name };
    }

    private static async Task<Outcome?> AskAsync(IDeliberationGrain grain, Snapshot snapshot, TimeSpan atMost)
    {
        var (_, outcome) = await DeliberationCalls.AnswerAsync(grain.RunAsync(snapshot, atMost));
        return outcome is { Status: RunStatus.Interrupted } ? null : outcome;
    }

    private static RewardReply Reply(Outcome? outcome)
    {
        if (outcome is null) return RewardReply.Without(RewardTrouble.Deadline, "the debate goes on; ask again for its reward");
        if (outcome.Verdict is { } verdict)
            return TextOutcome.Of(verdict) is { } rewards
                ? new(rewards)
                : RewardReply.Without(RewardTrouble.JudgeFailed, verdict.Reason ?? "the judges gave no judgement");
        return RewardReply.Without(
            outcome.Cause == Trouble.Rejected && outcome.Status == RunStatus.Failed ? RewardTrouble.Rejected : RewardTrouble.JudgeFailed,
            outcome.Reason ?? "the debate stopped without a verdict");
    }

    private Snapshot Snapshot(RewardProfile profile, RewardCall call, string id)
    {
        var options = profile.Protocol(_worth.Against(profile.Name, call.Shape ?? profile.Shape), call.Opponent);
        var (content, problem) = (Content(call), Problem(profile, call));
        TextReward.Entry.Check(problem, options);
        return new()
        {
            Id = DeliberationId.Parse(id),
            Kind = TextReward.Entry.Kind,
            Name = content,
            Protocol = TextReward.Entry.Name,
            Version = protocols.Find(TextReward.Entry.Name).Stamp,
            Options = options,
            Seats = profile.Seats(options),
            Problem = problem,
            Seed = Draws.Seed(call.Seed ?? profile.Seed, content) & long.MaxValue,
        };
    }

    private static Problem Problem(RewardProfile profile, RewardCall call)
    {
        var parts = call.Answers.Select((text, i) => new Problem(i.ToString(CultureInfo.InvariantCulture), text)).ToList();
        if ((call.Baseline ?? profile.Baseline) is { } baseline) parts.Add(new(TextReward.Baseline, baseline));
        return new("reward", call.Prompt) { Parts = parts, Answers = call.Label is { Length: > 0 } label ? [label] : [] };
    }

    /// <summary>Whether the key's run belongs to a different request.</summary>
    private async Task<bool> TakenAsync(Snapshot snapshot) =>
        await journal.ReadAsync(snapshot.Id) is [var first, ..] && first.Read() is Started started
            && started.Snapshot.Name != snapshot.Name;

    private static RewardReply Taken(string key) =>
        RewardReply.Without(RewardTrouble.KeyTaken, $"key '{key}': it was used before, for another prompt, answer or shape");

    /// <summary>Computes the id of a call's run from its key, or from its content if it has none.</summary>
    private static string IdOf(RewardProfile profile, RewardCall call) =>
        $"{Under}/{Slug(profile.Name)}.{Digest.Short(profile.Name, call.Key ?? Content(call))}";

    private static string Content(RewardCall call) => Digest.Short([
        call.Prompt, call.Label ?? "", call.Baseline ?? "", call.Shape ?? "", call.Opponent ?? "",
        (call.Seed ?? 0).ToString(CultureInfo.InvariantCulture), .. call.Answers]);

    private static string Slug(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-'))[..Math.Min(name.Length, 64)];
}
