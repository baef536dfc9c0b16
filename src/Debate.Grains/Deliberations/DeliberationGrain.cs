using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Externals;
using Debate.Runtime.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Debate.Grains.Deliberations;

/// <summary>
/// Sequences one run: the engine drives it in the background, and the activation lives exactly as long as that takes (deactivation is
/// delayed, because outbound calls do not count as activity). Runs are spread over the silos by the hash of their ids: placement by load
/// uses statistics too old for a parent that starts hundreds of children at once, and would place them all on the parent's silo.
/// </summary>
[Reentrant, HashBasedPlacement, PlacedByRole(SiloRole.Deliberation)]
public sealed partial class DeliberationGrain(EnginePorts ports, ExternalTurnRegistry service, ILogger<DeliberationGrain> logger)
    : Grain, IDeliberationGrain
{
    /// <summary>
    /// How long a run that failed with an exception stays in memory: its journal does not hold the reason, so callers that wait must get it
    /// from here.
    /// </summary>
    private static readonly TimeSpan FailureRetention = TimeSpan.FromMinutes(1);

    /// <summary>How long a reply waits for its turn to be offered: a replay may not have reached it yet.</summary>
    private static readonly TimeSpan TurnOfferTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for calls in flight when the silo stops.</summary>
    private static readonly TimeSpan ShutdownGracePeriod = TimeSpan.FromSeconds(5);

    private RunDriver? _run;
    private PendingTurns? _turns;
    private Task<RunOutcome>? _outcome;

    private DeliberationId Id => new(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task<RunOutcome?> StartAsync(RunDefinition definition) => BeginAsync(run => run.StartAsync(definition));

    /// <inheritdoc/>
    public Task<RunOutcome?> ResumeAsync(Budget? budget) => BeginAsync(run => run.ResumeAsync(budget));

    /// <inheritdoc/>
    public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost)
    {
        EnsureDriven(run => run.StartAsync(definition));
        return WaitAsync(atMost);
    }

    /// <inheritdoc/>
    public async Task<RunOutcome?> WaitAsync(TimeSpan atMost)
    {
        if (_outcome is null) return await ports.Journal.ReadOutcomeAsync(Id);
        await ((Task)_outcome).WaitAsync(atMost, ports.Clock)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _outcome.IsCompleted ? await _outcome : null;
    }

    /// <inheritdoc/>
    public async Task<RunOutcome?> StopAsync(RunStatus status, string reason, FailureKind cause = FailureKind.None)
    {
        _run?.Stop(status, reason, cause);
        return _outcome is null ? await ports.Journal.ReadOutcomeAsync(Id) : await _outcome;
    }

    /// <inheritdoc/>
    public Task<RunSummary?> GetStatusAsync() => ports.Journal.FindSummaryAsync(Id);

    /// <inheritdoc/>
    public async Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost)
    {
        if (_outcome is null) return new([], await ports.Journal.ReadOutcomeAsync(Id));
        using var limit = new CancellationTokenSource();
        var turns = await _turns!.WaitAsync(seat, _outcome, Task.Delay(atMost, ports.Clock, limit.Token));
        limit.Cancel();
        return _outcome.IsCompleted ? new([], await _outcome) : new(turns, null);
    }

    /// <inheritdoc/>
    public Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply) =>
        new ExternalReplyHandler(ports, Id).HandleAsync(reply, _turns ?? new(ports.Clock), _outcome
            ?? Task.CompletedTask, TurnOfferTimeout);

    /// <summary>Leaves the run so that it continues on another silo, where calls that do not finish soon are asked again.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_outcome is null or { IsCompleted: true }) return;
        var why = $"the silo stops: {reason.ReasonCode}";
        _run!.HandOver(why);
        using var limit = new CancellationTokenSource();
        await Task.WhenAny(_outcome, Task.Delay(ShutdownGracePeriod, ports.Clock, limit.Token));
        limit.Cancel();
        await StopAsync(RunStatus.Interrupted, why).WaitAsync(cancellationToken);
    }

    private async Task<RunOutcome?> BeginAsync(Func<RunDriver, Task<RunOutcome>> drive)
    {
        var (run, outcome) = EnsureDriven(drive);
        await Task.WhenAny(run.Activated, outcome);
        return outcome.IsCompleted ? await outcome : null;
    }

    private (RunDriver Run, Task<RunOutcome> Outcome) EnsureDriven(Func<RunDriver, Task<RunOutcome>> drive)
    {
        if (_run is not null && _outcome is { IsCompleted: false }) return (_run, _outcome);
        DelayDeactivation(TimeSpan.MaxValue);
        _run = new RunDriver(ports, Id);
        _turns = service.Register(Id);
        _outcome = DriveAsync(_run, drive, _turns);
        return (_run, _outcome);
    }

    private async Task<RunOutcome> DriveAsync(RunDriver run, Func<RunDriver, Task<RunOutcome>> drive, PendingTurns turns)
    {
        using var observed = new ObservedRun(Id, ports.Clock);
        try
        {
            var outcome = await drive(run);
            DeactivateOnIdle();
            return observed.RecordEnd(outcome);
        }
        catch (Exception error)
        {
            // The top of a background task: no caller would see the exception. The journal is unchanged, so the run can be resumed.
            Log.Broken(logger, Id, error);
            DelayDeactivation(FailureRetention);
            return observed.RecordEnd(new(RunStatus.Failed, null, Usage.None, error.Message, FailureKind.Rejected));
        }
        finally
        {
            service.Unregister(Id, turns);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Id} stopped without an outcome")]
        public static partial void Broken(ILogger logger, DeliberationId id, Exception trouble);
    }
}
