using System.Text;
using System.Text.Json;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Grains.Graphs;
using Debate.Hosting;

namespace Debate.Silo.Web.Graphs;

/// <summary>
/// Argument graphs over HTTP: put, read and edit them, ask what can be accepted, how strong arguments are and why, and watch them change.
/// A graph's version is its entity tag. A graph has the id that its caller gives it; under the id of a run there is the graph of that run.
/// </summary>
internal static class GraphEndpoints
{
    private const int MaxDepth = 64, MaxListed = 1000, DefaultListed = 100, DefaultExtensions = 100, MaxExtensions = 10_000;

    /// <summary>Adds the services of the endpoints.</summary>
    public static IServiceCollection AddGraphs(this IServiceCollection services) => services.AddSingleton<GraphService>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapGraphs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/graphs", ListAsync).Describe("listGraphs", "The graphs, the newest first.").Produces<GraphList>();
        app.MapPut("/v1/graphs/{id}", PutAsync).Describe("putGraph", "Puts a map in any of its formats, in the place of the one before.",
                AccessScopes.Run)
            .Accepts<object>(GraphTypes.Accepted[0], GraphTypes.Accepted[1..]).Produces<GraphStored>().Produces<GraphStored>(201)
            .ProducesProblem(412).ProducesProblem(413).ProducesProblem(422);
        app.MapGet("/v1/graphs/{id}", GetAsync).Describe("getGraph", "The graph in a format; a picture or a page too.")
            .Produces<object>(200, "application/json", "application/yaml", "text/plain", "text/vnd.graphviz", "image/svg+xml", "text/html")
            .Produces(304).ProducesProblem(404);
        app.MapPatch("/v1/graphs/{id}", PatchAsync).Describe("editGraph", "Edits the graph, all or none; with If-Match only that version.",
                AccessScopes.Run)
            .Accepts<GraphPatch>("application/json").Produces<GraphChanged>().ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
        app.MapDelete("/v1/graphs/{id}", DeleteAsync).Describe("deleteGraph", "Removes the graph.", AccessScopes.Run)
            .Produces(204).ProducesProblem(404).ProducesProblem(412);
        app.MapGet("/v1/graphs/{id}/overview", OverviewAsync).Describe("describeGraph", "What the graph has: counts, claims, speakers.")
            .Produces<OverviewReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/acceptance", AcceptanceAsync).Describe("askAcceptance", "Whether an argument is accepted.")
            .Produces<AcceptanceReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/extensions", ExtensionsAsync)
            .Describe("listExtensions", "The sets of arguments that can stand together.").Produces<ExtensionsReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/strength", StrengthAsync).Describe("askStrength", "How strong arguments are, and what makes them so.")
            .Produces<StrengthReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/explanation", ExplanationAsync)
            .Describe("explainArgument", "Why an argument is accepted, or why not and what would change that.")
            .Produces<ExplanationReport>().ProducesProblem(404);
        app.MapPost("/v1/graphs/{id}/contest", ContestAsync).Describe("contestGraph", "What would change with edits; nothing is changed.")
            .Accepts<GraphContest>("application/json").Produces<ContestReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/difference", DifferenceAsync).Describe("compareGraphVersions", "What tells two versions apart.")
            .Produces<DifferenceReport>().ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/picture", PictureAsync).Describe("drawGraph", "A picture of the graph, or of a part of it.")
            .Produces<string>(200, "image/svg+xml").Produces(304).ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/page", PageAsync).Describe("getGraphPage", "The graph as a page to zoom, fold and search.")
            .Produces<string>(200, "text/html").Produces(304).ProducesProblem(404);
        app.MapGet("/v1/graphs/{id}/events", GraphEventStream.FollowAsync)
            .Describe("followGraph", "The changes of the graph as server-sent events, numbered by version.")
            .Produces<GraphEvent>(200, "text/event-stream").ProducesProblem(404);
    }

    private static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder operation, string name, string summary, AccessScopes scope = AccessScopes.Read) =>
        operation.Needs(scope).WithName(name).WithTags("graphs").WithSummary(summary).ProducesProblem(400);

    private static async Task<GraphList> ListAsync(Caller caller, IJournal journal, int limit = DefaultListed, string? cursor = null)
    {
        if (limit is < 1 or > MaxListed)
            throw new ValidationError("limit", $"{limit}", $"must be a whole number from 1 to {MaxListed}").ToException("");
        var found = (await journal.ListAsync(GraphRuns.SelectAll(caller.Tenant))).Where(line => line.Graph is { IsThere: true })
            .Select(ToListing).ToList();
        var start = cursor is null ? 0 : found.FindIndex(g => g.Id == cursor) + 1;
        if (cursor is not null && start == 0) throw new ValidationError("cursor", cursor, "must be the next of a list").ToException("");
        var page = found.Skip(start).Take(limit).ToList();
        return new(page, start + page.Count < found.Count ? page[^1].Id : null);
    }

    private static GraphListing ToListing(RunSummary line) => new(
        GraphRuns.GetGraph(line.Id).Value, line.Name, line.Graph!.Version, line.Graph.Arguments, line.Graph.Inferences, line.Graph.Attacks,
        line.Started, line.Finished ?? line.Started);

    private static async Task<IResult> PutAsync(
        HttpContext context, GraphService graphs, RequestBodies bodies, Caller caller, string id, string? format = null,
        string rephrases = "ignored")
    {
        var graph = GraphService.ParseId(caller, id);
        var read = GraphTypes.GetRead(format, context.Request.ContentType);
        if (!Enum.TryParse<Rephrase>(rephrases, ignoreCase: true, out var aif) || int.TryParse(rephrases, out _))
            throw new ValidationError("rephrases", rephrases, "must be ignored or merged").ToException("");
        ArgumentMap map;
        using (var body = await bodies.ReceiveAsync(context))
        {
            if (body.Length == 0) throw new InputException("body: it must be a map, and there is none");
            if (read.Extensions.Contains(".json")) JsonScan.Validate(body.Bytes.Span, MaxDepth, bodies.Limits);
            map = read.Read!(BodyName, Encoding.UTF8.GetString(body.Bytes.Span), new AifOptions(aif));
        }
        graphs.CheckSize(map);
        if (map.Name == BodyName) map = map with { Name = graph.Value, Title = map.Title == BodyName ? graph.Value : map.Title };
        var reply = await graphs.ChangeAsync(context, graph, new("", []) { Map = GraphJson.Write(map) }, mustExist: false);
        var stored = Report(OverviewReport.Create(map), reply, graph.Value, read.Name);
        return reply.Version == 1 ? TypedResults.Created($"/v1/graphs/{Uri.EscapeDataString(graph.Value)}", stored) : TypedResults.Ok(stored);
    }

    // The name of a map that says none; errors begin with it.
    private const string BodyName = "body";

    private static GraphStored Report(OverviewReport came, EditReply reply, string id, string format) => new()
    {
        Id = id,
        Version = reply.Version,
        Repeated = reply.Status == EditStatus.Repeated ? true : null,
        Format = format,
        Name = came.Name,
        Title = came.Title,
        Arguments = came.Arguments,
        Attacks = came.Attacks,
        Undercuts = came.Undercuts,
        Supports = came.Supports,
        Motions = came.Motions,
        Skipped = came.Skipped,
        Speakers = came.Speakers,
    };

    private static Task<IResult> GetAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string format = "json", long? version = null,
        double seconds = GraphService.DefaultSeconds) =>
        graphs.WriteAsync(context, GraphService.ParseId(caller, id), new(format, MapView.Whole, version), seconds);

    private static async Task<GraphChanged> PatchAsync(HttpContext context, GraphService graphs, Caller caller, string id)
    {
        var graph = GraphService.ParseId(caller, id);
        var patch = await JsonBody.ReadAsync<GraphPatch>(context);
        if (patch.Edits.Count == 0) throw new InputException("edits: there must be one or more");
        var reply = await graphs.ChangeAsync(context, graph, new("", [.. patch.ToEdits()]) { Field = "edits" }, mustExist: true);
        return new(graph.Value, reply.Version, reply.Status == EditStatus.Repeated ? true : null);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, GraphService graphs, Caller caller, string id)
    {
        await graphs.ChangeAsync(context, GraphService.ParseId(caller, id), new("", []) { Removes = true }, mustExist: true);
        context.Response.Headers.ETag = default;
        return TypedResults.NoContent();
    }

    private static Task<IResult> OverviewAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new OverviewInquiry(), seconds);

    private static Task<IResult> AcceptanceAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string argument, string semantics = "preferred",
        bool sceptical = false, string support = "none", double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(
            context, GraphService.ParseId(caller, id), new AcceptanceInquiry(argument, semantics, sceptical, support), seconds);

    private static Task<IResult> ExtensionsAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string semantics = "preferred", string support = "none",
        int limit = DefaultExtensions, double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id),
            new ExtensionsInquiry(semantics, support, CheckLimit(limit, MaxExtensions)), seconds);

    private static Task<IResult> StrengthAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string? semantics = null, string? argument = null,
        double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new StrengthInquiry(semantics, argument), seconds);

    private static Task<IResult> ExplanationAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string argument, string semantics = "preferred",
        bool sceptical = false, string support = "none", int limit = 5, double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id),
            new ExplanationInquiry(argument, semantics, sceptical, support, CheckLimit(limit, MaxListed)), seconds);

    private static async Task<IResult> ContestAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, bool graph = false, double seconds = GraphService.DefaultSeconds)
    {
        var contested = GraphService.ParseId(caller, id);
        var contest = await JsonBody.ReadAsync<GraphContest>(context);
        var edits = new GraphPatch { Edits = contest.Edits }.ToEdits();
        return await graphs.InquireAsync(context, contested, new ContestInquiry(edits, contest.Semantics, graph), seconds);
    }

    private static Task<IResult> DifferenceAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, long from, long? to = null,
        double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new DifferenceInquiry(from, to), seconds);

    private static Task<IResult> PictureAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, string? focus = null, int? around = null, int? depth = null,
        string layout = "auto", string? strengths = null, bool accepted = false, double seconds = GraphService.DefaultSeconds)
    {
        if (around is not null && focus is null) throw new ValidationError("around", $"{around}", "needs focus=ID").ToException("");
        if (around < 0) throw new ValidationError("around", $"{around}", "must be 0 or more").ToException("");
        if (depth < 0) throw new ValidationError("depth", $"{depth}", "must be 0 or more").ToException("");
        var view = new MapView
        {
            Focus = focus, Around = around ?? 2, Depth = depth, Strengths = strengths, Accepted = accepted,
            Shape = layout switch
            {
                "auto" => PictureShape.Auto,
                "layered" => PictureShape.Layered,
                "tree" => PictureShape.Tree,
                _ => throw new ValidationError("layout", layout, "must be auto, layered or tree").ToException(""),
            },
        };
        return graphs.WriteAsync(context, GraphService.ParseId(caller, id), new("svg", view), seconds);
    }

    private static Task<IResult> PageAsync(
        HttpContext context, GraphService graphs, Caller caller, string id, int? depth = null, double seconds = GraphService.DefaultSeconds) =>
        graphs.WriteAsync(context, GraphService.ParseId(caller, id), new("html", MapView.Whole with
        {
            Depth = depth is null or >= 0 ? depth : throw new ValidationError("depth", $"{depth}", "must be 0 or more").ToException(""),
        }), seconds);

    private static int CheckLimit(int limit, int most) => limit >= 1 && limit <= most ? limit
        : throw new ValidationError("limit", $"{limit}", $"must be a whole number from 1 to {most}").ToException("");
}

/// <summary>A page of the list of graphs.</summary>
/// <param name="Items">The graphs.</param>
/// <param name="Next">The cursor of the next page; absent where this is the last.</param>
public sealed record GraphList(IReadOnlyList<GraphListing> Items, string? Next);
