using System.Globalization;
using System.Text.Json.Nodes;
using Debate.Core;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Rewards.Serving;
using Debate.Rewards.Shapes;
using Debate.Runtime.Rewards;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// A resources server of NeMo-Gym (nemo_gym/base_resources_server.py and judge.py at 07d6b0d07): POST /seed_session, /verify and
/// /aggregate_metrics, GET /reverify_mode. With a group size above one, /verify holds an answer until its rollout group is complete (named
/// by group_id, else _ng_task_index, else prompt_id, and always of one prompt) and then responds to all; missing members end in 503. Two
/// requests are retries of one rollout if the id of their response, _ng_rollout_index and text are equal. Without _ng_rollout_index the id
/// must distinguish rollouts with the same text; without an id each request is a rollout of its own while an equal one waits.
/// </summary>
internal static class NemoGymEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/seed_session", () => Results.Json(new { }))
            .WithName("seedSession").WithTags("rewards").WithSummary("NeMo-Gym's start of a session, of which nothing is kept.");
        app.MapPost("/verify", (HttpContext context, RewardEndpoints door) => door.ServeAsync(context, f => VerifyAsync(context, door, f)))
            .WithName("verify").WithTags("rewards").WithSummary("NeMo-Gym's reward of a rollout.").TakesProfile().TakesIdempotencyKey();
        app.MapPost("/aggregate_metrics", (HttpContext context, RewardEndpoints door) =>
            door.ServeAsync(context, fields => Task.FromResult(NemoMetrics.Aggregate(fields))))
            .WithName("aggregateMetrics").WithTags("rewards").WithSummary("NeMo-Gym's metrics of rewarded rollouts.");
        app.MapGet("/reverify_mode", (RewardProfiles profiles) =>
            Results.Json(profiles.All.Any(p => p.GroupSize > 1) ? "unsupported" : "stateless"))
            .WithName("getReverifyMode").WithTags("rewards").WithSummary("Whether a rollout may be rewarded again by itself (NeMo-Gym).");
        NemoCompareEndpoint.Map(app);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, RewardEndpoints door, RequestFields fields)
    {
        var profile = door.FindProfile(context, fields);
        var asked = fields.Object("responses_create_params");
        var prompt = TrainerMessages.ReadConversation(asked, "input", asked.Text("instructions"));
        if (fields.Text("principle") is { } principle) prompt = $"{prompt}\n\n[principle]\n{principle}";
        var response = fields.Object("response");
        var answer = TrainerMessages.ReadResponse(response);
        var call = new RewardCall(profile.Name, prompt, [answer])
        {
            Label = fields.TextOrJson("label") ?? fields.TextOrJson("expected_answer"),
            Baseline = fields.Text("baseline"),
            Key = IdempotencyKey.ReadHeader(context),
            Rollout = RolloutKey(fields, response, answer),
        };
        var rollout = new Rollout(profile, call) { Group = GroupName(fields), Size = fields.Integer("num_rollouts_per_prompt", 1, 1024) };
        var reply = await door.ScoreOneAsync(rollout, context.RequestAborted);
        if (reply.Outcome is null && !RewardFailurePolicy.IsJudgeFailure(reply.Trouble)) return RewardFailurePolicy.ToProblem(reply);
        return TrainerJson.ToResult(reply.Outcome is null ? WithFailure(fields.Root, reply) : WithReward(fields.Root, reply));
    }

    /// <summary>
    /// The key of an identifiable rollout: Gym's own id, or else that of its response; its index among the task's rollouts, if given; and a
    /// hash of its text, in case a server gives all responses the same id. The index alone is not a key, because the next epoch counts from
    /// 0 again.
    /// </summary>
    private static string? RolloutKey(RequestFields fields, RequestFields response, string answer) =>
        (fields.TextOrJson("_ng_rollout_id") ?? response.Text("id")) is { Length: > 0 } id
            ? $"{id} {fields.TextOrJson("_ng_rollout_index")} {Digest.Hash128(answer)}" : null;

    /// <summary>
    /// What tells rollout groups of one prompt apart: the caller's name, else the index of the task, else the id of the prompt. The prompt
    /// itself, with its principle, always does (genrm_compare/app.py, _get_verify_cohort_key).
    /// </summary>
    private static string? GroupName(RequestFields fields) =>
        fields.TextOrJson("group_id") is { } name ? $"group {name}"
        : fields.TextOrJson("_ng_task_index") is { } task ? $"task {task}"
        : fields.TextOrJson("prompt_id") is { } id ? $"prompt {id}" : null;

    private static JsonObject WithReward(JsonObject body, RewardReply reply)
    {
        var (row, outcome) = ((JsonObject)body.DeepClone(), reply.Outcome!);
        row["reward"] = TrainerJson.ToNode(outcome.Rewards[0]);
        row["reward_components"] = new JsonObject { ["debate"] = TrainerJson.ToNode(outcome.Rewards[0]) };
        row["win_probability"] = TrainerJson.ToNode(outcome.Probabilities[0]);
        if (outcome.Disagreements.Length > 0) row["swap_disagreement"] = TrainerJson.ToNode(outcome.Disagreements[0]);
        if (reply.Transcript is not null) row["transcript"] = reply.Transcript;
        return row;
    }

    private static JsonObject WithFailure(JsonObject body, RewardReply reply)
    {
        var row = (JsonObject)body.DeepClone();
        row["reward"] = TrainerJson.ToNode(0);
        row["_ng_failure_class"] = "judge_failed";
        row["_ng_failure_judge_error"] = string.Create(CultureInfo.InvariantCulture, $"{reply.Trouble}: {reply.Message}");
        if (reply.Transcript is not null) row["transcript"] = reply.Transcript;
        return row;
    }
}

