using System.Text;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Silo.Web.OpenApi;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Specifications;

/// <summary>
/// Tournaments and evaluations by specification, in YAML or JSON: planned here as the tool plans them, from what stands in the body and
/// from the server's library, never from a file that a request names. Everything after the start goes by the run's id.
/// </summary>
internal static class SpecificationEndpoints
{
    private const int MaxDepth = 64;
    private static readonly string[] OtherTypes = ["application/yaml", "application/x-yaml", "text/yaml"];

    /// <summary>Maps the endpoints.</summary>
    public static void MapSpecifications(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/tournaments", StartTournamentAsync).Needs(AccessScopes.Run)
            .WithName("startTournament").WithTags("tournaments").WithSummary("Starts a tournament from its specification, in YAML or JSON.")
            .WithDescription("The specification is that of 'debate tournament run'. Its maps or questions stand in it, or are in the server's library.")
            .Accepts<TournamentBody>("application/json", OtherTypes).Produces<RunSummary>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity).TakesIdempotencyKey()
            .WithExample("/v1/tournaments", """
                name: cars
                source:
                  maps:
                    cars.yaml:
                      arguments:
                        - { id: ban, text: Cars should be banned from the centre. }
                        - { id: air, text: The air is bad., supports: [ban] }
                        - { id: trade, text: Shops would lose trade., attacks: [ban] }
                        - { id: walk, text: People who walk buy more., attacks: [trade] }
                protocol: evidence
                options: { reveals: 0.5 }
                debaters: [random, greedy]
                """, "application/yaml");
        app.MapPost("/v1/evaluations", StartEvaluationAsync).Needs(AccessScopes.Run)
            .WithName("startEvaluation").WithTags("evaluations").WithSummary("Starts an evaluation of protocols on questions, in YAML or JSON.")
            .WithDescription("The fields are the options of 'debate eval'. The questions stand in it, or are in the server's library.")
            .Accepts<EvaluationRequest>("application/json", OtherTypes).Produces<RunSummary>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity).TakesIdempotencyKey()
            .WithExample("/v1/evaluations", """{"questions": [{"question": "How many legs have three spiders?", "answer": "24"}], "protocols": ["mad", "self-consistency"], "model": "sim"}""");
    }

    private static async Task<IResult> StartTournamentAsync(
        HttpContext context, RunService service, Caller caller, SpecificationFactory specifications, CallerQuotas quotas)
    {
        var key = IdempotencyKey.ReadHeader(context);
        var definition = specifications.CreateTournament(await ReadTextAsync(context), key, caller.Tenant);
        return await StartAsync(service, caller, quotas, definition, isSeedGiven: true);
    }

    private static async Task<IResult> StartEvaluationAsync(
        HttpContext context, RunService service, Caller caller, SpecificationFactory specifications, CallerQuotas quotas)
    {
        EvaluationRequest request;
        if (context.Request.HasJsonContentType()) request = await JsonBody.ReadAsync<EvaluationRequest>(context);
        else
        {
            var yaml = YamlSource.ReadRoot(await ReadTextAsync(context), "body", allowsAliases: false);
            using var json = JsonDocument.Parse(YamlJson.Convert(yaml)?.ToJsonString() ?? "null");
            request = JsonBody.Read<EvaluationRequest>(json.RootElement);
        }
        request = request with { IdempotencyKey = IdempotencyKey.ReadHeaderOrField(context, "idempotencyKey", request.IdempotencyKey) };
        var definition = specifications.CreateEvaluation(request, caller.Tenant);
        return await StartAsync(service, caller, quotas, definition, isSeedGiven: request.Seed is not null || request.IdempotencyKey is not null);
    }

    private static async Task<IResult> StartAsync(
        RunService service, Caller caller, CallerQuotas quotas, RunDefinition definition, bool isSeedGiven) =>
        RunEndpoints.ToAccepted(await quotas.OpenRunAsync(caller, definition.Id, () => service.StartAsync(definition, isSeedGiven)));

    private static async Task<string> ReadTextAsync(HttpContext context)
    {
        var bodies = context.RequestServices.GetRequiredService<RequestBodies>();
        using var body = await bodies.ReceiveAsync(context);
        if (body.Length == 0) throw new InputException("body: it must be a specification, and there is none");
        if (context.Request.HasJsonContentType()) JsonScan.Validate(body.Bytes.Span, MaxDepth, bodies.Limits);
        return Encoding.UTF8.GetString(body.Bytes.Span);
    }
}

/// <summary>The body of POST /v1/tournaments; its schema is in by-hand.json, as its reader is the tool's and takes YAML.</summary>
internal sealed record TournamentBody;
