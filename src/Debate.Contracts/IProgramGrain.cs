using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// Runs programs in processes beside the silo that receives the call; a stateless worker, key 0. Cancelling a call ends its process.
/// </summary>
[Alias("debate.program")]
public interface IProgramGrain : IGrainWithIntegerKey
{
    /// <summary>Runs a program of a run; null where programs of its language are not run on that silo.</summary>
    [Alias("run"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<ProgramResult?> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation);
}
