using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;

namespace Debate.Client;

/// <summary>A graph on a server after it was put or edited.</summary>
/// <param name="Id">The graph's id.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Repeated">True where the same change was made before.</param>
public sealed record GraphVersion(string Id, long Version, bool? Repeated = null)
{
    /// <summary>What a map that was put had and the graph does not represent, each line with its count; null for edits.</summary>
    public IReadOnlyList<string>? Skipped { get; init; }

    /// <summary>The ids of the arguments to be debated; null for edits.</summary>
    public IReadOnlyList<string>? Motions { get; init; }
}

/// <summary>A graph in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Version">Its version.</param>
/// <param name="Arguments">The number of its arguments.</param>
/// <param name="Inferences">The number of its inferences, of both kinds.</param>
/// <param name="Attacks">The number of attacks that go without an inference.</param>
/// <param name="Created">When it was first put or edited, in UTC.</param>
/// <param name="Changed">When it was last put or edited, in UTC.</param>
public sealed record GraphHeading(
    string Id, string Title, long Version, int Arguments, int Inferences, int Attacks, DateTimeOffset Created, DateTimeOffset Changed);

/// <summary>A change of a graph that somebody made.</summary>
/// <param name="Id">The graph's id.</param>
/// <param name="Version">The version that it made.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="Kind">start, edited, put or removed; the last ends the graph.</param>
/// <param name="Change">The key of the change; null for the start.</param>
/// <param name="Edits">The edits as the API writes them; null for another kind.</param>
public sealed record GraphNews(string Id, long Version, DateTimeOffset Time, string Kind, string? Change = null, JsonElement? Edits = null);

/// <summary>What the solver can be asked.</summary>
/// <param name="Problems">The codes of the problems.</param>
/// <param name="Formats">The formats of frameworks.</param>
public sealed record SolverVocabulary(IReadOnlyList<string> Problems, IReadOnlyList<string> Formats);

/// <summary>An answer of the solver to a problem of the ICCMA competitions.</summary>
public sealed record SolvedProblem
{
    /// <summary>The problem, such as DC-CO.</summary>
    public required string Problem { get; init; }

    /// <summary>Whether it was decided in its time.</summary>
    public InquiryStatus Status { get; init; }

    /// <summary>Why it was not; null where it was.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the argument is accepted, or (SE) there is an extension; null for other problems.</summary>
    public bool? Accepted { get; init; }

    /// <summary>An extension that shows it; null where none does.</summary>
    public IReadOnlyList<string>? Witness { get; init; }

    /// <summary>The extensions (EE).</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Extensions { get; init; }

    /// <summary>Whether these are all (EE).</summary>
    public bool? Complete { get; init; }

    /// <summary>How many there are (CE) or are listed (EE).</summary>
    public BigInteger? Count { get; init; }
}

/// <summary>
/// Argument graphs on a server. A change carries a key, so that it is made once however often it is sent. A question has so many seconds
/// (10 where it names none) and is answered with <see cref="InquiryStatus.Unknown"/> where they did not suffice.
/// </summary>
public sealed class GraphsClient
{
    private const double DefaultSeconds = 10;

    /// <summary>How long a response may take beyond the seconds of its question.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(50);

    private readonly DebateHttpClient _client;

    internal GraphsClient(DebateHttpClient client) => _client = client;

    /// <summary>The graphs, newest first.</summary>
    public IAsyncEnumerable<GraphHeading> ListAsync(CancellationToken stop = default) =>
        _client.ListAsync<GraphHeading>(ApiRequest.FormatPath("v1/graphs", ("limit", 1000)), stop);

    /// <summary>Puts a map in the place of the graph before.</summary>
    /// <param name="id">The graph's id.</param>
    /// <param name="map">The map.</param>
    /// <param name="expected">The version that the graph must have; 0 where there must be none, null for whatever there is.</param>
    /// <param name="key">By which the servers know the change again; a new one if null.</param>
    /// <param name="stop">Ends the waiting; the change may have been made.</param>
    public Task<GraphVersion> PutAsync(
        string id, ArgumentMap map, long? expected = null, string? key = null, CancellationToken stop = default) =>
        PutAsync(id, GraphJson.Write(map), "json", expected, key, stop);

    /// <summary>The same with a text in any format that maps are read in.</summary>
    public Task<GraphVersion> PutAsync(
        string id, string text, string format, long? expected = null, string? key = null, CancellationToken stop = default) =>
        ChangeAsync<GraphVersion>(new ApiRequest(HttpMethod.Put, ApiRequest.FormatPath(GetPath(id), ("format", format)))
        {
            Body = Encoding.UTF8.GetBytes(text), MediaType = format == "json" ? "application/json" : "text/plain",
        }, expected, key, stop);

    /// <summary>The graph in a format; a picture (svg) or a page (html) too.</summary>
    public Task<string> ReadAsync(string id, string format = "json", long? version = null, double? seconds = null, CancellationToken stop = default) =>
        _client.ReadTextAsync(Question(GetPath(id), seconds, ("format", format), ("version", version)), stop);

