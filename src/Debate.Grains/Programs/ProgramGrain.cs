using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Orleans.Concurrency;

namespace Debate.Grains.Programs;

/// <summary>What runs programs beside one silo; those of the cluster are reached by <see cref="GrainPrograms"/>.</summary>
/// <param name="Runner">The runner of this silo.</param>
/// <param name="Languages">The languages that its configuration wants to be run, here or on other silos.</param>
public sealed record SiloPrograms(IPrograms Runner, params IReadOnlyList<string> Languages);

/// <summary>Passes programs to the processes beside its silo.</summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Program)]
public sealed class ProgramGrain(SiloPrograms programs) : Grain, IProgramGrain
{
    /// <inheritdoc/>
    public async Task<ProgramResult?> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation) =>
        programs.Runner.Runs(call.Language) ? await programs.Runner.RunAsync(run, call, cancellation) : null;
}
