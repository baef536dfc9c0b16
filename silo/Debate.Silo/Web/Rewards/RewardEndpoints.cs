using System.Collections.Immutable;
using Debate.Contracts;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Grains.Placement;
using Debate.Grains.Rewards;
using Debate.Hosting;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;
using Debate.Runtime.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>The common part of the reward contracts over HTTP: the limit of requests, the profile, and who computes.</summary>
internal sealed class RewardEndpoints(
    IGrainFactory grains, RewardProfiles profiles, RewardService rewards, TextRewardService texts, SiloRoles roles,
    RewardRequestLimiter queue, Caller caller)
{
    private const string ProfileHeader = "X-Debate-Profile";
    private const int BatchSize = 256;

    /// <summary>Answers of one request that do not wait for others: each group is all that the request has of it.</summary>
    private static readonly GroupingRule Together = new(IsEvidence: false, "", Cohort: 1);

    // Where this silo computes rewards itself, no message is sent: it would cost as much as the reward.
    private readonly IRewardGrain? _remote = roles.HasRole(SiloRole.Deliberation) ? null : grains.GetGrain<IRewardGrain>(0);

    /// <summary>
    /// Answers a request, or responds 429 if the limit of concurrent requests is reached. It takes its place when its body is there: who
    /// sends slowly keeps nobody out.
    /// </summary>
    public async Task<IResult> ServeAsync(HttpContext context, Func<RequestFields, Task<IResult>> answer)
    {
        var fields = await RequestFields.ReadAsync(context);
        using var place = queue.TryAcquire();
        return place is null ? RewardFailurePolicy.TooManyRequests(context) : await answer(fields);
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
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken stop) =>
        _remote?.ScoreAsync(Own(call), stop) ?? rewards.ScoreAsync(Own(call), stop);

    /// <summary>Scores groups in parallel; replies are in the same order.</summary>
    public async Task<IReadOnlyList<RewardReply>> ScoreAsync(IReadOnlyList<RewardCall> calls, CancellationToken stop)
    {
        if (calls is [var alone]) return [await ScoreAsync(alone, stop)];
        calls = [.. calls.Select(Own)];
        if (_remote is null) return await rewards.ScoreManyAsync(calls, stop);
        var parts = await Task.WhenAll(calls.Chunk(BatchSize).Select(part => _remote.ScoreManyAsync([.. part], stop)));
        return [.. parts.SelectMany(p => p)];
    }

    /// <summary>Scores one answer that came alone; see <see cref="ScoreEachAsync"/>.</summary>
    public async Task<RewardReply> ScoreOneAsync(Rollout rollout, CancellationToken stop) => (await ScoreEachAsync([rollout], stop))[0];

    /// <summary>
    /// Scores answers that came one by one; replies are in the same order. Where a profile has a group size, each waits for the other
    /// answers to its prompt, of whichever request. Where it has none and answers meet one another, those to one prompt are a group,
    /// wherever they stand among the others. All others are scored alone.
    /// </summary>
    public async Task<IReadOnlyList<RewardReply>> ScoreEachAsync(IReadOnlyList<Rollout> rollouts, CancellationToken stop)
    {
        if (!rollouts.Any(r => r.WaitsForOthers || r.NeedsGroup)) return await ScoreAsync([.. rollouts.Select(r => r.Call)], stop);
        var replies = new RewardReply[rollouts.Count];
        // Trainers write one prompt in several ways, with their templates and without; what the judges see decides.
        RewardCall[] calls = [.. rollouts.Select(r => r.Call.InWords())];
        var waiting = Enumerable.Range(0, rollouts.Count).Where(i => rollouts[i].WaitsForOthers)
            .Select(async i => replies[i] = await JoinAsync(rollouts[i] with { Call = calls[i] }, stop)).ToArray();
        int[] others = [.. Enumerable.Range(0, rollouts.Count).Where(i => !rollouts[i].WaitsForOthers)];
        var named = others.Select(i => (FindGroup(rollouts[i] with { Call = calls[i] }), calls[i].Answers.FirstOrDefault("")));
        var groups = Together.Plan([.. named]).Select(g => g.Members.Select(m => others[m]).ToArray()).ToArray();
        RewardCall[] merged = [.. groups.Select(g => g is [var alone] ? rollouts[alone].Call : Merge([.. g.Select(i => calls[i])]))];
        var scored = await ScoreAsync(merged, stop);
        foreach (var (group, reply) in groups.Zip(scored))
            for (var place = 0; place < group.Length; place++)
                replies[group[place]] = group.Length == 1 ? reply : reply with { Outcome = reply.Outcome?.ForMember(place) };
        await Task.WhenAll(waiting);
        return replies;
    }

    /// <summary>The group of an answer among the others of its request; null if it is scored alone, or invalid.</summary>
    private string? FindGroup(Rollout rollout)
    {
        if (!rollout.NeedsGroup) return null;
        try
        {
            return texts.ComputeGroupKey(rollout.Profile, new(rollout.Call, 0) { Group = rollout.Group });
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>One call of several that differ in their answers and keys.</summary>
    private static RewardCall Merge(IReadOnlyList<RewardCall> calls) => calls[0] with
    {
        Answers = [.. calls.SelectMany(c => c.Answers)],
        Key = calls.Any(c => c.Key is not null) ? Digest.Hash128([.. calls.Select(c => c.Key ?? "")]) : null,
        Rollout = null,
    };

    private RewardCall Own(RewardCall call) => call with { Tenant = caller.Tenant };

    private async Task<RewardReply> JoinAsync(Rollout rollout, CancellationToken stop)
    {
        var call = new RolloutCall(Own(rollout.Call), rollout.GroupSize) { Group = rollout.Group };
        try
        {
            return await grains.GetGrain<IRolloutGroupGrain>(texts.ComputeGroupKey(rollout.Profile, call)).JoinAsync(call, stop);
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
        catch (Exception lost) when (lost.IsSiloFailure(stop))
        {
            return RewardReply.FromFailure(RewardFailure.Incomplete, "the silo that collected the group was lost; ask again");
        }
    }
}

/// <summary>An answer that came alone, or a whole group of answers.</summary>
/// <param name="Profile">How it is rewarded.</param>
/// <param name="Call">The request.</param>
internal sealed record Rollout(RewardProfile Profile, RewardCall Call)
{
    /// <summary>The caller's name for its group; null for none, so that its prompt alone tells its group from others.</summary>
    public string? Group { get; init; }

    /// <summary>The number of answers in its group; null for the profile's.</summary>
    public int? Size { get; init; }

    /// <summary>Whether the request's answers are a group by themselves.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The number of answers in its group.</summary>
    public int GroupSize => Size ?? Profile.GroupSize;

    /// <summary>Whether it is rewarded with answers of other requests.</summary>
    public bool WaitsForOthers => !IsWhole && GroupSize > 1 && !Profile.IsEvidence;

    /// <summary>Whether it is rewarded with the answers to its prompt in the same request.</summary>
    public bool NeedsGroup => !IsWhole && Profile.Grouping.NeedsGroup(Call.Opponent);
}

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
        .AddSingleton(RewardSetup.CreateProfiles(options.Models, options.RewardJudge is { } file
            ? new(file, options.RewardEnvironment, options.RewardEnvironmentData) : null))
        .AddSingleton(new RewardRequestLimiter(options.Models.Rewards.MaxRequests ?? RewardRequestLimiter.DefaultLimit))
        .AddScoped<RewardEndpoints>();

    /// <summary>Maps the endpoints, one contract a line.</summary>
    public static void MapRewards(this IEndpointRouteBuilder app)
    {
        var rewards = app.MapGroup("").WithMetadata(new AcceptsKeyAsPassword()).Needs(AccessScopes.Reward);
        NativeScoreEndpoints.Map(rewards);
        OpenRlhfEndpoints.Map(rewards);
        NemoGymEndpoints.Map(rewards);
        ClassifyEndpoint.Map(rewards);
    }
}

/// <summary>
/// How each contract reports a missing reward: never as a number that a trainer could take for a reward. Below is what a request of one
/// item gets, and one of which no item has a reward. Of a request of several (/get_reward, /classify) each item that is Rejected, KeyTaken,
/// JudgeFailed or Incomplete costs itself alone: null stands at its place and its cause beside it, see <see cref="RewardItems"/>; the
/// items of /v1/score/batch have their causes always.
/// <list type="table">
/// <listheader><term>failure</term><description>native, /get_reward, /agent/step, /classify, /compare | /verify</description></listheader>
/// <item><term>Rejected</term><description>400 | 400</description></item>
/// <item><term>KeyTaken</term><description>409 | 409</description></item>
/// <item><term>JudgeFailed</term><description>503 | 200 with reward 0, _ng_failure_class judge_failed,
/// _ng_failure_judge_error</description></item>
/// <item><term>JudgeUnreachable</term><description>503 | 200 with the same as JudgeFailed</description></item>
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
    public static bool IsJudgeFailure(RewardFailure error) =>
        error is RewardFailure.JudgeFailed or RewardFailure.JudgeUnreachable or RewardFailure.Deadline;

    /// <summary>The failure as problem+json.</summary>
    public static IResult ToProblem(RewardReply reply) => Results.Problem(
        reply.Message, statusCode: ToStatusCode(reply.Trouble),
        extensions: new Dictionary<string, object?> { ["trouble"] = reply.Trouble.ToString(), ["transcript"] = reply.Transcript });

    /// <summary>The response to too many concurrent requests: 429 with Retry-After.</summary>
    public static IResult TooManyRequests(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem("queue: too many requests are being rewarded; come again", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
