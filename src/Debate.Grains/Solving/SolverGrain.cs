using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Solving;
using Orleans.Concurrency;

namespace Debate.Grains.Solving;

/// <summary>Passes questions to the solver threads of its silo.</summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Solver)]
public sealed class SolverGrain(SolverScheduler service) : Grain, ISolverGrain
{
    /// <inheritdoc/>
    public async Task<SolverReply> SolveAsync(SolveCall call, SolveLimits terms, CancellationToken cancellation)
    {
        var found = await service.RunAsync(call.Solve, terms, cancellation);
        return new(found.Value, found.Failure, found.Message);
    }

    /// <inheritdoc/>
    public async Task<SolverReply> SolveGraphAsync(GraphCall call, SolveLimits terms, CancellationToken cancellation)
    {
        var asked = await GrainFactory.GetGrain<IArgumentGraphGrain>(call.Graph).FormulateAsync(call);
        return asked.Call is { } formulated ? await SolveAsync(formulated, terms, cancellation) : new(null, asked.Trouble, asked.Message);
    }

    /// <inheritdoc/>
    public Task<int> CountActiveAsync() => Task.FromResult(service.ActiveCount);
}
