using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
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
    /// Cuts a query; without a value the problem names the field and says why it cannot be told where the answer begins. An evidence debate
    /// is about its label, so a query without a prompt is the answer.
    /// </summary>
    public static ReadResult<Exchange> Read(
        RewardProfile profile, RequestFields fields, string field, string query, string? prompt, UserTurns turns)
    {
        if (profile.IsEvidence && string.IsNullOrWhiteSpace(prompt)) return ReadResult<Exchange>.Accepted(new("", query));
        var read = TrainerQuery.Read(query, prompt, turns);
        return read.Problem is { } problem ? ReadResult<Exchange>.Refused(fields.CreateError(field, problem).Message) : read;
    }
}
