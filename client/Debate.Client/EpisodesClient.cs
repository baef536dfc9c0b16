using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Episodes;

namespace Debate.Client;

/// <summary>How an episode stands.</summary>
/// <param name="Id">Its id, which is that of a run.</param>
/// <param name="Status">running, finished, interrupted, failed, out-of-budget or cancelled.</param>
/// <param name="Done">Whether it has a verdict.</param>
/// <param name="Turns">The turns that wait for a reply, in the protocol's order.</param>
/// <param name="Verdict">The verdict; null before the end.</param>
/// <param name="Rewards">The rewards; null before the end, and where the verdict permits none.</param>
/// <param name="Reason">Why it stopped without a verdict, or has no rewards.</param>
/// <param name="Usage">What it used; null while it runs.</param>
public sealed record EpisodeView(
    string Id, string Status, bool Done, IReadOnlyList<PendingTurn> Turns, Verdict? Verdict = null, EpisodeRewards? Rewards = null,
    string? Reason = null, Usage? Usage = null)
{
    /// <summary>The first turn that waits for a reply; null if none does.</summary>
    public PendingTurn? Turn => Turns.Count > 0 ? Turns[0] : null;
}

/// <summary>A turn that waits for a reply.</summary>
/// <param name="Id">Its id, the same after a restart of the server.</param>
/// <param name="Seat">Whose turn it is.</param>
/// <param name="Role">"debater" for seats that compete, else the seat.</param>
/// <param name="Sample">Which of several independent replies it is, from 0.</param>
/// <param name="Messages">All messages to the seat.</param>
/// <param name="Request">The hash of the request.</param>
/// <param name="Until">When it is too late, in UTC; null for no limit.</param>
public sealed record PendingTurn(
    string Id, string Seat, string Role, int Sample, IReadOnlyList<PendingMessage> Messages, string Request, DateTimeOffset? Until = null);

/// <summary>A message of a chat.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">The text.</param>
public sealed record PendingMessage(string Role, string Content);

/// <summary>A reply to a turn.</summary>
/// <param name="Turn">The turn's id.</param>
/// <param name="Text">What the seat says.</param>
/// <param name="PolicyVersion">The version of the policy that says it.</param>
/// <param name="TokenIds">The tokens of the text.</param>
/// <param name="LogProbs">Their natural log-probabilities.</param>
public sealed record TurnReply(
    string Turn, string Text, string? PolicyVersion = null, IReadOnlyList<int>? TokenIds = null, IReadOnlyList<double>? LogProbs = null);

/// <summary>Debates in which seats are played over HTTP. A reply counts once, however often it is sent.</summary>
public sealed class EpisodesClient
{
    /// <summary>How long a response may take beyond the wait that was asked for.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(40);

    private readonly DebateHttpClient _client;

    internal EpisodesClient(DebateHttpClient client) => _client = client;

    /// <summary>Starts an episode, or goes on with the one of the same key; returns when a turn waits, it ended, or the wait is over.</summary>
    /// <param name="run">The debate, with seats whose model is <c>external</c>.</param>
    /// <param name="wait">How long to wait for a turn; 20 s if null, at most 10 minutes.</param>
    /// <param name="seat">Whose turn to wait for; null for any.</param>
    /// <param name="stop">Ends the waiting.</param>
    public Task<EpisodeView> StartAsync(NewRun run, TimeSpan? wait = null, string? seat = null, CancellationToken stop = default) => SendAsync(
        DebateHttpClient.Request(HttpMethod.Post, $"v1/episodes{Query(wait, seat)}", run with { IdempotencyKey = null })
            .With("Idempotency-Key", run.IdempotencyKey ?? DebateHttpClient.CreateKey()), wait, stop);

    /// <summary>Replies to a turn, and returns when the next one waits, it ended, or the wait is over.</summary>
    public Task<EpisodeView> StepAsync(
        DeliberationId id, TurnReply reply, TimeSpan? wait = null, string? seat = null, CancellationToken stop = default) =>
        SendAsync(DebateHttpClient.Request(HttpMethod.Post, $"{GetPath(id)}/step{Query(wait, seat)}", reply), wait, stop);

    /// <summary>How it stands, at once or when a turn waits.</summary>
    public Task<EpisodeView> ReadAsync(DeliberationId id, TimeSpan? wait = null, string? seat = null, CancellationToken stop = default) =>
        SendAsync(DebateHttpClient.Request(HttpMethod.Get, $"{GetPath(id)}{Query(wait, seat)}"), wait, stop);

    private Task<EpisodeView> SendAsync(ApiRequest request, TimeSpan? wait, CancellationToken stop) =>
        _client.SendAsync<EpisodeView>(request with { ResponseTimeout = (wait ?? TimeSpan.FromSeconds(20)) + Margin }, stop);

    private static string GetPath(DeliberationId id) => $"v1/episodes/{Uri.EscapeDataString(id.Value)}";

    private static string Query(TimeSpan? wait, string? seat) => ApiRequest.FormatPath("", ("wait", wait?.TotalSeconds), ("seat", seat));
}
