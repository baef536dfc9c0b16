using System.Runtime.CompilerServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Client;

/// <summary>A debate to be started. What is left open is the server's default.</summary>
public sealed record NewRun
{
    /// <summary>The question; or <see cref="Problem"/>.</summary>
    public string? Question { get; init; }

    /// <summary>Right answers to <see cref="Question"/>; no seat sees them.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>A text that only those seats read to whom the protocol gives it.</summary>
    public string? Passage { get; init; }

    /// <summary>A whole problem in place of <see cref="Question"/>.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Options of the protocol, as on the command line.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>The model of every seat that names none.</summary>
    public string? Model { get; init; }

    /// <summary>The model of a seat; <c>external</c> for one that is played over HTTP.</summary>
    public IReadOnlyDictionary<string, string>? Seats { get; init; }

    /// <summary>Personas by seat.</summary>
    public IReadOnlyDictionary<string, string>? Personas { get; init; }

    /// <summary>How every seat's model samples.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>The same by seat.</summary>
    public IReadOnlyDictionary<string, Sampling>? SeatSampling { get; init; }

    /// <summary>The seed of every random draw; the server draws one where it is null.</summary>
    public long? Seed { get; init; }

    /// <summary>The time that an external seat has for a turn, in seconds.</summary>
    public double? TurnSeconds { get; init; }

    /// <summary>The limits of its use.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Its share of busy models.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The name shown in lists.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// By which the servers know the request again: the same one is the same run, also when another process sends it. Null for a new one.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Which runs of a list are meant; what is null is not asked for.</summary>
public sealed record RunSelection
{
    /// <summary>Whether children of tournaments and evaluations are listed too.</summary>
    public bool Children { get; init; }

    /// <summary>Whether only runs without a verdict are.</summary>
    public bool Unfinished { get; init; }

    /// <summary>Only this run and its descendants.</summary>
    public DeliberationId? Under { get; init; }

    /// <summary>Only these statuses, with commas between them.</summary>
    public string? Status { get; init; }

    /// <summary>Only these kinds, with commas between them.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Only runs in which this model has a seat.</summary>
    public string? Model { get; init; }

    /// <summary>Only runs whose name or id contains this.</summary>
    public string? Search { get; init; }

    /// <summary>Only runs that started then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs that started before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many runs are asked for at a time; the server's number where null.</summary>
    public int? PageSize { get; init; }
}

/// <summary>Runs on a server: debates, tournaments, evaluations.</summary>
public sealed class RunsClient
{
    private const string LastEvent = "end";

    private readonly DebateHttpClient _client;

    internal RunsClient(DebateHttpClient client) => _client = client;

    /// <summary>The path of a run; the slashes of a child's id are escaped.</summary>
    internal static string GetPath(DeliberationId id) => $"v1/runs/{Uri.EscapeDataString(id.Value)}";

    /// <summary>Starts a debate, once however often that is tried; returns when the start is recorded.</summary>
    public Task<RunSummary> StartAsync(NewRun run, CancellationToken stop = default) => _client.SendAsync<RunSummary>(
        DebateHttpClient.Request(HttpMethod.Post, "v1/runs", run with { IdempotencyKey = null })
            .With("Idempotency-Key", run.IdempotencyKey ?? DebateHttpClient.CreateKey()), stop);

    /// <summary>Starts a run of any kind from its whole definition, whose id makes it the same run however often it is put.</summary>
    public Task<RunSummary> PutAsync(RunDefinition definition, CancellationToken stop = default) =>
        _client.SendAsync<RunSummary>(DebateHttpClient.Request(HttpMethod.Put, GetPath(definition.Id), definition), stop);

