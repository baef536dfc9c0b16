using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Debate.Contracts;
using Debate.Rewards.Shapes;

namespace Debate.Client;

/// <summary>What is to be rewarded: a group of answers to a prompt, or one evidence debate with its label alone.</summary>
/// <param name="Prompt">The task.</param>
/// <param name="Completions">The answers; one, empty, for evidence whose label says everything.</param>
/// <param name="Label">What the data set says: a text, or for evidence {"state", "action", "other"} as JSON.</param>
/// <param name="Baseline">The opponent's answer, for profiles that need one.</param>
public sealed record ScoreItem(string Prompt, IReadOnlyList<string> Completions, string? Label = null, string? Baseline = null)
{
    /// <summary>An evidence debate of an action against another in a state.</summary>
    public static ScoreItem Evidence(int state, int action, int other) =>
        new("", [""], FormattableString.Invariant($$"""{"state":{{state}},"action":{{action}},"other":{{other}}}"""));
}

/// <summary>The rewards of one item, or why there are none.</summary>
/// <param name="Rewards">One an answer; null where there is trouble.</param>
/// <param name="Probabilities">Of winning, one an answer; null where there is trouble.</param>
/// <param name="Disagreements">Between the two orders, one an answer; null where one order was judged.</param>
/// <param name="Contests">What was judged; null where there is trouble.</param>
/// <param name="Transcript">The run that holds the debates; null for evidence.</param>
/// <param name="Trouble">Why there is no reward, in one word; null where there is one.</param>
/// <param name="Detail">The same in one line.</param>
public sealed record ScoreResult(
    IReadOnlyList<double>? Rewards, IReadOnlyList<double>? Probabilities, IReadOnlyList<double>? Disagreements,
    IReadOnlyList<Contest>? Contests, string? Transcript, string? Trouble, string? Detail);

/// <summary>
/// Rewards from the reward server of <c>debate serve</c>, over HTTP. What is lost on the way is asked for again, which is harmless: the
/// same request has the same reward. Safe to share between threads.
/// </summary>
public sealed class RewardClient : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http;

    /// <summary>A client of the server at an address, with its key where it asks for one.</summary>
    public RewardClient(Uri server, string? key = null)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(30) };
        if (key is not null) _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>
    /// The rewards of items, at most 100 000, in their order; a <see cref="RewardServerException"/> where the server refuses or is not
    /// there.
    /// </summary>
    public async Task<IReadOnlyList<ScoreResult>> ScoreAsync(
        IReadOnlyList<ScoreItem> items, string? profile = null, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (results, trouble) = await TryAsync(items, profile, cancellation);
            if (results is not null) return results;
            if (attempt == Attempts || !trouble!.MayPass) throw trouble!;
            await Task.Delay(BeforeAnother, cancellation);
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
                $"server {_http.BaseAddress}: {(int)reply.StatusCode} {await DetailAsync(reply, cancellation)}"));
        }
        catch (HttpRequestException lost)
        {
            return (null, new(null, $"server {_http.BaseAddress}: {lost.Message}"));
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage reply, CancellationToken cancellation)
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

/// <summary>The reward server refused, or is not there.</summary>
/// <param name="status">What it answered; null where nobody did.</param>
/// <param name="message">What happened, in one line.</param>
public sealed class RewardServerException(HttpStatusCode? status, string message) : Exception(message)
{
    /// <summary>What it answered; null where nobody did.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Whether asking again may help.</summary>
    public bool MayPass => Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
