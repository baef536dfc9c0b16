using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Models;
using Role = Debate.Deliberation.Role;

namespace Debate.Cli.Commands;

/// <summary>
/// Tries what the entry of an endpoint says that its server can do: a server that cannot continue a message begins a new one, and no run
/// would show it.
/// </summary>
internal static class AbilityChecks
{
    private const string Begun = "The capital of France is Par";

    private static readonly ChatMessage[] Asked = [new(Role.User, "What is the capital of France? Answer in one sentence.")];

    /// <summary>What is said of the model and not so, in a sentence; null where nothing is, or nothing is said.</summary>
    public static async Task<string?> FindUntrueAsync(ModelRegistry models, Seat seat, CancellationToken stop)
    {
        var abilities = models.GetTerms(seat.Model).Abilities;
        if (abilities.HasFlag(Abilities.Prefix))
        {
            var reply = await models.AskAsync(
                new(new("doctor"), "1", seat, [.. Asked, new(Role.Assistant, Begun)], Sample: 0, Seed: 1, Problem: null), stop);
            if (!reply.Text.StartsWith("is", StringComparison.OrdinalIgnoreCase))
                return $"its entry says can: [prefix]; asked to go on with '{Begun}' it said '{OneLine.Format(reply.Text, 60)}'";
        }
        if (abilities.HasFlag(Abilities.LogProbabilities))
        {
            var (likely, unlikely) = (await ScoreAsync("Paris."), await ScoreAsync("Quito."));
            if (likely <= unlikely)
                return $"its entry says can: [log-probabilities]; '{Begun[..^4]} Paris' is no more probable to it than Quito";
        }
        return null;

        async Task<double> ScoreAsync(string city) => (await models.ScoreAsync(
            new(new("doctor"), "2", seat, Asked, $"The capital of France is {city}"), stop)).LogProbability;
    }
}
