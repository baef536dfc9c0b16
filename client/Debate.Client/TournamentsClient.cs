using System.Text;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Client;

/// <summary>Tournaments, and evaluations of protocols on questions, from their specifications. What they are besides is a run.</summary>
public sealed class TournamentsClient
{
    private readonly DebateHttpClient _client;

    internal TournamentsClient(DebateHttpClient client) => _client = client;

    /// <summary>Starts a tournament, once however often that is tried.</summary>
    /// <param name="specification">What <c>debate tournament run</c> reads, in YAML or JSON; its maps or questions stand in it.</param>
    /// <param name="key">By which the servers know the request again; a new one if null.</param>
    /// <param name="stop">Ends the waiting; the tournament may have been started.</param>
    public Task<RunSummary> StartAsync(string specification, string? key = null, CancellationToken stop = default) =>
        StartAsync("v1/tournaments", specification, key, stop);

    /// <summary>Starts an evaluation, once however often that is tried.</summary>
    /// <param name="specification">questions, protocols, options, model ..., in YAML or JSON.</param>
    /// <param name="key">By which the servers know the request again; a new one if null.</param>
    /// <param name="stop">Ends the waiting; the evaluation may have been started.</param>
    public Task<RunSummary> StartEvaluationAsync(string specification, string? key = null, CancellationToken stop = default) =>
        StartAsync("v1/evaluations", specification, key, stop);

    /// <summary>The leaderboard of a tournament, also while it runs.</summary>
    public Task<TournamentReport> ReadStandingsAsync(DeliberationId id, CancellationToken stop = default) =>
        _client.GetAsync<TournamentReport>($"{RunsClient.GetPath(id)}/standings", stop);

    /// <summary>The debates of a tournament that were played, in playing order.</summary>
    public IAsyncEnumerable<GameRecord> ListGamesAsync(DeliberationId id, CancellationToken stop = default) =>
        _client.ListAsync<GameRecord>(ApiRequest.FormatPath($"{RunsClient.GetPath(id)}/games", ("limit", 1000)), stop);

    /// <summary>The results of an evaluation, also while it runs.</summary>
    public Task<EvaluationReport> ReadResultsAsync(DeliberationId id, CancellationToken stop = default) =>
        _client.GetAsync<EvaluationReport>($"{RunsClient.GetPath(id)}/results", stop);

    /// <summary>The rows of an evaluation, a question under a protocol each.</summary>
    /// <param name="id">The evaluation.</param>
    /// <param name="status">right, wrong, unread, cut, empty, refused, failed or open, several with commas; null for all.</param>
    /// <param name="stop">Ends it.</param>
    public IAsyncEnumerable<EvaluationRow> ListQuestionsAsync(DeliberationId id, string? status = null, CancellationToken stop = default) =>
        _client.ListAsync<EvaluationRow>(ApiRequest.FormatPath($"{RunsClient.GetPath(id)}/questions", ("status", status), ("limit", 1000)), stop);

    /// <summary>Adds debaters to a tournament that stands still, and goes on with it.</summary>
    public Task<RunSummary> JoinAsync(DeliberationId id, SeatsJoined joined, CancellationToken stop = default) =>
        PostAsync(id, "join", joined, stop);

    /// <summary>Takes debaters out of a tournament that stands still, and goes on with it.</summary>
    public Task<RunSummary> WithdrawAsync(DeliberationId id, SeatsWithdrawn withdrawn, CancellationToken stop = default) =>
        PostAsync(id, "withdraw", withdrawn, stop);

    private Task<RunSummary> StartAsync(string path, string specification, string? key, CancellationToken stop) =>
        _client.SendAsync<RunSummary>(new ApiRequest(HttpMethod.Post, path)
        {
            Body = Encoding.UTF8.GetBytes(specification),
            MediaType = specification.AsSpan().TrimStart() is ['{', ..] ? "application/json" : "application/yaml",
        }.With("Idempotency-Key", key ?? DebateHttpClient.CreateKey()), stop);

    // There is no key by which a server would know these again.
    private Task<RunSummary> PostAsync(DeliberationId id, string verb, object body, CancellationToken stop) => _client.SendAsync<RunSummary>(
        DebateHttpClient.Request(HttpMethod.Post, $"{RunsClient.GetPath(id)}/{verb}", body) with { IsRepeatable = false }, stop);
}
