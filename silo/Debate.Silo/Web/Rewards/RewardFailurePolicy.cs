using Debate.Contracts;

namespace Debate.Silo.Web.Rewards;

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
