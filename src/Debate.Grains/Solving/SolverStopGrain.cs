using Debate.Grains.Placement;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Debate.Grains.Solving;

/// <summary>
/// Stops questions on the silo that its key names. Solvers themselves cannot be called on a certain silo: they are stateless workers of one
/// key, and Orleans places calls of one key that come at once together, whatever hint each has.
/// </summary>
[Alias("debate.solver-stop")]
public interface ISolverStopGrain : IGrainWithStringKey
{
    /// <summary>Stops the question that has a ticket, or remembers that for when it comes.</summary>
    [Alias("stop"), AlwaysInterleave, OneWay]
    Task StopAsync(Guid ticket);
}

/// <summary>Passes stops to the questions of its silo.</summary>
[Reentrant, PlacedBySilo]
public sealed class SolverStopGrain(StoppedQuestions questions) : Grain, ISolverStopGrain
{
    /// <inheritdoc/>
    public Task StopAsync(Guid ticket)
    {
        questions.Stop(ticket);
        return Task.CompletedTask;
    }

    /// <summary>The grain of a silo.</summary>
    public static ISolverStopGrain Get(IGrainFactory grains, SiloAddress silo) =>
        grains.GetGrain<ISolverStopGrain>(silo.ToParsableString());
}
