using System.Collections.Immutable;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Grains.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>The common part of the reward contracts over HTTP: the limit of requests, the profile and the calls of the grains.</summary>
internal sealed class RewardEndpoints(IGrainFactory grains, RewardProfiles profiles, RewardRequestLimiter queue)
{
    private const string ProfileHeader = "X-Debate-Profile";
    private const int BatchSize = 256;

    /// <summary>Answers a request, or responds 429 if the limit of concurrent requests is reached.</summary>
    public async Task<IResult> ServeAsync(HttpContext context, Func<RequestFields, Task<IResult>> answer)
    {
        using var place = queue.TryAcquire();
        return place is null ? RewardFailurePolicy.TooManyRequests(context) : await answer(await RequestFields.ReadAsync(context));
    }

    /// <summary>The profile that the request names, in its query string, in the header X-Debate-Profile or in its field.</summary>
    public RewardProfile FindProfile(HttpContext context, RequestFields fields) => FindProfile(context, fields.Text("profile"));

    /// <summary>The profile that the request names outside its body, or else the named one, or the default for null.</summary>
    public RewardProfile FindProfile(HttpContext context, string? named) => profiles.Find(
        context.Request.Query["profile"].ToString() is { Length: > 0 } query ? query
        : context.Request.Headers[ProfileHeader].ToString() is { Length: > 0 } header ? header : named);

    /// <summary>Whether there is a profile of that name.</summary>
    public bool HasProfile(string name) => profiles.All.Any(p => p.Name == name);

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
        return grains.GetGrain<IRolloutGroupGrain>($"cohort.{group}").JoinAsync(new(call.InWords(), size), stop);
    }
}

/// <summary>The rollout group of an answer, and its size; null for the profile's size.</summary>
internal sealed record RolloutGroupKey(string Id, int? Size);

/// <summary>
/// Limits the number of concurrent reward requests: those beyond the limit must retry, so that the accepted ones are answered in time.
/// </summary>
internal sealed class RewardRequestLimiter(int max)
{
    /// <summary>The default limit.</summary>
    public const int DefaultLimit = 1024;

    private int _inFlight;

    /// <summary>Acquires a permit, released when disposed; null if the limit is reached.</summary>
    public IDisposable? TryAcquire()
    {
        if (Interlocked.Increment(ref _inFlight) <= max) return new Permit(this);
        Interlocked.Decrement(ref _inFlight);
        return null;
    }

    private sealed class Permit(RewardRequestLimiter queue) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref queue._inFlight);
    }
}

/// <summary>The services and endpoints of the reward server.</summary>
internal static class RewardServices
{
    /// <summary>Adds the services of rewards; throws <see cref="InputException"/> if the configuration is invalid.</summary>
    public static IServiceCollection AddRewards(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton(RewardSetup.CreateProfiles(options))
        .AddSingleton(new RewardRequestLimiter(options.Models.Rewards.MaxRequests ?? RewardRequestLimiter.DefaultLimit))
        .AddSingleton<RewardEndpoints>();

    /// <summary>Maps the endpoints, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        var rewards = app.MapGroup("").WithMetadata(new AcceptsKeyAsPassword());
        NativeScoreEndpoints.Map(rewards);
        OpenRlhfEndpoints.Map(rewards);
        NemoGymEndpoints.Map(rewards);
        ClassifyEndpoint.Map(rewards);
    }
}

/// <summary>
/// How each contract reports a missing reward: never as a number that a trainer could take for a reward.
/// <list type="table">
/// <listheader><term>failure</term><description>native, /get_reward, /agent/step, /classify, /compare | /verify</description></listheader>
/// <item><term>Rejected</term><description>400 | 400</description></item>
/// <item><term>KeyTaken</term><description>409 | 409</description></item>
/// <item><term>JudgeFailed</term><description>503 | 200 with reward 0, _ng_failure_class judge_failed,
/// _ng_failure_judge_error</description></item>
/// <item><term>Deadline</term><description>504 | 200 with the same as JudgeFailed</description></item>
/// <item><term>Incomplete</term><description>503 | 503</description></item>
/// <item><term>too many at once</term><description>429 with Retry-After | 429</description></item>
/// </list>
/// OpenRLHF's client tries five times and then returns None; verl's retries every 5xx but no 4xx. The Python clients return None for TRL,
/// and raise an exception for verl and verifiers, which cannot represent a missing reward.
/// </summary>
internal static class RewardFailurePolicy
{
    /// <summary>The HTTP status of a failure.</summary>
    public static int ToStatusCode(RewardFailure error) => error switch
    {
        RewardFailure.Rejected => StatusCodes.Status400BadRequest,
        RewardFailure.KeyTaken => StatusCodes.Status409Conflict,
        RewardFailure.Deadline => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>Whether the judge is at fault: NeMo-Gym then excludes the row instead of failing the request.</summary>
    public static bool IsJudgeFailure(RewardFailure error) => error is RewardFailure.JudgeFailed or RewardFailure.Deadline;

    /// <summary>The failure as problem+json.</summary>
    public static IResult ToProblem(RewardReply reply) => Results.Problem(
        reply.Message, statusCode: ToStatusCode(reply.Trouble),
        extensions: new Dictionary<string, object?> { ["trouble"] = reply.Trouble.ToString(), ["transcript"] = reply.Transcript });

    /// <summary>The response to too many concurrent requests: 429 with Retry-After.</summary>
    public static IResult TooManyRequests(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem("too many requests are being rewarded; come again", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
