using System.Globalization;
using System.Text.Json.Serialization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
using Debate.Rewards.Serving;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// OpenRLHF's remote reward (openrlhf/utils/agent.py, cli/serve_rm.py at 3c3be623): {"query", "prompts", "labels"}, lists of one length
/// that may be empty, to {"rewards", "scores" in 0..1, "extra_logs" of lists}; with ?shape=scalar numbers instead of lists. A query is
/// decoded from the tokens of prompt and answer, special ones included, and cut as <see cref="Debate.Rewards.Texts.TrainerQuery"/> says;
/// clients before labels send queries alone. "group_id", a text or a list, names the rollout groups. Of several items one that has no
/// reward has null in each list, and "troubles" says why. Also the step of its agents:
/// {"observation_text", "action_text", "label"} to the dictionary that step() returns.
/// </summary>
internal static class OpenRlhfEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/get_reward", (HttpContext context, RewardEndpoints door) =>
            door.ServeAsync(context, f => RewardAsync(context, door, f)))
            .WithName("getReward").WithTags("rewards").WithSummary("OpenRLHF's remote reward.").TakesProfile().TakesIdempotencyKey()
            .TakesQuery("turns", "How many turns of a user a query has.", "one", "many")
            .TakesQuery("shape", "scalar: numbers in the place of lists of one item.", "scalar");
        app.MapPost("/agent/step", (HttpContext context, RewardEndpoints door) =>
            door.ServeAsync(context, f => StepAsync(context, door, f)))
            .WithName("stepAgent").WithTags("rewards").WithSummary("A step of OpenRLHF's agents.").TakesProfile().TakesIdempotencyKey();
    }

    private static async Task<IResult> RewardAsync(HttpContext context, RewardEndpoints door, RequestFields fields)
    {
        var queries = fields.Texts("query");
        var prompts = fields.Has("prompts") ? [.. fields.Texts("prompts")] : new string?[queries.Count];
        var labels = fields.Has("labels") ? fields.TextsOrJson("labels") : new string?[queries.Count];
        if (prompts.Length != queries.Count)
            throw fields.CreateError("prompts", $"must have as many items as query, {queries.Count}, and has {prompts.Length}");
        if (labels.Count != queries.Count)
            throw fields.CreateError("labels", $"must have as many items as query, {queries.Count}, and has {labels.Count}");
        var profile = door.FindProfile(context, fields);
        var (key, turns) = (IdempotencyKey.ReadHeader(context), QueryCut.ReadTurns(context));
        var groups = ReadGroups(fields, queries.Count);
        var read = queries.Select((query, i) => QueryCut.Read(profile, fields, $"query[{i}]", query, prompts[i], turns));
        var items = read.Select((cut, i) => cut.Value is not { } exchange ? ReadResult<Rollout>.Refused(cut.Problem!)
            : ReadResult<Rollout>.Accepted(new(profile, new(profile.Name, exchange.Prompt, [exchange.Answer])
            {
                Label = labels[i],
                Key = IdempotencyKey.ForItem(key, i),
                // What was inferred is judged for itself: no record of an exact query stands for it. In groups, equal answers are members.
                Rollout = exchange.IsInferred && profile.GroupSize < 2 ? Digest.Hash128(queries[i]) : null,
            })
            { Group = groups[i] }));
        var replies = await RewardItems.ScoreAsync(door, [.. items], context.RequestAborted);
        if (RewardItems.FindFailure(replies) is { } failed) return failed;
        return context.Request.Query["shape"] == "scalar" && replies.Count == 1
            ? TrainerJson.ToResult(ToScalars(replies[0]))
            : TrainerJson.ToResult(new RewardLists(SelectValues(replies, r => r.Rewards[0]), SelectValues(replies, Score), ToLogs(replies),
                TranscriptIds(replies), RewardItems.FindFailures(replies)));
    }

    private static async Task<IResult> StepAsync(HttpContext context, RewardEndpoints door, RequestFields fields)
    {
        var profile = door.FindProfile(context, fields);
        var call = new RewardCall(profile.Name, fields.RequiredText("observation_text"), [fields.RequiredText("action_text")])
        {
            Label = fields.TextOrJson("label"),
            Key = IdempotencyKey.ReadHeader(context),
        };
        var reply = await door.ScoreOneAsync(new(profile, call) { Group = fields.TextOrJson("group_id") }, context.RequestAborted);
        if (reply.Outcome is not { } outcome) return RewardFailurePolicy.ToProblem(reply);
        return TrainerJson.ToResult(new
        {
            rewards = outcome.Rewards[0],
            scores = Score(outcome),
            environment_feedback = "",
            done = true,
            sampling_params = (object?)null,
            extra_logs = ToLogs([reply]).ToDictionary(l => l.Key, l => l.Value[0]),
            transcript = reply.Transcript,
        });
    }

    /// <summary>The reply for a list of items; "troubles", where an item has no reward, says for each one why, or null.</summary>
    private sealed record RewardLists(
        [property: JsonPropertyName("rewards")] double?[] Rewards,
        [property: JsonPropertyName("scores")] double?[] Scores,
        [property: JsonPropertyName("extra_logs")] Dictionary<string, double?[]> Logs,
        [property: JsonPropertyName("transcripts")] string?[] Transcripts,
        [property: JsonPropertyName("troubles"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ItemFailure?[]? Troubles);

    /// <summary>The names of the items' groups: one for all, or a list with one or null for each.</summary>
    private static IReadOnlyList<string?> ReadGroups(RequestFields fields, int count)
    {
        if (!fields.Has("group_id")) return new string?[count];
        if (!fields.IsList("group_id")) return [.. Enumerable.Repeat(fields.TextOrJson("group_id"), count)];
        var names = fields.TextsOrJson("group_id");
        return names.Count == count ? names
            : throw fields.CreateError("group_id", $"must have as many items as query, {count}, and has {names.Count}");
    }

    private static object ToScalars(RewardReply reply) => new
    {
        rewards = reply.Outcome!.Rewards[0],
        scores = Score(reply.Outcome),
        extra_logs = ToLogs([reply]).ToDictionary(l => l.Key, l => l.Value[0]),
        transcripts = reply.Transcript,
    };

    private static double Score(GroupRewards outcome) => Math.Clamp(outcome.Probabilities[0], 0, 1);

    /// <summary>The value of each item; null at the place of one without a reward.</summary>
    private static double?[] SelectValues(IReadOnlyList<RewardReply> replies, Func<GroupRewards, double> value) =>
        [.. replies.Select(r => r.Outcome is { } outcome ? value(outcome) : (double?)null)];

    private static string?[] TranscriptIds(IReadOnlyList<RewardReply> replies) => [.. replies.Select(r => r.Transcript)];

    /// <summary>
    /// The values that trainers may log, each a list with a number for every answer. Texts are not allowed here, so transcript is a number:
    /// the first six hexadecimal digits of the hash in the transcript's id, which 32-bit floats represent exactly.
    /// </summary>
    private static Dictionary<string, double?[]> ToLogs(IReadOnlyList<RewardReply> replies)
    {
        var logs = new Dictionary<string, double?[]> { ["win_probability"] = SelectValues(replies, o => o.Probabilities[0]) };
        if (replies.All(r => r.Outcome is null || r.Outcome.Disagreements.Length > 0))
            logs["swap_disagreement"] = SelectValues(replies, o => o.Disagreements[0]);
        if (replies.All(r => r.Outcome is null || r.Transcript is not null))
            logs["transcript"] = [.. replies.Select(r => r.Outcome is null ? (double?)null : TranscriptNumber(r.Transcript!))];
        return logs;
    }

    private static double TranscriptNumber(string transcript)
    {
        var dot = transcript.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && transcript.Length >= dot + 7
            && int.TryParse(transcript.AsSpan(dot + 1, 6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var number) ? number : 0;
    }
}
