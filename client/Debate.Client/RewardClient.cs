using System.Text.Json.Serialization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Texts;

namespace Debate.Client;

/// <summary>What to reward: a group of answers to a prompt, or one evidence debate, which needs its label alone.</summary>
/// <param name="Prompt">The task; empty for evidence.</param>
/// <param name="Completions">The answers; a single empty one for evidence, whose label says everything.</param>
/// <param name="Label">The label of the data set: a text, or for evidence {"state", "action", "other"} as JSON.</param>
/// <param name="Baseline">The opponent's answer, for profiles that need one.</param>
public sealed record ScoreItem(string Prompt, IReadOnlyList<string> Completions, string? Label = null, string? Baseline = null)
{
    /// <summary>Whom the answers meet: such as "circular" or "all-pairs" for one another; null for the profile's opponent.</summary>
    public string? Opponent { get; init; }

    /// <summary>The evidence debate of an action against another one in a state.</summary>
    public static ScoreItem ForEvidence(int state, int action, int other) =>
        new("", [""], FormattableString.Invariant($$"""{"state":{{state}},"action":{{action}},"other":{{other}}}"""));
}

/// <summary>What a client needs to know of a reward profile.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Evidence">Whether it rewards debates over evidence.</param>
/// <param name="Opponent">Whom answers meet.</param>
/// <param name="Cohort">The number of answers in a group, where they come one by one; 1 for none.</param>
public sealed record ScoringProfile(string Name, bool Evidence, string Opponent, int Cohort)
{
    /// <summary>Which answers are rewarded as a group, as the server does it.</summary>
    [JsonIgnore]
    public GroupingRule Grouping => new(Evidence, Opponent, Cohort);
}

/// <summary>The rewards of one item, or why there are none.</summary>
/// <param name="Rewards">One per answer; null on failure.</param>
/// <param name="Probabilities">Of winning, one per answer; null on failure.</param>
/// <param name="Disagreements">Between the two orders, one per answer; null when only one order was judged.</param>
/// <param name="Contests">The pairwise judgements; null on failure.</param>
/// <param name="Transcript">The run that holds the debates; null for evidence.</param>
/// <param name="Trouble">Why there is no reward, in one word; null when there is one.</param>
/// <param name="Detail">The same in one line.</param>
public sealed record ScoreResult(
    IReadOnlyList<double>? Rewards, IReadOnlyList<double>? Probabilities, IReadOnlyList<double>? Disagreements,
    IReadOnlyList<PairwiseJudgement>? Contests, string? Transcript, string? Trouble, string? Detail)
{
    /// <summary>What the run of <see cref="Transcript"/> has used, whoever asked for it first; null when there is none.</summary>
    public Usage? Usage { get; init; }

    /// <summary>What it had used before the reward was asked for; null when there is no run, or nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Usage? UsageBefore { get; init; }

    /// <summary>A result without rewards.</summary>
    public static ScoreResult FromFailure(string trouble, string detail) => new(null, null, null, null, null, trouble, detail);
}

/// <summary>
/// Rewards from the reward server of <c>debate serve</c>. There is no deadline: the server is asked in short requests until it has each
/// reward or says why there will be none, also while it restarts. A request that is sent twice is paid for once. Safe to share between
/// threads.
/// </summary>
/// <param name="server">The server, or several of one cluster.</param>
/// <param name="report">Told in a line of each attempt that failed and is repeated.</param>
public sealed class RewardClient(DebateHttpClient server, Action<string>? report = null)
{
    private const string Path = "v1/score/batch";
    private const int ItemsPerRequest = 256;

    /// <summary>How long one request waits for rewards, in seconds; less than proxies let a socket idle.</summary>
    private const int SecondsPerRequest = 20;

    private readonly DebateHttpClient _patient =
        server.With(RetryPolicy.Default with { Busy = TimeSpan.MaxValue, Report = report ?? server.Retry.Report });

    /// <summary>
    /// Asks for no reward at all, and so finds out whether the server is there, takes the key and knows the profile. Throws
    /// <see cref="OutageException"/> or <see cref="RequestRefusedException"/> if not. Returns the profile; null if the server does not say.
    /// </summary>
    public async Task<ScoringProfile?> CheckAsync(string? profile = null, CancellationToken cancellation = default) =>
        (await server.SendAsync<Results>(
            DebateHttpClient.Request(HttpMethod.Post, Path, new { items = Array.Empty<object>(), profile }), cancellation)).Profile;

    /// <summary>
    /// The rewards of items, in their order. Throws <see cref="RequestRefusedException"/> if the server refuses an item, and
    /// <see cref="OutageException"/> if it cannot be reached, refuses the key or fails.
    /// </summary>
    /// <param name="items">What to reward.</param>
    /// <param name="profile">The reward profile; null for the server's default.</param>
    /// <param name="seed">Of every random draw, not negative; null for the profile's.</param>
    /// <param name="cancellation">Ends the waiting; debates that the server has begun go on.</param>
    public async Task<IReadOnlyList<ScoreResult>> ScoreAsync(
        IReadOnlyList<ScoreItem> items, string? profile = null, int? seed = null, CancellationToken cancellation = default)
    {
        var results = new ScoreResult?[items.Count];
        foreach (var part in Enumerable.Range(0, items.Count).Chunk(ItemsPerRequest))
            for (var open = part; open.Length > 0; open = [.. open.Where(i => results[i]!.Trouble == "Deadline")])
            {
                var asked = new { items = open.Select(i => ToRequest(items[i], seed)).ToArray(), profile, usage_before = true };
                var reply = await _patient.SendAsync<Results>(DebateHttpClient.Request(HttpMethod.Post, Path, asked), cancellation);
                if (reply.Items.Count != open.Length)
                    throw new OutageException(
                        FailureKind.Rejected, $"{server.Address}: {reply.Items.Count} results for {open.Length} items");
                // Of a reward that is asked for again and again, the first reply knows what was there before.
                for (var i = 0; i < open.Length; i++)
                    results[open[i]] = reply.Items[i] with { UsageBefore = results[open[i]]?.UsageBefore ?? reply.Items[i].UsageBefore };
            }
        return [.. results.Select(r => r!)];
    }

    private static object ToRequest(ScoreItem item, int? seed) => new
    {
        Prompt = item.Prompt.Length > 0 ? item.Prompt : null, item.Completions, item.Label, item.Baseline, item.Opponent, seed,
        deadline = SecondsPerRequest,
    };

    private sealed record Results([property: JsonPropertyName("results")] IReadOnlyList<ScoreResult> Items, ScoringProfile? Profile = null);
}
