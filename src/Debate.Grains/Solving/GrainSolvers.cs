using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Orleans.Runtime;

namespace Debate.Grains.Solving;

/// <summary>A silo's way to the solvers for its deliberations.</summary>
public sealed class GrainSolvers(IGrainFactory grains, TimeProvider clock) : ISolvers
{
    private static readonly SolveTerms Terms = new(TimeSpan.FromMinutes(10));
    private static readonly TimeSpan WhileBusy = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation)
    {
        while (true)
        {
            var reply = await ReplyAsync(call, cancellation);
            switch (reply.Trouble)
            {
                case SolveTrouble.None: return reply.Answer!;
                case SolveTrouble.Rejected: throw new InputException(reply.Message!);
                case SolveTrouble.Busy: await Task.Delay(WhileBusy, clock, cancellation); break;
                default: throw new OutageException(Trouble.Rejected, $"the solver: {reply.Message}");
            }
        }
    }

    private async Task<SolverReply> ReplyAsync(SolveCall call, CancellationToken cancellation)
    {
        try
        {
            return await grains.GetGrain<ISolverGrain>(0).SolveAsync(call, Terms, cancellation);
        }
        catch (OrleansException)
        {
            // Its silo died or is about to stop: another one solves it.
            return new(null, SolveTrouble.Busy);
        }
        catch (TimeoutException lost)
        {
            throw new OutageException(Trouble.Unreachable, $"the solver did not answer: {lost.Message}");
        }
    }
}