/// <summary>
/// NeMo-Gym's genrm_compare over HTTP: POST /compare {"conversation_history", "response_objs", "principle"} to {"rewards",
/// "comparison_results", "metrics"}. Scores are 1 + 4 p on 1..5, the ranking 6 - 5 p on 1..6, with p the win probability averaged over both
/// orders. Pairs are circular unless the profile or ?strategy=all_pairs selects all pairs. A failed judge is 503, as in NeMo-Gym. A single
/// response, which nothing is compared with, gets the reward of a draw and a note that says so, where NeMo-Gym gives its neutral score.
/// </summary>
internal static class NemoCompareEndpoint
{
    private const string LoneNote = "one response: there is nothing to compare it with, so no judge was asked and its reward is a draw's";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/compare", (HttpContext context, RewardEndpoints door) =>
            door.ServeAsync(context, f => CompareAsync(context, door, f)))
            .WithName("compare").WithTags("rewards").WithSummary("NeMo-Gym's comparison of the responses to one conversation.")
            .TakesProfile().TakesIdempotencyKey().TakesQuery("strategy", "Which pairs are compared.", "circular", "all_pairs");

    private static async Task<IResult> CompareAsync(HttpContext context, RewardEndpoints door, RequestFields fields)
    {
        var profile = door.FindProfile(context, fields);
        fields.Batch("response_objs");
        var answers = fields.Objects("response_objs").Select(TrainerMessages.ReadResponse).ToArray();
        if (answers.Length == 0) return TrainerJson.ToResult(new { rewards = Array.Empty<double>(),
            comparison_results = Array.Empty<object>(), metrics = ComputeMetrics([]) });
        if (answers.Length == 1 && !profile.IsEvidence) return TrainerJson.ToResult(new { rewards = RewardDraw(profile, answers[0]),
            comparison_results = Array.Empty<object>(), metrics = ComputeMetrics([]), note = LoneNote });
        var prompt = TrainerMessages.ReadConversation(fields, "conversation_history");
        if (fields.Text("principle") is { } principle) prompt = $"{prompt}\n\n[principle]\n{principle}";
        var reply = await door.ScoreAsync(new RewardCall(profile.Name, prompt, [.. answers])
        {
            Opponent = ReadStrategy(context) ?? (profile.Opponent == "all-pairs" ? "all-pairs" : "circular"),
            Label = fields.TextOrJson("label"),
            Key = IdempotencyKey.ReadHeader(context),
        }, context.RequestAborted);
        if (reply.Outcome is not { } outcome) return RewardFailurePolicy.ToProblem(reply);
        var results = outcome.Contests.Select(c => new PairScores(
            c.One, c.Other, 0, 1 + 4 * c.Probability, 1 + 4 * (1 - c.Probability), 6 - 5 * c.Probability)).ToArray();
        return TrainerJson.ToResult(new
        {
            rewards = outcome.Rewards,
            comparison_results = results.Select(r => new
            {
                response_i = r.One, response_j = r.Other, judge_idx = r.Judge, score_1 = r.First, score_2 = r.Second, ranking = r.Ranking,
            }),
            metrics = ComputeMetrics([.. results.SelectMany(r => new[] { r.First, r.Second })]),
            transcript = reply.Transcript,
        });
    }

    private static double[] RewardDraw(RewardProfile profile, string answer) => ShapeExpression.Parse(profile.Shape)(
        new JudgedGroup([ControlTokens.TrimEnd(answer)], [new PairwiseJudgement(0, PairwiseJudgement.Outsider, 0.5)]));

    private static string? ReadStrategy(HttpContext context) => context.Request.Query["strategy"].ToString() switch
    {
        "" => null,
        "circular" => "circular",
        "all_pairs" => "all-pairs",
        var other => throw new InputException($"strategy '{other}': not one of circular, all_pairs"),
    };

    private static object ComputeMetrics(double[] scores)
    {
        var mean = scores.Length == 0 ? 0 : scores.Average();
        var variance = scores.Length == 0 ? 0 : scores.Average(s => (s - mean) * (s - mean));
        return new { mean_individual_score = mean, std_individual_score = Math.Sqrt(variance), tiebreak_usage_rate = 0.0 };
    }

    private sealed record PairScores(int One, int Other, int Judge, double First, double Second, double Ranking);
}

