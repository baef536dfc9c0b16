using System.Text.Json;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// The service behind the endpoints of runs: starts, finds, controls and reports them. Models are always the server's own, whatever a
/// caller sent.
/// </summary>
internal sealed class RunDesk(RootRuns roots, IJournal journal, ServerOptions options, TimeProvider clock)
{
    /// <summary>
    /// Starts a run, or returns its status if the same run was started before; 422 if another run has its id, 409 if another process drives
    /// it.
    /// </summary>
    public async Task<RunSummary> StartAsync(Snapshot asked)
    {
        var snapshot = Admitted(asked);
        if (await journal.FindAsync(snapshot.Id) is { } before)
            return Same(snapshot, (await RunTree.ReadAsync(journal, snapshot.Id)).Snapshot)
                ? await ToldAsync(before)
                : throw new HttpRefusal(StatusCodes.Status422UnprocessableEntity, $"id '{snapshot.Id}': another run has it; use another id or key");
        await roots.StartAsync(snapshot);
        return await FindAsync(snapshot.Id);
    }

    /// <summary>Resumes a run, with a new budget if one is given.</summary>
    public async Task<RunSummary> ResumeAsync(DeliberationId id, Budget? budget)
    {
        budget?.Checked("");
        var run = await FindAsync(id);
        if (!id.IsRoot) throw new InputException($"id '{id}': it belongs to {id.Root}, which can be resumed");
        if (run.Status is RunStatus.Finished or RunStatus.Running) return run;
        var (stored, known) = ((await RunTree.ReadAsync(journal, id)).Snapshot is var s ? s.Version : "", StampOf(s.Protocol));
        if (stored != known) throw new ReplayException($"{id} was started with {s.Protocol} {stored}; this is {known}. It can be read, not resumed.");
        await roots.ResumeAsync(id, budget);
        return await FindAsync(id);
    }

    /// <summary>Adds debaters to a tournament that is not running, and resumes it; 409 if it runs.</summary>
    public async Task<RunSummary> JoinAsync(DeliberationId id, Joined joined)
    {
        if ((await FindAsync(id)).Status == RunStatus.Running)
            throw new HttpRefusal(StatusCodes.Status409Conflict, $"id '{id}': it runs; pause it first, or wait for its end");
        var snapshot = (await RunTree.ReadAsync(journal, id)).Snapshot;
        Newcomers.Check(snapshot, joined.Seats);
        var configuration = StoredConfiguration.Of(snapshot) with { Models = options.Models };
        await journal.JoinAsync(id, joined with { Configuration = configuration.ToJson() }, clock);
        return await ResumeAsync(id, null);
    }

    /// <summary>Cancels a run; one that has ended stays as it is.</summary>
    public async Task<RunSummary> CancelAsync(DeliberationId id)
    {
        if ((await FindAsync(id)).Status == RunStatus.Running) await roots.CancelAsync(id.Root);
        return await FindAsync(id);
    }

    /// <summary>Pauses a run; one that does not run stays as it is.</summary>
    public async Task<RunSummary> PauseAsync(DeliberationId id)
    {
        if ((await FindAsync(id)).Status == RunStatus.Running) await roots.PauseAsync(id.Root);
        return await FindAsync(id);
    }

    /// <summary>The summary of a run; 404 if there is none.</summary>
    public async Task<RunSummary> FindAsync(DeliberationId id) => await journal.FindAsync(id) is { } run
        ? await ToldAsync(run)
        : throw new HttpRefusal(StatusCodes.Status404NotFound, $"id '{id}': there is no such run");

    /// <summary>The summaries that match a query, newest first, each with its usage so far.</summary>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var runs = new List<RunSummary>();
        foreach (var run in await journal.ListAsync(query))
            runs.Add(await ToldAsync(run) with { Usage = query.Children ? run.Usage : await RunTree.UsageAsync(journal, run) });
        return runs;
    }

    /// <summary>The report of a run; 404 if there is none.</summary>
    public async Task<RunReport> ReportAsync(DeliberationId id)
    {
        var summary = await FindAsync(id);
        var run = await RunTree.ReadAsync(journal, id);
        return RunReport.Of(run, summary.Status, run.End?.Usage ?? await RunTree.UsageAsync(journal, summary));
    }

    // The journal's status Running does not mean that the run is being driven; only the owners know. An owner writes how the run ended
    // before it releases it, so the index is read again before the run counts as interrupted.
    private async Task<RunSummary> ToldAsync(RunSummary run)
    {
        if (roots.IsTakenUp(run)) return run with { Status = RunStatus.Running };
        if (run.Status != RunStatus.Running || await roots.IsDrivenAsync(run.Id)) return run;
        var now = await journal.FindAsync(run.Id) ?? run;
        return now.Status == RunStatus.Running && !await roots.IsDrivenAsync(run.Id) ? now with { Status = RunStatus.Interrupted } : now;
    }

    private Snapshot Admitted(Snapshot asked)
    {
        RunIds.Given(asked.Id.Value, "id");
        asked.Budget.Checked("budget.");
        foreach (var seat in asked.Seats) seat.Sampling.Checked($"seats.{seat.Name}.sampling.");
        var known = StampOf(asked.Protocol);
        if (asked.Version != known) throw new InputException($"version '{asked.Version}': this server has {asked.Protocol} {known}");
        foreach (var seat in asked.Seats.Where(s => !External.Holds(s) && NeedsModel(asked, s))) options.Models.Find(seat.Model);
        return asked with { Configuration = (StoredConfiguration.Of(asked) with { Models = options.Models }).ToJson() };
    }

    // In a protocol with a default model, seats name players and the like, not models.
    private static bool NeedsModel(Snapshot asked, Seat seat) => asked.Kind == "debate"
        && DebateServices.Protocols.Find(asked.Protocol) is var protocol && protocol.DefaultModel is null
        && protocol.Unaided(asked.Problem)?.Model != seat.Model;

    private static string StampOf(string protocol) => DebateServices.Protocols.Find(protocol).Stamp;

    private static bool Same(Snapshot one, Snapshot other) => Text(one) == Text(other);

    private static string Text(Snapshot snapshot) => JsonSerializer.Serialize(snapshot with { Configuration = null }, WireFormat.Json);
}
