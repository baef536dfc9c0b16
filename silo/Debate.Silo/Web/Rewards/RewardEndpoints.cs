using System.Collections.Immutable;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Grains.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>The common part of the reward contracts over HTTP: the limit of requests, the profile and the calls of the grains.</summary>
internal sealed class RewardEndpoints(IGrainFactory grains, RewardProfiles profiles, RewardRequestLimiter queue)
{
    private const int BatchSize = 256;

    /// <summary>Answers a request, or responds 429 if the limit of concurrent requests is reached.</summary>
    public async Task<IResult> ServeAsync(HttpContext context, Func<RequestFields, Task<IResult>> answer)
    {
        using var place = queue.TryAcquire();
        return place is null ? RewardFailurePolicy.TooManyRequests(context) : await answer(await RequestFields.ReadAsync(context));
    }

    /// <summary>The profile that the request names, in its query string or in its field.</summary>
    public RewardProfile FindProfile(HttpContext context, RequestFields fields) =>
        profiles.Find(context.Request.Query["profile"].ToString() is { Length: > 0 } named ? named : fields.Text("profile"));

    /// <summary>Scores one group.</summary>
    public Task<RewardReply> ScoreAsync(RewardCall call) => grains.GetGrain<IRewardGrain>(0).ScoreAsync(call);

    /// <summary>Scores groups in parallel; replies are in the same order.</summary>
    public async Task<IReadOnlyList<RewardReply>> ScoreAsync(IReadOnlyList<RewardCall> calls)
    {
        var grain = grains.GetGrain<IRewardGrain>(0);
        var parts = await Task.WhenAll(calls.Chunk(BatchSize).Select(part => grain.ScoreManyAsync([.. part])));
        return [.. parts.SelectMany(p => p)];
    }

    /// <summary>Scores one answer: alone, or in its rollout group if the profile groups answers that arrive one by one.</summary>
    public Task<RewardReply> ScoreInGroupAsync(RewardProfile profile, RewardCall call, RolloutGroupKey? cohort, CancellationToken stop)
    {
        var size = cohort?.Size ?? profile.GroupSize;
        if (size < 2 || profile.IsEvidence) return ScoreAsync(call);
        var group = Digest.Hash128(profile.Name, cohort?.Id
            ?? call.Prompt, size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return grains.GetGrain<IRolloutGroupGrain>($"cohort.{group}").JoinAsync(new(call, size), stop);
    }
}

/// <summary>The rollout group of an answer, and its size; null for the profile's size.</summary>
internal sealed record RolloutGroupKey(string Id, int? Size);
