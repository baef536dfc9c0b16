using Debate.Argumentation.Solving;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Runtime.Externals;
using Debate.Runtime.Solving;

namespace Debate.Runtime.Runs;

/// <summary>Passes calls to the models of this process, and the turns of external seats to whoever replies to them.</summary>
internal sealed class LocalGateway(IModelRegistry models, ExternalTurnRegistry turns) : IModelGateway
{
    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(Seat seat, AdmissionRequest admission, CancellationToken cancellation) =>
        ExternalSeat.IsExternal(seat) ? UnlimitedRuns.Instance.AcquireAsync(cancellation)
            : models.AdmitAsync(seat.Model, admission, cancellation);

    /// <inheritdoc/>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        ExternalSeat.IsExternal(call.Seat) ? turns.AskAsync(call, cancellation)
            : models.AskAsync(models.GetLimits(call.Seat.Model).Simulated ? call : call with { Problem = null }, cancellation);

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call)
    {
        if (ExternalSeat.IsExternal(call.Seat)) turns.OnRecorded(call);
    }

    /// <inheritdoc/>
    public Usage MaxUsage(Seat seat, Chat chat) =>
        ExternalSeat.IsExternal(seat) ? Usage.None : Reservation.Compute(models.GetLimits(seat.Model), seat, chat);

    /// <inheritdoc/>
    public int? FindMaxTokens(Seat seat) => models.FindMaxTokens(seat.Model);
}

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
