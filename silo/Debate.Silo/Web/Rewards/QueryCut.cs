using Debate.Deliberation;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;

namespace Debate.Silo.Web.Rewards;

/// <summary>Cuts the queries of a request, which are prompt and answer in one text; errors name the field.</summary>
internal static class QueryCut
{
    private const string Parameter = "turns";

    /// <summary>What the request says of the users' turns in its queries: ?turns=one or ?turns=many.</summary>
    public static UserTurns ReadTurns(HttpContext context) => context.Request.Query[Parameter].ToString() switch
    {
        "" => UserTurns.Unknown,
        "one" => UserTurns.One,
        "many" => UserTurns.Many,
        var other => throw new ValidationError(Parameter, other, "must be one or many").ToException(""),
    };

    /// <summary>
    /// Cuts a query; throws <see cref="InputException"/> where it cannot be told where the answer begins. An evidence debate is about its
    /// label, so a query without a prompt is the answer.
    /// </summary>
    public static Exchange Read(
        RewardProfile profile, RequestFields fields, string field, string query, string? prompt, UserTurns turns)
    {
        if (profile.IsEvidence && string.IsNullOrWhiteSpace(prompt)) return new("", query);
        var read = TrainerQuery.Read(query, prompt, turns);
        return read.Value ?? throw fields.CreateError(field, read.Problem!);
    }
}
