using Debate.Contracts;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// NeMo-Gym's genrm_compare over HTTP: POST /compare {"conversation_history", "response_objs", "principle"} to {"rewards",
/// "comparison_results", "metrics"}. Scores are 1 + 4 p on 1..5, the ranking 6 - 5 p on 1..6, with p the win probability averaged over both
/// orders. Pairs are circular unless the profile or ?strategy=all_pairs selects all pairs. A failed judge is 503, as in NeMo-Gym.
/// </summary>
internal static class NemoCompareEndpoint
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/compare", (HttpContext context, RewardEndpoints door) =>
            door.ServeAsync(context, f => CompareAsync(context, door, f)));

    private static async Task<IResult> CompareAsync(HttpContext context, RewardEndpoints door, RequestFields fields)
    {
        var profile = door.FindProfile(context, fields);
        var answers = fields.Objects("response_objs").Select(NemoGymEndpoints.ReadResponseText).ToArray();
        if (answers.Length == 0) return TrainerJson.ToResult(new { rewards = Array.Empty<double>(),
            comparison_results = Array.Empty<object>(), metrics = ComputeMetrics([]) });
        if (answers.Length < 2) throw fields.CreateError("response_objs", "at least two are compared");
        var prompt = NemoGymEndpoints.ReadConversation(fields, "conversation_history");
        if (fields.Text("principle") is { } principle) prompt = $"{prompt}\n\n[principle]\n{principle}";
        var reply = await door.ScoreAsync(new RewardCall(profile.Name, prompt, [.. answers])
        {
            Opponent = ReadStrategy(context) ?? (profile.Opponent == "all-pairs" ? "all-pairs" : "circular"),
            Label = fields.TextOrJson("label"),
            Key = IdempotencyKey.ReadHeader(context),
        });
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
