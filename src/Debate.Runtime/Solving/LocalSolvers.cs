using Debate.Argumentation.Solving;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Solving;

/// <summary>Solves on the solver threads of this process.</summary>
internal sealed class LocalSolvers(SolverScheduler scheduler, TimeProvider clock) : ISolvers
{
    private static readonly SolveLimits Limits = new(TimeSpan.FromMinutes(10));
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        for (; ; await Task.Delay(BusyDelay, clock, cancellation))
        {
            var found = await scheduler.RunAsync(call.Solve, Limits, cancellation);
            switch (found.Failure)
            {
                case SolveFailure.None: return found.Value!;
                case SolveFailure.Rejected: throw new InputException(found.Message!);
                case SolveFailure.Busy: break;
                default: throw new OutageException(FailureKind.Rejected, $"the solver: {found.Message}");
            }
        }
    }
}
