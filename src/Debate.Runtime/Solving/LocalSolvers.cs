using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Solving;

/// <summary>Solves on the solver threads of this process.</summary>
internal sealed class LocalSolvers(SolverScheduler scheduler, TimeProvider clock) : ISolvers
{
    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        for (; ; await Task.Delay(SolverReply.BusyDelay, clock, cancellation))
        {
            var found = await scheduler.RunAsync(call.Solve, SolveLimits.ForRuns, cancellation);
            if (new SolverReply(found.Value, found.Failure, found.Message).FindAnswer() is { } answer) return answer;
        }
    }
}
