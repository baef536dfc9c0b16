using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Silo.Web.OpenApi;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// Runs over HTTP. A child's id has its slashes written as %2F. <c>POST /v1/runs</c> starts a debate (Idempotency-Key: the same key, the
/// same run), <c>PUT /v1/runs/ID</c> any run from its full definition; both return when the start is recorded, without waiting for a model.
/// </summary>
internal static class RunEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/runs", ListAsync).Needs(AccessScopes.Read)
            .WithName("listRuns").WithTags("runs").WithSummary("Runs, newest first, in pages.")
            .WithExample("/v1/runs?status=finished&limit=10");
        app.MapPost("/v1/runs", StartAsync).Needs(AccessScopes.Run)
            .WithName("startRun").WithTags("runs").WithSummary("Starts a debate; returns when its start is recorded.")
            .Accepts<RunRequest>("application/json").Produces<RunSummary>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity).TakesIdempotencyKey()
            .WithExample("/v1/runs", """
                {
                  "question": "What is heavier, a kilogram of feathers or a pound of iron?", "answers": ["feathers"],
                  "protocol": "mad", "model": "sim", "options": {"rounds": 2}
                }
                """);
        app.MapPut("/v1/runs/{id}", PutAsync).Needs(AccessScopes.Run)
            .WithName("putRun").WithTags("runs").WithSummary("Starts a run from its whole definition, as the tool writes it.")
            .Accepts<RunDefinition>("application/json").Produces<RunSummary>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        app.MapDelete("/v1/runs/{id}", DeleteAsync).Needs(AccessScopes.Run)
            .WithName("deleteRun").WithTags("runs").WithSummary("Removes a run for good, with all its children; one that runs is refused.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        RunReads.Map(app);
        app.MapGet("/v1/runs/{id}/entries", EntriesAsync).Needs(AccessScopes.Read)
            .WithName("listEntries").WithTags("runs").WithSummary("Entries of a run's journal, one a line.")
            .Produces<EntryLine>(StatusCodes.Status200OK, "application/jsonl").ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample("/v1/runs/{id}/entries?from=0&count=10");
        app.MapGet("/v1/runs/{id}/events", RunEventStream.FollowAsync).Needs(AccessScopes.Read)
            .WithMetadata(new AcceptsEventsToken(EventsTokens.Runs))
            .WithName("followRun").WithTags("runs").WithSummary("A run's entries as server-sent events, to its end.")
            .WithDescription("Each event's name is the kind of an entry, its id the entry's number, its data the entry as one line of JSON; "
                + "the last event is named end and its data is the run's summary. A comment comes every 15 seconds.")
            .Produces<RunEvent>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPost("/v1/runs/{id}/events-token", EventsTokens.CreateAsync).Needs(AccessScopes.Read)
            .WithName("createEventsToken").WithTags("runs")
            .WithSummary("A token by which a page follows one run: what opens a stream in a browser sends no header.")
            .Produces<EventsToken>().ProducesProblem(StatusCodes.Status404NotFound).WithExample("/v1/runs/{id}/events-token");
        app.MapPost("/v1/runs/{id}/cancel", (RunService service, Caller caller, string id) => service.CancelAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Run).WithName("cancelRun").WithTags("runs").WithSummary("Cancels a run; one that has ended stays as it is.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample("/v1/runs/{id}/cancel");
        app.MapPost("/v1/runs/{id}/pause", (RunService service, Caller caller, string id) => service.PauseAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Run).WithName("pauseRun").WithTags("runs").WithSummary("Pauses a run, which goes on when it is resumed.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample("/v1/runs/{id}/pause");
        app.MapPost("/v1/runs/{id}/resume", ResumeAsync).Needs(AccessScopes.Run)
            .WithName("resumeRun").WithTags("runs").WithSummary("Goes on with a run, with a new budget if one is given.")
            .Accepts<Budget>(isOptional: true, "application/json").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        app.MapPost("/v1/runs/{id}/join", JoinAsync).Needs(AccessScopes.Run)
            .WithName("joinTournament").WithTags("tournaments").WithSummary("Adds debaters to a tournament that stands still, and resumes it.")
            .Accepts<SeatsJoined>("application/json").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        app.MapPost("/v1/runs/{id}/withdraw", WithdrawAsync).Needs(AccessScopes.Run)
            .WithName("withdrawFromTournament").WithTags("tournaments")
            .WithSummary("Takes debaters out of a tournament that stands still, and resumes it.")
            .Accepts<SeatsWithdrawn>("application/json").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Page<RunSummary>> ListAsync(
        RunList list, Caller caller,
        [Description("Children of tournaments and evaluations too.")] bool children = false,
        [Description("Only runs without a verdict.")] bool unfinished = false,
        [Description("Only this run and its descendants.")] string? under = null,
        [Words("running", "finished", "interrupted", "failed", "out-of-budget", "cancelled", "damaged", Several = true),
            Description("Only runs of these statuses, with commas between several.")] string? status = null,
        [Words("debate", "tournament", "evaluation", "study", "reward", Several = true),
            Description("Only runs of these kinds, with commas between several.")] string? kind = null,
        [Description("Only runs of this protocol.")] string? protocol = null,
        [Description("Only runs in which this model has a seat.")] string? model = null,
        [Description("Only runs whose name or id contains this, in whatever case.")] string? search = null,
        [Description("Only runs that started then or later: a time, or a duration before now (90m, 2d).")] string? since = null,
        [Description("Only runs that started before then: a time, or a duration before now.")] string? until = null,
        [Range(1, PageLimit.Max), Description("The most items of the page.")] int limit = PageLimit.Default,
        [Description("The 'next' of the page before.")] string? cursor = null)
    {
        var (first, last) = list.ReadTimes(since, until);
        return await list.ReadAsync(
            new(children, unfinished, under is null ? null : caller.ParseId(under)) { Tenant = caller.Tenant, Since = first, Until = last },
            new(status, kind, protocol, model, search), limit, cursor);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, RunService service, Caller caller, RunDefinitionFactory definitions, CallerQuotas quotas)
    {
        var request = await RunRequest.ReadAsync(context);
        var definition = definitions.Create(request, caller.Tenant);
        return ToAccepted(await quotas.OpenRunAsync(caller, definition.Id,
            () => service.StartAsync(definition, isSeedGiven: request.Seed is not null)));
    }

    private static async Task<IResult> PutAsync(HttpContext context, RunService service, Caller caller, CallerQuotas quotas, string id)
    {
        var definition = await JsonBody.ReadAsync<RunDefinition>(context);
        var own = caller.ParseId(id);
        if (definition.Id.Value != own.Value) throw new InputException($"id '{definition.Id}': it must be the id of the path, {own}");
        return ToAccepted(await quotas.OpenRunAsync(caller, own, () => service.StartAsync(definition with { Id = own }, isSeedGiven: true)));
    }

    private static async Task<IResult> DeleteAsync(RunRemover remover, Caller caller, string id)
    {
        await remover.RemoveAsync(caller.ParseId(id));
        return TypedResults.NoContent();
    }

    private static async Task<RunSummary> JoinAsync(
        HttpContext context, RunService service, Caller caller, CallerQuotas quotas, string id)
    {
        var (run, joined) = (caller.ParseId(id), await JsonBody.ReadAsync<SeatsJoined>(context));
        return await quotas.OpenRunAsync(caller, run, () => service.JoinAsync(run, joined));
    }

    private static async Task<RunSummary> WithdrawAsync(
        HttpContext context, RunService service, Caller caller, CallerQuotas quotas, string id)
    {
        var (run, withdrawn) = (caller.ParseId(id), await JsonBody.ReadAsync<SeatsWithdrawn>(context));
        return await quotas.OpenRunAsync(caller, run, () => service.WithdrawAsync(run, withdrawn));
    }

    private static async Task<RunSummary> ResumeAsync(
        HttpContext context, RunService service, Caller caller, CallerQuotas quotas, string id)
    {
        var (run, budget) = (caller.ParseId(id), await JsonBody.ReadOrNullAsync<Budget>(context));
        return await quotas.OpenRunAsync(caller, run, () => service.ResumeAsync(run, budget));
    }

    /// <summary>The response to what started a run.</summary>
    public static IResult ToAccepted(RunSummary run) => TypedResults.Accepted($"/v1/runs/{run.Id}", run);

    private static async Task<IResult> EntriesAsync(
        RunService service, Caller caller, IJournal journal, string id,
        [Range(typeof(long), "0", "9223372036854775807"), Description("The number of the first entry.")] long from = 0,
        [Range(0, int.MaxValue), Description("The most entries; all where it is not given.")] int count = int.MaxValue)
    {
        var run = await service.FindAsync(caller.ParseId(id));
        var entries = await journal.ReadAsync(run.Id, from, count);
        return TypedResults.Stream(body => WriteEntriesAsync(body, run.Id, entries), "application/jsonl");
    }

    private static async Task WriteEntriesAsync(Stream body, DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        foreach (var entry in entries)
        {
            await writer.WriteAsync(JsonLines.FormatEntry(id, entry));
            await writer.WriteAsync('\n');
        }
    }
}
