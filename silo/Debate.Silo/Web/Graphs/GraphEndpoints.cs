using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Graphs;
using Debate.Hosting;
using Debate.Silo.Web.Runs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Debate.Silo.Web.Graphs;

/// <summary>
/// Argument graphs over HTTP: put, read and edit them, ask what can be accepted, how strong arguments are and why, and watch them change.
/// A graph's version is its entity tag. A graph has the id that its caller gives it; under the id of a run there is the graph of that run.
/// </summary>
internal static class GraphEndpoints
{
    private const int MaxDepth = 64, DefaultExtensions = 100, MaxExtensions = 10_000, MaxSets = 1000;
    private const string Json = "application/json";
    private const string MaxLong = "9223372036854775807", ListName = "graphs";
    private const string Seconds = "The most seconds that it may take; what was not decided then has the status unknown.";
    private const string KnownTag = "Versions in quotes that the caller has: 304 where one of them is the current one.";
    private const string Expected = "The version in quotes, such as \"3\", that the graph must have; * for any.";
    private const string Argument = "The id of the argument.", Semantics = "The semantics, by name or code.";
    private const string Sceptical = "Whether it must be in every extension, and not only in some.";
    private const string Support = "What supports mean: nothing, that the conclusion needs the premises, or that the premises entail it.";