/// <summary>
/// NeMo-Gym's POST /aggregate_metrics {"verify_responses": [rows]} to {"group_level_metrics", "agent_metrics", "key_metrics"}: mean, min,
/// max and population standard deviation of every numeric field, for each _ng_task_index and overall. Rows of failed judges are excluded
/// and counted.
/// </summary>
internal static class NemoMetrics
{
    private const string TaskIndexField = "_ng_task_index";

    // Beyond it sums of squares are no numbers.
    private const double MaxNumber = 1e100;

    public static IResult Aggregate(RequestFields fields)
    {
        var responses = fields.Objects("verify_responses");
        foreach (var row in responses)
            if (row.Root.FirstOrDefault(f => f.Key != TaskIndexField && Math.Abs(FindNumber(f.Value) ?? 0) > MaxNumber) is { Key: { } name })
                throw row.CreateError(name, FormattableString.Invariant($"must be a number from {-MaxNumber} to {MaxNumber}"));
        var rows = responses.Select(r => r.Root).ToArray();
        var valid = rows.Where(r => r["_ng_failure_class"] is null).ToArray();
        var groups = valid.GroupBy(r => r[TaskIndexField]?.ToJsonString() ?? "null", StringComparer.Ordinal).Select(g =>
        {
            var metrics = SummariseFields(g);
            metrics[TaskIndexField] = g.First()[TaskIndexField]?.DeepClone();
            return metrics;
        });
        var all = SummariseFields(valid);
        all["judge_failed"] = rows.Length - valid.Length;
        var key = new JsonObject();
        foreach (var name in new[] { "mean/reward", "mean/swap_disagreement" })
            if (all[name] is { } value) key[name] = value.DeepClone();
        return Results.Json(new JsonObject
        {
            ["group_level_metrics"] = new JsonArray([.. groups]),
            ["agent_metrics"] = all,
            ["key_metrics"] = key,
        });
    }

    private static JsonObject SummariseFields(IEnumerable<JsonObject> rows)
    {
        var metrics = new JsonObject();
        var values = rows.SelectMany(r => r).Where(f => f.Key != TaskIndexField && FindNumber(f.Value) is not null)
            .GroupBy(f => f.Key, f => FindNumber(f.Value)!.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var field in values)
        {
            var mean = field.Average();
            metrics[$"mean/{field.Key}"] = mean;
            metrics[$"max/{field.Key}"] = field.Max();
            metrics[$"min/{field.Key}"] = field.Min();
            metrics[$"std/{field.Key}"] = Math.Sqrt(field.Average(v => (v - mean) * (v - mean)));
        }
        return metrics;
    }

    private static double? FindNumber(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
