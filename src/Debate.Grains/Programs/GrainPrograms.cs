using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;

namespace Debate.Grains.Programs;

/// <summary>
/// Sends the programs of a silo's deliberations to the silos that run programs. What is run there a silo without the role takes from its
/// configuration, which is the same on all.
/// </summary>
public sealed class GrainPrograms(IGrainFactory grains, SiloPrograms own, SiloRoles roles, TimeProvider clock) : IPrograms
{
    /// <summary>How long to wait for a silo that runs programs while there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before asking again.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public bool Runs(string language) =>
        own.Runner.Runs(language) || !roles.HasRole(SiloRole.Program) && own.Languages.Contains(language);

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        for (; ; await Task.Delay(AskAgain, clock, cancellation))
        {
            try
            {
                return await grains.GetGrain<IProgramGrain>(0).RunAsync(run, call, cancellation)
                    ?? throw new OutageException(FailureKind.Rejected, $"a silo with the role program does not run {call.Language}");
            }
            catch (Exception lost) when (lost.IsSiloFailure(cancellation))
            {
                // Its silo died or is stopping, or no silo has the role right now: the program is run again elsewhere.
                if (clock.GetElapsedTime(began) > Patience) throw CreateUnreachable(lost);
            }
            catch (TimeoutException lost)
            {
                throw CreateUnreachable(lost);
            }
        }
    }

    private static OutageException CreateUnreachable(Exception why) =>
        new(FailureKind.Unreachable, $"no silo ran the program: {why.Message}");
}
