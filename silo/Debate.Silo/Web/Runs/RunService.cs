using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Models;
using Debate.Storage;
using Debate.Tournaments.Protocols;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// The service behind the endpoints of runs: starts, finds, controls and reports them. Models are always the server's own, whatever a
/// caller sent.
/// </summary>
internal sealed class RunService(
    RootRuns roots, IJournal journal, RunRules rules, ServerOptions options, StorageSpace space, TimeProvider clock)
{
    /// <summary>
    /// Starts a run, or returns its status if the same run was started before; 422 if another run has its id, 409 if another process drives
    /// it.
    /// </summary>
    /// <param name="asked">What to start.</param>
    /// <param name="isSeedGiven">Whether the caller gave its seed; a seed that was drawn yields to that of the run that was started.</param>
    public async Task<RunSummary> StartAsync(RunDefinition asked, bool isSeedGiven)
    {
        var definition = rules.Admit(asked);
        if (await journal.FindSummaryAsync(definition.Id) is null) await roots.StartAsync(definition);
        // After the start: however many came with the id at once, what the first entry says is what was started.
        if (!StartIdentity.IsRepeated(await FindStartedAsync(definition.Id), definition, isSeedGiven))
            throw new HttpProblemException(StatusCodes.Status422UnprocessableEntity,
                $"id '{definition.Id}': another run has it; use another id or key");
        return await FindAsync(definition.Id);
    }

    /// <summary>Resumes a run, with a new budget if one is given.</summary>
    public async Task<RunSummary> ResumeAsync(DeliberationId id, Budget? budget)
    {
        budget?.Validated("");
        var run = await FindAsync(id);
        if (!id.IsRoot) throw new InputException($"id '{id}': it belongs to {id.Root}, which can be resumed");
        if (run.Status == RunStatus.Finished || run.Status == RunStatus.Running && !await IsHandedOverAsync(id)) return run;
        var record = await RunTree.ReadAsync(journal, id);
        var (stored, known) = (record.Definition is var s ? s.Version : "", ProtocolVersion(s.Protocol));
        if (stored != known)
            throw new ReplayException($"{id} was started with {s.Protocol} {stored}; this is {known}. It can be read, not resumed.");
        await journal.MendModelsAsync(record, options.Models, "this server", clock);
        await roots.ResumeAsync(id, budget);
        return await FindAsync(id);
    }

    /// <summary>Adds debaters to a tournament that is not running, and resumes it; 409 if it runs.</summary>
    public async Task<RunSummary> JoinAsync(DeliberationId id, SeatsJoined joined)
    {
        for (var i = 0; i < joined.Seats.Length; i++) RunRules.CheckSeat(joined.Seats[i], $"seats[{i}].");
        var definition = (await ReadStandingAsync(id)).Definition;
        var admitted = LateEntrants.Admit(definition, joined.Seats, DebateServices.Protocols, new ConfiguredModels(options.Models));
        var stored = StoredConfiguration.FromDefinition(definition);
        ModelMending.Mend(stored.Models, options.Models, "this server", definition.Seats.Select(s => s.Model), _ => true);
        var configuration = stored with { Models = options.Models };
        joined = joined with { Seats = [.. admitted.Select(s => s with { Sampling = options.Models.ResolveSampling(s) })] };
        await journal.ChangeAsync(id, joined with { Configuration = configuration.ToJson() }, clock);
        return await ResumeAsync(id, null);
    }

    /// <summary>Takes debaters out of a tournament that is not running, and resumes it; 409 if it runs.</summary>
    public async Task<RunSummary> WithdrawAsync(DeliberationId id, SeatsWithdrawn withdrawn)
    {
        var run = await ReadStandingAsync(id);
        Withdrawals.Validate(run.Definition, run.Completion is not null, withdrawn.Seats);
        await journal.ChangeAsync(id, withdrawn, clock);
        return await ResumeAsync(id, null);
    }

    /// <summary>Cancels a run; one that has ended stays as it is.</summary>
    public async Task<RunSummary> CancelAsync(DeliberationId id, string reason = "cancelled over HTTP")
    {
        if ((await FindAsync(id)).Status == RunStatus.Running) await roots.CancelAsync(id.Root, reason);
        return await FindAsync(id);
    }

    /// <summary>Pauses a run; one that does not run stays as it is.</summary>
    public async Task<RunSummary> PauseAsync(DeliberationId id)
    {
        if ((await FindAsync(id)).Status == RunStatus.Running) await roots.PauseAsync(id.Root);
        return await FindAsync(id);
    }

    /// <summary>The summary of a run; 404 if there is none.</summary>
    public async Task<RunSummary> FindAsync(DeliberationId id) => await journal.FindSummaryAsync(id) is { Graph: null } run
        ? await WithLiveStatusAsync(run)
        : throw new HttpProblemException(StatusCodes.Status404NotFound, $"id '{id}': there is no such run");

    /// <summary>The line of a run as the index has it; null if there is none.</summary>
    public Task<RunSummary?> FindOrNullAsync(DeliberationId id) => journal.FindSummaryAsync(id);

    /// <summary>
    /// A line with the usage so far, from the index alone: a run that an earlier build left running, whose own usage stands in its journal
    /// only, is listed with what its line says.
    /// </summary>
    public async Task<RunSummary> WithUsageAsync(RunSummary run, bool isAmongChildren) => isAmongChildren || run.OwnUsage is null ? run
        : run with { Usage = await RunTree.MeasureUsageAsync(journal, run) };

    /// <summary>The report of a run.</summary>
    public async Task<RunReport> ReportAsync(RunSummary summary)
    {
        var run = await RunTree.ReadAsync(journal, summary.Id);
        return RunReport.Create(run, summary.Status, run.Completion?.Usage ?? await RunTree.MeasureUsageAsync(journal, summary));
    }

    // Whoever takes it up first, once is enough.
    private async Task<bool> IsHandedOverAsync(DeliberationId id) =>
        await journal.FindSummaryAsync(id) is { } stored && RootRuns.IsHandedOver(stored);

    private async Task<RunDefinition> FindStartedAsync(DeliberationId id) => (await journal.FindFirstAsync(id))?.ReadBody(id) switch
    {
        RunStarted started => started.Definition,
        null => throw (space.Full is { } full ? new StorageFullException(full) : new IOException($"{id}: its start was not recorded")),
        _ => throw new InputException($"id '{id}': it is no run's"),
    };

    private async Task<RunRecord> ReadStandingAsync(DeliberationId id) => (await FindAsync(id)).Status == RunStatus.Running
        ? throw new HttpProblemException(StatusCodes.Status409Conflict, $"id '{id}': it runs; pause it first, or wait for its end")
        : await RunTree.ReadAsync(journal, id);

    /// <summary>
    /// A line with the status that is true now: that it says running does not mean that the run is being driven; only the owners know. An
    /// owner writes how the run ended before it releases it, so the index is read again before the run counts as interrupted.
    /// </summary>
    public async Task<RunSummary> WithLiveStatusAsync(RunSummary run)
    {
        if (roots.IsContinued(run)) return run with { Status = RunStatus.Running, Outcome = null };
        if (run.Status != RunStatus.Running || await roots.IsDrivenAsync(run.Id)) return run;
        var now = await journal.FindSummaryAsync(run.Id) ?? run;
        return now.Status == RunStatus.Running && !await roots.IsDrivenAsync(run.Id) ? now with { Status = RunStatus.Interrupted } : now;
    }

    private static string ProtocolVersion(string protocol) => DebateServices.Protocols.Find(protocol).Fingerprint;
}
