using System.Text.Json.Serialization;
using Debate.Deliberation.Readers;
using Debate.Rewards.Serving;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// The items of one request in a contract whose reply is a list. What is wrong with one for good costs it alone: null stands at its place,
/// where no client finds a number (torch and vLLM's own clients fail loudly on it), and its cause stands beside. What asking again will
/// mend is the failure of the whole request, because clients repeat that, and what has its reward then is not judged again.
/// </summary>
internal static class RewardItems
{
    /// <summary>Scores the items that could be read; the replies are in the order of all.</summary>
    public static async Task<IReadOnlyList<RewardReply>> ScoreAsync(
        RewardEndpoints door, IReadOnlyList<ReadResult<Rollout>> items, CancellationToken stop)
    {
        int[] read = [.. Enumerable.Range(0, items.Count).Where(i => items[i].Value is not null)];
        var scored = await door.ScoreEachAsync([.. read.Select(i => items[i].Value!)], stop);
        var replies = items.Select(item => RewardReply.FromFailure(RewardFailure.Rejected, item.Problem ?? "")).ToArray();
        foreach (var (i, reply) in read.Zip(scored)) replies[i] = reply;
        return replies;
    }

    /// <summary>The response to a request that failed as a whole; null where there are rewards to tell, or nothing was asked for.</summary>
    public static IResult? FindFailure(IReadOnlyList<RewardReply> replies)
    {
        var failed = replies.FirstOrDefault(r => r.Trouble is RewardFailure.Deadline or RewardFailure.JudgeUnreachable)
            ?? (replies.Any(r => r.Outcome is not null) ? null : replies.FirstOrDefault());
        return failed is null ? null : RewardFailurePolicy.ToProblem(failed);
    }

    /// <summary>For each item its failure or null; null where all have rewards.</summary>
    public static ItemFailure?[]? FindFailures(IReadOnlyList<RewardReply> replies) => replies.All(r => r.Outcome is not null) ? null
        : [.. replies.Select(r => r.Outcome is null ? new ItemFailure($"{r.Trouble}", r.Message, r.Transcript) : null)];
}

/// <summary>Why an item has no reward, as JSON.</summary>
/// <param name="Trouble">The failure in one word.</param>
/// <param name="Detail">What happened.</param>
/// <param name="Transcript">The run that holds the debates; left out where there is none.</param>
internal sealed record ItemFailure(
    [property: JsonPropertyName("trouble")] string Trouble,
    [property: JsonPropertyName("detail")] string? Detail,
    [property: JsonPropertyName("transcript"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Transcript);
