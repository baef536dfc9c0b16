using System.Net.Mime;
using System.Text;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Tournaments.Protocols;
using Debate.Tournaments;

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
        app.MapGet("/v1/hosts", (ServerOptions options) => TypedResults.Text(options.Models.ToJson(), MediaTypeNames.Application.Json))
            .Needs(AccessScopes.Read);
        app.MapGet("/v1/runs", ListAsync).Needs(AccessScopes.Read);
        app.MapPost("/v1/runs", StartAsync).Needs(AccessScopes.Run);
        app.MapPut("/v1/runs/{id}", PutAsync).Needs(AccessScopes.Run);
        app.MapGet("/v1/runs/{id}", (RunService service, Caller caller, string id) => service.ReportAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Read);
        app.MapGet("/v1/runs/{id}/summary", (RunService service, Caller caller, string id) => service.FindAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Read);
        app.MapGet("/v1/runs/{id}/entries", EntriesAsync).Needs(AccessScopes.Read);
        app.MapGet("/v1/runs/{id}/events", RunEventStream.FollowAsync).Needs(AccessScopes.Read);
        app.MapGet("/v1/runs/{id}/standings", StandingsEndpoint.GetAsync).Needs(AccessScopes.Read);
        app.MapPost("/v1/runs/{id}/cancel", (RunService service, Caller caller, string id) => service.CancelAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Run);
        app.MapPost("/v1/runs/{id}/pause", (RunService service, Caller caller, string id) => service.PauseAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Run);
        app.MapPost("/v1/runs/{id}/join", JoinAsync).Needs(AccessScopes.Run);
        app.MapPost("/v1/runs/{id}/withdraw", WithdrawAsync).Needs(AccessScopes.Run);
        app.MapPost("/v1/runs/{id}/resume", ResumeAsync).Needs(AccessScopes.Run);
    }

    private static async Task<IResult> ListAsync(
        RunService service, Caller caller, bool children = false, bool unfinished = false, string? under = null)
    {
        var query = new RunQuery(children, unfinished, under is null ? null : caller.ParseId(under)) { Tenant = caller.Tenant };
        return TypedResults.Ok(new { items = await service.ListAsync(query) });
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

    private static IResult ToAccepted(RunSummary run) => TypedResults.Accepted($"/v1/runs/{run.Id}", run);

    private static async Task<IResult> EntriesAsync(
        RunService service, Caller caller, IJournal journal, string id, long from = 0, int count = int.MaxValue)
    {
        if (from < 0) throw new InputException($"from {from}: it must be at least 0");
        if (count < 0) throw new InputException($"count {count}: it must be at least 0");
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

/// <summary>The endpoint of a tournament's standings, also while it runs.</summary>
internal static class StandingsEndpoint
{
    /// <summary>The report of a tournament; 400 for a run of another kind.</summary>
    public static async Task<TournamentReport> GetAsync(RunService service, Caller caller, IJournal journal, string id)
    {
        var summary = await service.FindAsync(caller.ParseId(id));
        var run = await RunTree.ReadAsync(journal, summary.Id);
        if (run.Definition.Kind != Tournament.Descriptor.Kind)
            throw new InputException($"id '{summary.Id}': it is a {run.Definition.Kind}, not a tournament");
        var skipped = StoredConfiguration.FromDefinition(run.Definition).GetTournament().Skipped;
        var usage = run.Completion?.Usage ?? await RunTree.MeasureUsageAsync(journal, summary);
        return TournamentReport.FromJournal([.. run.Entries.Select(e => e.Body)], skipped, usage, summary.Status == RunStatus.Running);
    }
}
