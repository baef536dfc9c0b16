using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Solving;

/// <summary>Sends the questions of a silo's deliberations to the solver grains.</summary>
public sealed class GrainSolvers(IGrainFactory grains, TimeProvider clock) : ISolvers
{
    private static readonly SolveTerms Terms = new(TimeSpan.FromMinutes(10));
    private static readonly TimeSpan WhileBusy = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait for a solver while no silo has one.</summary>
    private static readonly TimeSpan UntilThere = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        for (long? missed = null; ; await Task.Delay(WhileBusy, clock, cancellation))
        {
            try
            {
                var reply = await grains.GetGrain<ISolverGrain>(0).SolveAsync(call, Terms, cancellation);
                switch (reply.Trouble)
                {
                    case SolveTrouble.None: return reply.Answer!;
                    case SolveTrouble.Rejected: throw new InputException(reply.Message!);
                    case SolveTrouble.Busy: missed = null; break;
                    default: throw new OutageException(Trouble.Rejected, $"the solver: {reply.Message}");
                }
            }
            catch (Exception lost) when (lost.IsOfSilo(cancellation))
            {
                // Its silo died or is stopping, or no silo has a solver right now.
                missed ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(missed.Value) > UntilThere) throw Lost(lost);
            }
            catch (TimeoutException lost)
            {
                throw Lost(lost);
            }
        }
    }

    private static OutageException Lost(Exception why) => new(Trouble.Unreachable, $"the solver did not answer: {why.Message}");
}
