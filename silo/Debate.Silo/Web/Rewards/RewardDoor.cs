using System.Collections.Immutable;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Grains.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>What every contract over HTTP shares: the profile, the key, the grains.</summary>
internal sealed class RewardDoor(IGrainFactory grains, RewardProfiles profiles, RewardQueue queue)
{
    private const int AtOnce = 256;

    /// <summary>Answers a request while there is a place for it, else with 429.</summary>
    public async Task<IResult> ServeAsync(HttpContext context, Func<RequestFields, Task<IResult>> answer)
    {
        using var place = queue.Enter();
        return place is null ? RewardFailures.Busy(context) : await answer(await RequestFields.ReadAsync(context));
    }

    /// <summary>The profile that the request names, in its address or its field.</summary>
    public RewardProfile Profile(HttpContext context, RequestFields fields) =>
        profiles.Find(context.Request.Query["profile"].ToString() is { Length: > 0 } named ? named : fields.Text("profile"));

    /// <summary>Rewards one group.</summary>
    public Task<RewardReply> ScoreAsync(RewardCall call) => grains.GetGrain<IRewardGrain>(0).ScoreAsync(call);

    /// <summary>Rewards groups side by side, replies in their order.</summary>
    public async Task<IReadOnlyList<RewardReply>> ScoreAsync(IReadOnlyList<RewardCall> calls)
    {
        var grain = grains.GetGrain<IRewardGrain>(0);
        var parts = await Task.WhenAll(calls.Chunk(AtOnce).Select(part => grain.ScoreManyAsync([.. part])));
        return [.. parts.SelectMany(p => p)];
    }

    /// <summary>Rewards one answer: alone, or in its cohort where the profile makes groups of answers that come one by one.</summary>
    public Task<RewardReply> OneAsync(RewardProfile profile, RewardCall call, Cohort? cohort, CancellationToken stop)
    {
        var size = cohort?.Size ?? profile.Cohort;
        if (size < 2 || profile.IsEvidence) return ScoreAsync(call);
        var group = Digest.Short(profile.Name, cohort?.Id ?? call.Prompt, size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return grains.GetGrain<ICohortGrain>($"cohort.{group}").JoinAsync(new(call, size), stop);
    }
}

/// <summary>Which cohort an answer belongs to, and how many make it.</summary>
internal sealed record Cohort(string Id, int? Size);