    /// <summary>A picture of the graph, or of a part of it, in SVG.</summary>
    /// <param name="id">The graph's id.</param>
    /// <param name="focus">The argument in whose surroundings one is interested; null for the whole graph.</param>
    /// <param name="around">How many links away from it.</param>
    /// <param name="depth">How many links away from the claims; the rest is folded.</param>
    /// <param name="layout">auto, layered or tree.</param>
    /// <param name="strengths">The gradual semantics whose strengths are written beside the arguments; null for none.</param>
    /// <param name="accepted">Whether arguments have the colour of their status.</param>
    /// <param name="seconds">The time that it may take.</param>
    /// <param name="stop">Ends the waiting.</param>
    public Task<string> DrawAsync(string id, string? focus = null, int? around = null, int? depth = null, string? layout = null,
        string? strengths = null, bool accepted = false, double? seconds = null, CancellationToken stop = default) =>
        _client.ReadTextAsync(Question($"{GetPath(id)}/picture", seconds, ("focus", focus), ("around", around), ("depth", depth),
            ("layout", layout), ("strengths", strengths), ("accepted", accepted)), stop);

    /// <summary>The graph as a page to zoom, fold and search.</summary>
    public Task<string> ReadPageAsync(string id, int? depth = null, double? seconds = null, CancellationToken stop = default) =>
        _client.ReadTextAsync(Question($"{GetPath(id)}/page", seconds, ("depth", depth)), stop);

    /// <summary>Applies edits, all or none.</summary>
    /// <param name="id">The graph's id.</param>
    /// <param name="edits">The edits, in order.</param>
    /// <param name="expected">The version that the graph must have (else 412); null for any.</param>
    /// <param name="key">By which the servers know the change again; a new one if null.</param>
    /// <param name="stop">Ends the waiting; the change may have been made.</param>
    public Task<GraphVersion> EditAsync(
        string id, IReadOnlyList<GraphEdit> edits, long? expected = null, string? key = null, CancellationToken stop = default) =>
        ChangeAsync<GraphVersion>(
            DebateHttpClient.Request(HttpMethod.Patch, GetPath(id), new { edits = edits.Select(Format).ToArray() }), expected, key, stop);

    /// <summary>The path of the graph's events with a token of short life in it, for a page, whose EventSource can send no key.</summary>
    public Task<string> CreateEventsPathAsync(string id, CancellationToken stop = default) =>
        _client.CreateEventsPathAsync(GetPath(id), stop);

    /// <summary>Removes the graph.</summary>
    public async Task DeleteAsync(string id, long? expected = null, string? key = null, CancellationToken stop = default) =>
        await _client.ReadTextAsync(Conditions(new(HttpMethod.Delete, GetPath(id)), expected, key), stop);

    /// <summary>What the graph has: counts, claims, speakers.</summary>
    public Task<OverviewReport> DescribeAsync(string id, CancellationToken stop = default) =>
        _client.SendAsync<OverviewReport>(Question($"{GetPath(id)}/overview", null), stop);

    /// <summary>Whether an argument is accepted.</summary>
    public Task<AcceptanceReport> AskAcceptanceAsync(
        string id, string argument, string? semantics = null, bool sceptical = false, string? support = null, double? seconds = null,
        CancellationToken stop = default) => _client.SendAsync<AcceptanceReport>(Question($"{GetPath(id)}/acceptance", seconds,
            ("argument", argument), ("semantics", semantics), ("sceptical", sceptical), ("support", support)), stop);

    /// <summary>The sets of arguments that can stand together.</summary>
    public Task<ExtensionsReport> ListExtensionsAsync(
        string id, string? semantics = null, string? support = null, int? limit = null, double? seconds = null, CancellationToken stop = default) =>
        _client.SendAsync<ExtensionsReport>(Question($"{GetPath(id)}/extensions", seconds,
            ("semantics", semantics), ("support", support), ("limit", limit)), stop);

    /// <summary>How strong arguments are, and what makes them so.</summary>
    public Task<StrengthReport> AskStrengthAsync(
        string id, string? argument = null, string? semantics = null, double? seconds = null, CancellationToken stop = default) =>
        _client.SendAsync<StrengthReport>(Question($"{GetPath(id)}/strength", seconds, ("semantics", semantics), ("argument", argument)), stop);

    /// <summary>Why an argument is accepted, or why not and what would change that.</summary>
    public Task<ExplanationReport> ExplainAsync(
        string id, string argument, string? semantics = null, bool sceptical = false, string? support = null, int? limit = null,
        double? seconds = null, CancellationToken stop = default) => _client.SendAsync<ExplanationReport>(Question(
            $"{GetPath(id)}/explanation", seconds, ("argument", argument), ("semantics", semantics), ("sceptical", sceptical), ("support", support),
            ("limit", limit)), stop);