    /// <summary>The runs, newest first, each with its usage so far.</summary>
    public IAsyncEnumerable<RunSummary> ListAsync(RunSelection? which = null, CancellationToken stop = default)
    {
        var given = which ?? new();
        return _client.ListAsync<RunSummary>(ApiRequest.FormatPath("v1/runs", ("children", given.Children), ("unfinished", given.Unfinished),
            ("under", given.Under?.Value), ("status", given.Status), ("kind", given.Kind), ("protocol", given.Protocol), ("model", given.Model),
            ("search", given.Search), ("since", given.Since?.UtcDateTime), ("until", given.Until?.UtcDateTime), ("limit", given.PageSize)), stop);
    }

    /// <summary>A run's line of the list; null where there is no such run.</summary>
    public Task<RunSummary?> FindAsync(DeliberationId id, CancellationToken stop = default) =>
        _client.FindAsync<RunSummary>($"{GetPath(id)}/summary", stop);

    /// <summary>What was said and decided so far.</summary>
    public Task<RunReport> ReportAsync(DeliberationId id, CancellationToken stop = default) => _client.GetAsync<RunReport>(GetPath(id), stop);

    /// <summary>The entries of a run's journal from a number on; none for a run that is not there.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadEntriesAsync(
        DeliberationId id, long from = 0, int count = int.MaxValue, CancellationToken stop = default)
    {
        var path = ApiRequest.FormatPath(
            $"{GetPath(id)}/entries", ("from", Math.Max(0, from)), ("count", count == int.MaxValue ? null : count));
        try
        {
            var text = await _client.ReadTextAsync(DebateHttpClient.Request(HttpMethod.Get, path), stop);
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(count).Select(JsonLines.ParseEntry)];
        }
        catch (RequestRefusedException absent) when (absent.Status == System.Net.HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>
    /// The entries of a run's journal from a number on, each once and in order, as they come, until the run has stopped. When a server is
    /// lost it goes on with the next one, or with the same one when that is back.
    /// </summary>
    /// <exception cref="OutageException">No server could be reached for as long as the policy says.</exception>
    public async IAsyncEnumerable<JournalEntry> FollowAsync(
        DeliberationId id, long from = 0, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var events = _client.OpenEvents($"{GetPath(id)}/events", from, LastEvent);
        await foreach (var item in events.ReadAsync(stop))
            if (item.EventType != LastEvent) yield return JsonLines.ParseEntry(item.Data);
    }

    /// <summary>The path of a run's events with a token of short life in it, for a page, whose EventSource can send no key.</summary>
    public Task<string> CreateEventsPathAsync(DeliberationId id, CancellationToken stop = default) =>
        _client.CreateEventsPathAsync(GetPath(id), stop);

    /// <summary>Cancels a run and waits until it has stopped; one that has ended stays as it is.</summary>
    public Task<RunSummary> CancelAsync(DeliberationId id, CancellationToken stop = default) => PostAsync(id, "cancel", null, stop);

    /// <summary>Pauses a run until somebody resumes it, and waits until it has stopped.</summary>
    public Task<RunSummary> PauseAsync(DeliberationId id, CancellationToken stop = default) => PostAsync(id, "pause", null, stop);

    /// <summary>Goes on with a run that stands still, with a new budget if one is given.</summary>
    public Task<RunSummary> ResumeAsync(DeliberationId id, Budget? budget = null, CancellationToken stop = default) =>
        PostAsync(id, "resume", budget, stop);

    /// <summary>
    /// Removes a run for good, with all its children. One that runs, and a part of another one, is refused. Where a response was lost, a run
    /// that is not there at the next attempt is one that was removed.
    /// </summary>
    public async Task DeleteAsync(DeliberationId id, CancellationToken stop = default) =>
        await _client.ReadTextAsync(DebateHttpClient.Request(HttpMethod.Delete, GetPath(id)), stop);

    private Task<RunSummary> PostAsync(DeliberationId id, string verb, object? body, CancellationToken stop) =>
        _client.SendAsync<RunSummary>(DebateHttpClient.Request(HttpMethod.Post, $"{GetPath(id)}/{verb}", body), stop);
}
