using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// The solver of the silo that receives the call; a stateless worker, key 0. Searches are time-sliced, each on its own thread, so a hard
/// one delays small ones by milliseconds. Cancelling a call ends its search at the next step; who calls by
/// <see cref="SolverCalls.AskAsync"/> may rely on it.
/// </summary>
[Alias("debate.solver")]
public interface ISolverGrain : IGrainWithIntegerKey
{
    /// <summary>Answers a question about the framework in the call.</summary>
    [Alias("solve"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveAsync(SolveCall call, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Answers a question about a graph that a graph grain holds; arguments are numbered as in the graph.</summary>
    [Alias("solve-graph"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveGraphAsync(GraphCall call, SolveLimits terms, CancellationToken cancellation);

    /// <summary>
    /// Stops the question that has a ticket (<see cref="SolveLimits.Ticket"/>), on whichever silo it is; one that is still to come is
    /// stopped when it comes.
    /// </summary>
    [Alias("stop"), AlwaysInterleave, OneWay]
    Task StopAsync(Guid ticket);

    /// <summary>Counts the searches that run or wait on the called silo; a cancelled one counts until it has really stopped.</summary>
    [Alias("taken"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<int> CountActiveAsync();
}

/// <summary>Calls of solvers that are stopped for certain.</summary>
public static class SolverCalls
{
    /// <summary>
    /// Asks a solver. Where the caller leaves, the search is stopped, wherever it is or will be: Orleans' own cancellation of a call goes to
    /// any silo as long as the call has none, and is dropped after seconds where it overtakes the call (dotnet/orleans#9877). The search
    /// would go on until its time is over.
    /// </summary>
    public static async Task<SolverReply> AskAsync(
        this ISolverGrain solver, SolveCall call, SolveLimits limits, CancellationToken cancellation)
    {
        var ticket = Guid.NewGuid();
        try
        {
            return await solver.SolveAsync(call, limits with { Ticket = ticket }, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            solver.StopAsync(ticket).Ignore();
            throw;
        }
    }
}
