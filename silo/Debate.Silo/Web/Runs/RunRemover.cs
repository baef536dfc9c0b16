using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// Removes runs for good, each with all its children, as <c>debate rm</c> does: only what nobody drives, and never a part of a run that
/// counts it.
/// </summary>
internal sealed class RunRemover(RunService service, RootRuns roots, IRunOwners owners, ServerOptions options)
{
    /// <summary>
    /// Removes a run; 404 where there is none, 409 for one that runs and for a part of another, 501 where runs are kept in Redis.
    /// </summary>
    public async Task RemoveAsync(DeliberationId id)
    {
        var run = await service.FindAsync(id);
        if (options.Cluster is not null)
            throw new HttpProblemException(StatusCodes.Status501NotImplemented, "the servers of a cluster remove no runs: its Redis keeps them");
        if (!id.IsRoot && await service.FindOrNullAsync(id.Root) is { } root)
            throw Refuse($"id '{id}': it is a part of the {root.Kind} {root.Id}, which counts it; delete that one");
        ThrowIfRunning(run);
        // Throws where another process drives it. From here on nobody else can start it.
        using var owned = await owners.AcquireAsync(id.Root);
        if (roots.IsActive(id)) ThrowIfRunning(run with { Status = RunStatus.Running });
        await Task.Run(() => RunRemoval.Remove(options.Data, [id]));
    }

    private static void ThrowIfRunning(RunSummary run)
    {
        if (run.Status == RunStatus.Running) throw Refuse($"id '{run.Id}': it runs; cancel it first, or wait for its end");
    }

    private static HttpProblemException Refuse(string why) => new(StatusCodes.Status409Conflict, why);
}
