using Debate.Contracts;
using Debate.Rewards.Serving;
using Debate.Rewards.Shapes;
using Debate.Silo.Web.OpenApi;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// Our own contract. POST /v1/score {"prompt", "completion" or "completions", "baseline", "label", "profile", "shape", "opponent", "seed",
/// "deadline" in seconds, "record": true to journal an evidence debate, "key" or the header Idempotency-Key, "group_id"}, and no other
/// field, to {"rewards", "probabilities", "disagreements", "contests", "transcript", "profile", "usage" of the transcript's run}; the
/// completions of one request are a group, and a completion waits for the others of its prompt and group_id where the profile has a group
/// size. POST
/// /v1/score/batch {"items": [such requests], "profile" of those that name none, "usage_before": true for what each run had used before} to
/// {"results", each of them such a reply or {"trouble", "detail"}, and the "profile" as {"name", "evidence", "opponent",
/// "cohort", "relative": whether an answer's reward depends on the others of its group}}.
/// </summary>
internal static class NativeScoreEndpoints
{
    private static readonly string[] FieldNames =
    [
        "prompt", "completion", "completions", "baseline", "label", "profile", "shape", "opponent", "seed", "deadline", "record", "key",
        "group_id",
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/score", (HttpContext context, RewardEndpoints door) => door.ServeAsync(context, async fields =>
        {
            var rollout = ParseRollout(door.FindProfile(context, fields.AllowOnly(FieldNames)), fields);
            var key = IdempotencyKey.ReadHeaderOrField(context, "key", fields.Text("key"));
            var reply = await door.ScoreOneAsync(rollout with { Call = rollout.Call with { Key = key } }, context.RequestAborted);
            return reply.Outcome is null ? RewardFailurePolicy.ToProblem(reply) : Results.Json(ToBody(reply), WireFormat.Json);
        })).WithName("score").WithTags("rewards").WithSummary("The reward of an answer, or of a group of answers.")
            .TakesProfile().TakesIdempotencyKey()
            .WithExample("/v1/score", """{"prompt": "How many legs do three spiders have?", "completion": "Eight each, so 24.", "label": "24"}""");
        app.MapPost("/v1/score/batch", (HttpContext context, RewardEndpoints door) => door.ServeAsync(context, async fields =>
        {
            fields.AllowOnly("items", "profile", "usage_before").Batch("items");
            var items = fields.Objects("items");
            var (fallback, key) = (door.FindProfile(context, fields), IdempotencyKey.ReadHeader(context));
            var tellsBefore = fields.Boolean("usage_before");
            var rollouts = items.Select(item =>
                ParseRollout(item.AllowOnly(FieldNames).Has("profile") ? door.FindProfile(context, item) : fallback, item));
            var keyed = rollouts.Select((rollout, i) => rollout with
            {
                Call = rollout.Call with { Key = rollout.Call.Key ?? IdempotencyKey.ForItem(key, i), TellsUsageBefore = tellsBefore },
            });
            var replies = await door.ScoreEachAsync([.. keyed], context.RequestAborted);
            var results = replies.Select(r => r.Outcome is null ? ToFailureBody(r) : ToBody(r));
            return Results.Json(new { results, profile = ToBody(fallback) }, WireFormat.Json);
        })).WithName("scoreBatch").WithTags("rewards").WithSummary("The rewards of many answers, each as if it came alone.")
            .TakesProfile().TakesIdempotencyKey();
    }

    private static Rollout ParseRollout(RewardProfile profile, RequestFields fields)
    {
        var (isWhole, group) = (fields.Has("completions"), fields.TextOrJson("group_id"));
        if (isWhole && group is not null)
            throw fields.CreateError("group_id", "must stand beside a completion; completions are a group by themselves");
        return new(profile, ParseCall(profile, fields)) { Group = group, IsWhole = isWhole };
    }

    private static RewardCall ParseCall(RewardProfile profile, RequestFields fields)
    {
        if (fields.Has("completion") && fields.Has("completions"))
            throw fields.CreateError("completion", "must not stand beside completions: give one of them");
        IReadOnlyList<string> answers = fields.Has("completions") ? fields.Texts("completions")
            : fields.Text("completion") is { } one ? [one]
            : profile.IsEvidence && fields.Has("label") ? [""]
            : throw fields.CreateError("completion", "is required, or completions");
        if (answers.Count == 0) throw fields.CreateError("completions", "must be at least one text");
        return new(profile.Name, profile.IsEvidence ? fields.Text("prompt") ?? "" : fields.RequiredText("prompt"), [.. answers])
        {
            Baseline = fields.Text("baseline"),
            Label = fields.TextOrJson("label"),
            Seed = fields.Integer("seed", 0, int.MaxValue),
            Deadline = fields.Number("deadline", 0.001, 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Shape = fields.Text("shape"),
            Opponent = fields.Text("opponent"),
            Record = fields.Boolean("record"),
            Key = fields.Text("key"),
        };
    }

    private static object ToBody(RewardReply reply) => new
    {
        reply.Outcome!.Rewards,
        reply.Outcome.Probabilities,
        Disagreements = reply.Outcome.Disagreements.IsEmpty ? null : reply.Outcome.Disagreements.ToArray(),
        Contests = reply.Outcome.Contests.Select(c => new { c.One, c.Other, c.InOrder, c.Reversed }),
        reply.Transcript,
        reply.Profile,
        reply.Usage,
        reply.UsageBefore,
    };

    private static object ToBody(RewardProfile profile) => new
    {
        profile.Name,
        Evidence = profile.IsEvidence,
        profile.Opponent,
        Cohort = profile.GroupSize,
        Relative = profile.Grouping.HasGroups || ShapeCatalogue.IsRelative(profile.Shape),
    };

    private static object ToFailureBody(RewardReply reply) =>
        new { Trouble = reply.Trouble.ToString(), Detail = reply.Message, reply.Transcript, reply.Usage, reply.UsageBefore };
}