    /// <summary>Adds the services of the endpoints.</summary>
    public static IServiceCollection AddGraphs(this IServiceCollection services) => services.AddSingleton<GraphService>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapGraphs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/graphs", ListAsync).Describe("listGraphs", "The graphs, the newest first.");
        app.MapPut("/v1/graphs/{id}", PutAsync).Describe("putGraph", "Puts a map in any of its formats, in the place of the one before.",
                AccessScopes.Run)
            .Accepts<JsonObject>(Json, GraphTypes.Accepted[1..]).AddOpenApiOperationTransformer(DescribeTextsAsync)
            .Produces<GraphStored>().Produces<GraphStored>(201)
            .ProducesProblem(412).ProducesProblem(413).ProducesProblem(422).TakesIdempotencyKey().TakesHeader("If-Match", Expected)
            .TakesHeader("If-None-Match", "*: only where there is no graph of that id.");
        app.MapGet("/v1/graphs/{id}", GetAsync).Describe("getGraph", "The graph in a format; a picture or a page too.")
            .Produces<JsonObject>(200, Json, "application/yaml", "text/plain", "text/vnd.graphviz", "image/svg+xml", "text/html")
            .Produces(304).AddOpenApiOperationTransformer(DescribeTextsAsync)
            .TakesHeader("If-None-Match", KnownTag).ProducesProblem(404);
        app.MapPatch("/v1/graphs/{id}", PatchAsync).Describe("editGraph", "Edits the graph, all or none; with If-Match only that version.",
                AccessScopes.Run)
            .Accepts<GraphPatch>("application/json").Produces<GraphChanged>().ProducesProblem(404).ProducesProblem(412).ProducesProblem(422)
            .TakesIdempotencyKey().TakesHeader("If-Match", Expected);
        app.MapDelete("/v1/graphs/{id}", DeleteAsync).Describe("deleteGraph", "Removes the graph.", AccessScopes.Run)
            .Produces(204).ProducesProblem(404).ProducesProblem(412).TakesIdempotencyKey().TakesHeader("If-Match", Expected);
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
        app.MapGet("/v1/graphs/{id}/events", GraphEventStream.FollowAsync).WithMetadata(new AcceptsEventsToken(EventsTokens.Graphs))
            .Describe("followGraph", "The changes of the graph as server-sent events, numbered by version.")
            .WithDescription("Each event's name is the kind of a change, its id the version that the change made; "
                + "a comment comes every 15 seconds.")
            .Produces<GraphEvent>(200, "text/event-stream").ProducesProblem(404);
        app.MapPost("/v1/graphs/{id}/events-token", CreateEventsTokenAsync)
            .Describe("createGraphEventsToken", "A token by which a page follows the graph: what opens a stream in a browser sends no header.")
            .Produces<EventsToken>().ProducesProblem(404);
    }

    private static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder operation, string name, string summary, AccessScopes scope = AccessScopes.Read) =>
        operation.Needs(scope).WithName(name).WithTags("graphs").WithSummary(summary).ProducesProblem(400);

    private static async Task<EventsToken> CreateEventsTokenAsync(GraphService graphs, Caller caller, TimeProvider clock, string id)
    {
        var graph = GraphService.ParseId(caller, id);
        await graphs.FindVersionAsync(graph);
        return EventsTokens.Create(EventsTokens.Graphs, graph, caller, clock);
    }

    // Of the types of a body, JSON alone is an object.
    private static Task DescribeTextsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var bodies = (operation.Responses ?? []).Where(response => response.Key == "200").Select(response => response.Value.Content)
            .Append(context.Description.HttpMethod == HttpMethods.Put ? operation.RequestBody?.Content : null);
        foreach (var (type, media) in bodies.SelectMany(content => content ?? new Dictionary<string, OpenApiMediaType>()))
            if (type != Json) media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        return Task.CompletedTask;
    }

    private static async Task<Page<GraphListing>> ListAsync(
        Caller caller, IJournal journal,
        [Range(1, PageLimit.Max), Description("The most items of the page.")] int limit = PageLimit.Default,
        [Description("The 'next' of the page before.")] string? cursor = null)
    {
        var query = GraphRuns.SelectAll(caller.Tenant) with { Limit = limit + 1 };
        if (cursor is not null) query = query with { Behind = ReadPlace(cursor, caller.Tenant) };
        return Page<GraphListing>.Cut([.. (await journal.ListAsync(query)).Select(ToListing)], limit, graph => Cursor.Write(
            ListName, graph.Created.UtcTicks.ToString(CultureInfo.InvariantCulture), graph.Id));
    }

    private static RunPlace ReadPlace(string cursor, Tenant tenant)
    {
        var place = Cursor.Read(ListName, cursor, 2);
        return long.TryParse(place[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new(new(ticks, TimeSpan.Zero), GraphRuns.GetId(DeliberationId.Parse(place[1]) with { Tenant = tenant }))
            : throw new ValidationError("cursor", cursor, "must be the 'next' of a page of this list").ToException("");
    }

    private static GraphListing ToListing(RunSummary line) => new(
        GraphRuns.GetGraph(line.Id).Value, line.Name, line.Graph!.Version, line.Graph.Arguments, line.Graph.Inferences, line.Graph.Attacks,
        line.Started, line.Finished ?? line.Started);

    private static async Task<IResult> PutAsync(
        HttpContext context, GraphService graphs, RequestBodies bodies, Caller caller, string id,
        [Description("The format of the body; what its type says where it is not given.")] string? format = null,
        [Words("ignored", "merged"), Description("AIF: whether statements that rephrase each other stay apart or are one argument.")]
        string rephrases = "ignored")
    {
        var graph = GraphService.ParseId(caller, id);
        var read = GraphTypes.GetRead(format, context.Request.ContentType);
        ArgumentMap map;
        using (var body = await bodies.ReceiveAsync(context))
        {
            if (body.Length == 0) throw new InputException("body: it must be a map, and there is none");
            if (read.Extensions.Contains(".json")) JsonScan.Validate(body.Bytes.Span, MaxDepth, bodies.Limits);
            var aif = new AifOptions(Enum.Parse<Rephrase>(rephrases, ignoreCase: true));
            map = read.Read!(BodyName, Encoding.UTF8.GetString(body.Bytes.Span), aif);
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
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description("The format, as debate graph export has them.")] string format = "json",
        [Range(typeof(long), "0", MaxLong), Description("The version; the current one where it is not given.")] long? version = null,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
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
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new OverviewInquiry(), seconds);

    private static Task<IResult> AcceptanceAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description(Argument)] string argument,
        [Description(Semantics)] string semantics = "preferred",
        [Description(Sceptical)] bool sceptical = false,
        [Words("none", "necessary", "deductive"), Description(Support)] string support = "none",
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(
            context, GraphService.ParseId(caller, id), new AcceptanceInquiry(argument, semantics, sceptical, support), seconds);

    private static Task<IResult> ExtensionsAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description(Semantics)] string semantics = "preferred",
        [Words("none", "necessary", "deductive"), Description(Support)] string support = "none",
        [Range(1, MaxExtensions), Description("The most extensions that are listed.")] int limit = DefaultExtensions,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id),
            new ExtensionsInquiry(semantics, support, limit), seconds);

    private static Task<IResult> StrengthAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description("The gradual semantics; df-quad where it is not given.")] string? semantics = null,
        [Description("One argument alone, with all that changes its strength.")] string? argument = null,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new StrengthInquiry(semantics, argument), seconds);

    private static Task<IResult> ExplanationAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description(Argument)] string argument,
        [Description(Semantics)] string semantics = "preferred",
        [Description(Sceptical)] bool sceptical = false,
        [Words("none", "necessary", "deductive"), Description(Support)] string support = "none",
        [Range(1, MaxSets), Description("The most sets of each sort.")] int limit = 5,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id),
            new ExplanationInquiry(argument, semantics, sceptical, support, limit), seconds);

    private static async Task<IResult> ContestAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description("Whether the contested map is sent too.")] bool graph = false,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds)
    {
        var contested = GraphService.ParseId(caller, id);
        var contest = await JsonBody.ReadAsync<GraphContest>(context);
        var edits = new GraphPatch { Edits = contest.Edits }.ToEdits();
        return await graphs.InquireAsync(context, contested, new ContestInquiry(edits, contest.Semantics, graph), seconds);
    }

    private static Task<IResult> DifferenceAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Range(typeof(long), "0", MaxLong), Description("The first version.")] long from,
        [Range(typeof(long), "0", MaxLong), Description("The second version; the current one where it is not given.")] long? to = null,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.InquireAsync(context, GraphService.ParseId(caller, id), new DifferenceInquiry(from, to), seconds);

    private static Task<IResult> PictureAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Description("Only what is near this argument.")] string? focus = null,
        [Range(0, int.MaxValue), Description("How many steps are near; it needs focus.")] int? around = null,
        [Range(0, int.MaxValue), Description("How many levels below the claims are unfolded.")] int? depth = null,
        [Words("auto", "layered", "tree"), Description("How it is laid out.")] string layout = "auto",
        [Description("Shows strengths under this gradual semantics.")] string? strengths = null,
        [Description("Whether it shows what is accepted under grounded semantics.")] bool accepted = false,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds)
    {
        if (around is not null && focus is null) throw new ValidationError("around", $"{around}", "needs focus=ID").ToException("");
        var view = new MapView
        {
            Focus = focus, Around = around ?? 2, Depth = depth, Strengths = strengths, Accepted = accepted,
            Shape = Enum.Parse<PictureShape>(layout, ignoreCase: true),
        };
        return graphs.WriteAsync(context, GraphService.ParseId(caller, id), new("svg", view), seconds);
    }

    private static Task<IResult> PageAsync(
        HttpContext context, GraphService graphs, Caller caller, string id,
        [Range(0, int.MaxValue), Description("How many levels below the claims are unfolded.")] int? depth = null,
        [Description(Seconds)] double seconds = GraphService.DefaultSeconds) =>
        graphs.WriteAsync(context, GraphService.ParseId(caller, id), new("html", MapView.Whole with { Depth = depth }), seconds);
}