    /// <summary>What would change with edits; nothing is changed.</summary>
    public Task<ContestReport> ContestAsync(
        string id, IReadOnlyList<GraphEdit> edits, string? semantics = null, bool graph = false, double? seconds = null,
        CancellationToken stop = default)
    {
        var asked = Question($"{GetPath(id)}/contest", seconds, ("graph", graph));
        return _client.SendAsync<ContestReport>(asked with
        {
            Method = HttpMethod.Post,
            Body = JsonSerializer.SerializeToUtf8Bytes(new { edits = edits.Select(Format).ToArray(), semantics }, WireFormat.Json),
        }, stop);
    }

    /// <summary>What tells two versions apart.</summary>
    public Task<DifferenceReport> CompareAsync(string id, long from, long? to = null, double? seconds = null, CancellationToken stop = default) =>
        _client.SendAsync<DifferenceReport>(Question($"{GetPath(id)}/difference", seconds, ("from", from), ("to", to)), stop);

    /// <summary>
    /// The changes of the graph from a version on, each once and in order, as they come, until the graph is removed; across servers that
    /// are lost.
    /// </summary>
    public async IAsyncEnumerable<GraphNews> FollowAsync(string id, long from = 0, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var events = _client.OpenEvents($"{GetPath(id)}/events", from, end: "removed");
        await foreach (var item in events.ReadAsync(stop)) yield return JsonSerializer.Deserialize<GraphNews>(item.Data, WireFormat.Json)!;
    }

    /// <summary>What the solver can be asked: codes of problems and names of formats.</summary>
    public Task<SolverVocabulary> ListProblemsAsync(CancellationToken stop = default) =>
        _client.GetAsync<SolverVocabulary>("v1/solve", stop);

    /// <summary>Answers a problem about an argumentation framework.</summary>
    /// <param name="problem">The problem, such as DC-CO.</param>
    /// <param name="framework">The framework, in the format named.</param>
    /// <param name="format">af, apx or tgf.</param>
    /// <param name="argument">The argument asked about; null where the problem asks about none.</param>
    /// <param name="limit">The most extensions that are listed.</param>
    /// <param name="seconds">The time of the search.</param>
    /// <param name="stop">Ends it, on the server too.</param>
    public Task<SolvedProblem> SolveAsync(string problem, string framework, string format = "af", string? argument = null, int? limit = null,
        double? seconds = null, CancellationToken stop = default)
    {
        var asked = Question("v1/solve", seconds, ("problem", problem), ("format", format), ("argument", argument), ("limit", limit));
        return _client.SendAsync<SolvedProblem>(
            asked with { Method = HttpMethod.Post, Body = Encoding.UTF8.GetBytes(framework), MediaType = "text/plain" }, stop);
    }

    private static string GetPath(string id) => $"v1/graphs/{Uri.EscapeDataString(id)}";

    private static ApiRequest Question(string path, double? seconds, params ReadOnlySpan<(string, object?)> query) =>
        new(HttpMethod.Get, ApiRequest.FormatPath(path, [.. query, ("seconds", seconds)]))
        {
            ResponseTimeout = TimeSpan.FromSeconds(seconds ?? DefaultSeconds) + Margin,
        };

    private Task<T> ChangeAsync<T>(ApiRequest request, long? expected, string? key, CancellationToken stop) =>
        _client.SendAsync<T>(Conditions(request, expected, key), stop);

    private static ApiRequest Conditions(ApiRequest request, long? expected, string? key) => request
        .With("Idempotency-Key", key ?? DebateHttpClient.CreateKey())
        .With("If-Match", expected is > 0 ? string.Create(CultureInfo.InvariantCulture, $"\"{expected}\"") : null)
        .With("If-None-Match", expected is 0 ? "*" : null);

    /// <summary>An edit as the API takes it: one field that says what it does.</summary>
    private static Dictionary<string, object> Format(GraphEdit edit) => edit.Kind switch
    {
        GraphEditKind.AddArgument => new() { ["add"] = new { edit.Id, Text = edit.Text ?? "", Score = edit.Score ?? 0.5 } },
        GraphEditKind.AddInference => new()
        {
            ["infer"] = new { edit.Id, From = edit.Premises ?? [], To = edit.To ?? "", Kind = edit.Step.ToString().ToLowerInvariant() },
        },
        GraphEditKind.AddAttack => new() { ["attack"] = new[] { edit.Id, edit.To ?? "" } },
        GraphEditKind.SetText => new() { ["text"] = new[] { edit.Id, edit.Text ?? "" } },
        GraphEditKind.SetScore => new() { ["score"] = new object[] { edit.Id, edit.Score ?? 0.5 } },
        GraphEditKind.Retract => new() { ["remove"] = edit.Id },
        GraphEditKind.RetractAttack => new() { ["unattack"] = new[] { edit.Id, edit.To ?? "" } },
        _ => new() { ["unlink"] = new[] { edit.Id, edit.To ?? "" } },
    };
}
