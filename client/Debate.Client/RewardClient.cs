using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Debate.Contracts;
using Debate.Deliberation;

namespace Debate.Client;

/// <summary>What to reward: a group of answers to a prompt, or one evidence debate, which needs its label alone.</summary>
/// <param name="Prompt">The task.</param>
/// <param name="Completions">The answers; a single empty one for evidence, whose label says everything.</param>
/// <param name="Label">The label of the data set: a text, or for evidence {"state", "action", "other"} as JSON.</param>
/// <param name="Baseline">The opponent's answer, for profiles that need one.</param>
public sealed record ScoreItem(string Prompt, IReadOnlyList<string> Completions, string? Label = null, string? Baseline = null)
{
    /// <summary>The evidence debate of an action against another one in a state.</summary>
    public static ScoreItem ForEvidence(int state, int action, int other) =>
        new("", [""], FormattableString.Invariant($$"""{"state":{{state}},"action":{{action}},"other":{{other}}}"""));
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
    IReadOnlyList<PairwiseJudgement>? Contests, string? Transcript, string? Trouble, string? Detail);

/// <summary>
/// HTTP client for the reward server of <c>debate serve</c>. Requests that fail on the way are retried, which is harmless: the same request
/// has the same reward. Safe to share between threads.
/// </summary>
public sealed class RewardClient : IDisposable
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http;

    /// <summary>A client of the server at an address, with its API key if it requires one.</summary>
    public RewardClient(Uri server, string? key = null)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(30) };
        if (key is not null) _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>
    /// The rewards of items, at most 100 000, in their order; a <see cref="RewardServerException"/> when the server refuses or cannot be
    /// reached.
    /// </summary>
    public async Task<IReadOnlyList<ScoreResult>> ScoreAsync(
        IReadOnlyList<ScoreItem> items, string? profile = null, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (results, error) = await TryAsync(items, profile, cancellation);
            if (results is not null) return results;
            if (attempt == MaxAttempts || !error!.IsTransient) throw error!;
            await Task.Delay(RetryDelay, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(IReadOnlyList<ScoreResult>? Results, RewardServerException? Trouble)> TryAsync(
        IReadOnlyList<ScoreItem> items, string? profile, CancellationToken cancellation)
    {
        try
        {
            using var reply = await _http.PostAsJsonAsync("/v1/score/batch", new { items, profile }, WireFormat.Json, cancellation);
            if (reply.IsSuccessStatusCode) return ((await reply.Content.ReadFromJsonAsync<Results>(WireFormat.Json,
                cancellation))!.Items, null);
            return (null, new(reply.StatusCode,
                $"server {_http.BaseAddress}: {(int)reply.StatusCode} {await ReadDetailAsync(reply, cancellation)}"));
        }
        catch (HttpRequestException lost)
        {
            return (null, new(null, $"server {_http.BaseAddress}: {lost.Message}"));
        }
    }

    private static async Task<string> ReadDetailAsync(HttpResponseMessage reply, CancellationToken cancellation)
    {
        var text = await reply.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : reply.ReasonPhrase ?? "";
        }
        catch (JsonException)
        {
            return reply.ReasonPhrase ?? "";
        }
    }

    private sealed record Results([property: System.Text.Json.Serialization.JsonPropertyName("results")] IReadOnlyList<ScoreResult> Items);
}

/// <summary>The reward server refused, or cannot be reached.</summary>
/// <param name="status">The HTTP status of the response; null when there was none.</param>
/// <param name="message">What happened, in one line.</param>
public sealed class RewardServerException(HttpStatusCode? status, string message) : Exception(message)
{
    /// <summary>The HTTP status of the response; null when there was none.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Whether a retry may help.</summary>
    public bool IsTransient => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
