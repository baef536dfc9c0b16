using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Silo.Web.OpenApi;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// What is read of a run beside its entries: reports, standings and results, and their rows in pages. All of it follows from the run's own
/// journal.
/// </summary>
internal static class RunReads
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/runs/{id}", ReportAsync).Needs(AccessScopes.Read)
            .WithName("getRun").WithTags("runs").WithSummary("A run's report: how it stands or ended, its transcript, its usage.")
            .Produces<RunReport>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound)
            .TakesHeader("If-None-Match", "The ETag of a report that the caller has; 304 where it is still that one.")
            .WithExample("/v1/runs/{id}");
        app.MapGet("/v1/runs/{id}/summary", (RunService service, Caller caller, string id) => service.FindAsync(caller.ParseId(id)))
            .Needs(AccessScopes.Read).WithName("getRunSummary").WithTags("runs").WithSummary("A run's line of the index.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample("/v1/runs/{id}/summary");
        app.MapGet("/v1/runs/{id}/standings", StandingsAsync).Needs(AccessScopes.Read)
            .WithName("getStandings").WithTags("tournaments").WithSummary("The report of a tournament, also while it runs.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/v1/runs/{id}/games", GamesAsync).Needs(AccessScopes.Read)
            .WithName("listGames").WithTags("tournaments").WithSummary("The debates of a tournament that were played, in playing order.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/v1/runs/{id}/results", ResultsAsync).Needs(AccessScopes.Read)
            .WithName("getResults").WithTags("evaluations").WithSummary("The results of an evaluation, also while it runs.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/v1/runs/{id}/questions", QuestionsAsync).Needs(AccessScopes.Read)
            .WithName("listQuestions").WithTags("evaluations").WithSummary("The rows of an evaluation: a question under a protocol each.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ReportAsync(HttpContext context, RunService service, Caller caller, IJournal journal, string id)
    {
        var run = await service.FindAsync(caller.ParseId(id));
        // While it runs, its children's usage counts too, and changes without an entry of its own.
        if (run.Status == RunStatus.Running || await journal.FindLastAsync(run.Id) is not { } last)
            return TypedResults.Ok(await service.ReportAsync(run));
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{last.Sequence}-{StatusWord.Format(run.Status)}\"");
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(known => known == "*" || known == tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await service.ReportAsync(run));
    }

    private static async Task<TournamentReport> StandingsAsync(RunService service, Caller caller, IJournal journal, string id)
    {
        var (summary, run) = await ReadAsync(service, caller, journal, id, Tournament.Descriptor.Kind);
        var skipped = StoredConfiguration.FromDefinition(run.Definition).GetTournament().Skipped;
        var usage = run.Completion?.Usage ?? await RunTree.MeasureUsageAsync(journal, summary);
        return TournamentReport.FromJournal([.. run.Entries.Select(e => e.Body)], skipped, usage, summary.Status == RunStatus.Running);
    }

    private static async Task<Page<GameRecord>> GamesAsync(
        RunService service, Caller caller, IJournal journal, string id,
        [Range(1, PageLimit.Max), Description("The most items of the page.")] int limit = PageLimit.Default,
        [Description("The 'next' of the page before.")] string? cursor = null)
    {
        var (summary, run) = await ReadAsync(service, caller, journal, id, Tournament.Descriptor.Kind);
        return CutBehind(
            GameRecord.FromJournal([.. run.Entries.Select(e => e.Body)]), game => game.Debate, _ => true, $"games {summary.Id}", limit, cursor);
    }

    private static async Task<EvaluationReport> ResultsAsync(RunService service, Caller caller, IJournal journal, string id)
    {
        var (summary, run) = await ReadAsync(service, caller, journal, id, Evaluation.Descriptor.Kind);
        var usage = run.Completion?.Usage ?? await RunTree.MeasureUsageAsync(journal, summary);
        return EvaluationReport.FromJournal([.. run.Entries.Select(e => e.Body)], usage, summary.Status == RunStatus.Running);
    }

    private static async Task<Page<EvaluationRow>> QuestionsAsync(
        RunService service, Caller caller, IJournal journal, string id,
        [Words("right", "wrong", "unread", "cut", "empty", "refused", "failed", "open", Several = true),
            Description("Only rows of these statuses, with commas between several.")] string? status = null,
        [Range(1, PageLimit.Max), Description("The most items of the page.")] int limit = PageLimit.Default,
        [Description("The 'next' of the page before.")] string? cursor = null)
    {
        var (summary, run) = await ReadAsync(service, caller, journal, id, Evaluation.Descriptor.Kind);
        var words = status?.Split(',') ?? [];
        var rows = EvaluationRow.FromJournal([.. run.Entries.Select(e => e.Body)], summary.Status == RunStatus.Running);
        return CutBehind(
            [.. rows], row => row.Id, row => words.Length == 0 || words.Contains(EvaluationRow.Format(row.Status)),
            $"questions {summary.Id} {status}", limit, cursor);
    }

    private static async Task<(RunSummary Summary, RunRecord Run)> ReadAsync(
        RunService service, Caller caller, IJournal journal, string id, string kind)
    {
        var summary = await service.FindAsync(caller.ParseId(id));
        var run = await RunTree.ReadAsync(journal, summary.Id);
        return run.Definition.Kind == kind ? (summary, run)
            : throw new InputException($"id '{summary.Id}': it is a {run.Definition.Kind}, not {(kind[0] == 'e' ? "an" : "a")} {kind}");
    }

    // Between two pages items may come, and come to be meant: the place is that of the last item among all of them.
    private static Page<T> CutBehind<T>(
        IReadOnlyList<T> all, Func<T, string> key, Func<T, bool> isMeant, string list, int limit, string? cursor)
    {
        var behind = 0;
        if (cursor is not null)
        {
            var place = Cursor.Read(list, cursor, 1)[0];
            behind = 1 + all.Select(key).ToList().IndexOf(place);
            if (behind == 0) throw new ValidationError("cursor", cursor, "must be the 'next' of a page of this list").ToException("");
        }
        return Page<T>.Cut([.. all.Skip(behind).Where(isMeant).Take(limit + 1)], limit, item => Cursor.Write(list, key(item)));
    }
}
