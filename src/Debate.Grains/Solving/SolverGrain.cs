using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Solving;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Debate.Grains.Solving;

/// <summary>Passes questions to the solver threads of its silo.</summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Solver)]
public sealed class SolverGrain(
    SolverScheduler service, StoppedQuestions questions, IClusterRoles clusterRoles, ILocalSiloDetails self) : Grain, ISolverGrain
{
    /// <inheritdoc/>
    public async Task<SolverReply> SolveAsync(SolveCall call, SolveLimits terms, CancellationToken cancellation)
    {
        var found = await questions.AnswerAsync(terms.Ticket, stop => service.RunAsync(call.Solve, terms, stop), cancellation);
        return new(found.Value, found.Failure, found.Message);
    }

    /// <inheritdoc/>
    public async Task<SolverReply> SolveGraphAsync(GraphCall call, SolveLimits terms, CancellationToken cancellation)
    {
        var asked = await GrainFactory.GetGrain<IArgumentGraphGrain>(call.Graph).FormulateAsync(call);
        return asked.Call is { } formulated ? await SolveAsync(formulated, terms, cancellation) : new(null, asked.Trouble, asked.Message);
    }

    /// <inheritdoc/>
    public Task StopAsync(Guid ticket)
    {
        if (questions.Stop(ticket)) return Task.CompletedTask;
        // It is on another silo, or on its way to any.
        foreach (var silo in clusterRoles.FindSilos(SiloRole.Solver).Where(silo => !silo.Equals(self.SiloAddress)))
            SolverStopGrain.Get(GrainFactory, silo).StopAsync(ticket).Ignore();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> CountActiveAsync() => Task.FromResult(service.ActiveCount);
}
