using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// The solver of the silo that receives the call; a stateless worker, key 0. Searches are time-sliced, each on its own thread, so a hard
/// one delays small ones by milliseconds. Cancelling a call ends its search at the next step.
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

    /// <summary>Counts the searches that run or wait on the called silo; a cancelled one counts until it has really stopped.</summary>
    [Alias("taken"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<int> CountActiveAsync();
}
