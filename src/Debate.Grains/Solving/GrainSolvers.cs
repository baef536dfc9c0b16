using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Solving;

/// <summary>Sends the questions of a silo's deliberations to the solver grains.</summary>
public sealed class GrainSolvers(IGrainFactory grains, TimeProvider clock) : ISolvers
{
    /// <summary>How long to wait for a solver while no silo has one.</summary>
    private static readonly TimeSpan SolverTimeout = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        for (long? missed = null; ; await Task.Delay(SolverReply.BusyDelay, clock, cancellation))
        {
            try
            {
                var reply = await grains.GetGrain<ISolverGrain>(0).AskAsync(call, SolveLimits.ForRuns, cancellation);
                if (reply.FindAnswer() is { } answer) return answer;
                missed = null;
            }
            catch (Exception lost) when (lost.IsSiloFailure(cancellation))
            {
                // Its silo died or is stopping, or no silo has a solver right now.
                missed ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(missed.Value) > SolverTimeout) throw CreateUnreachable(lost);
            }
            catch (TimeoutException lost)
            {
                throw CreateUnreachable(lost);
            }
        }
    }

    private static OutageException CreateUnreachable(Exception why) =>
        new(FailureKind.Unreachable, $"the solver did not answer: {why.Message}");
}
