using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Runtime.Externals;
using Debate.Runtime.Telemetry;

namespace Debate.Runtime.Runs;

/// <summary>
/// One run as one process holds it: driven in the background, once at a time however often it is started or resumed; waited for, stopped,
/// handed over, and given the replies of its external seats. Calls must come one at a time up to their first await, and their continuations
/// on the same scheduler: a grain's turns or the local runtime's see to that.
/// </summary>
/// <param name="ports">The ports of the engine.</param>
/// <param name="registry">The external turns of this process.</param>
/// <param name="id">The run.</param>
public sealed class HostedRun(EnginePorts ports, ExternalTurnRegistry registry, DeliberationId id)
{
    /// <summary>
    /// How long a run that failed with an exception is kept: its journal does not hold the reason, so callers that wait must get it from
    /// here.
    /// </summary>
    public static readonly TimeSpan FailureRetention = TimeSpan.FromMinutes(1);

    /// <summary>How long a reply waits for its turn to be offered: a replay may not have reached it yet.</summary>
    private static readonly TimeSpan TurnOfferTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long calls in flight are awaited when the process stops.</summary>
    private static readonly TimeSpan ShutdownGracePeriod = TimeSpan.FromSeconds(5);

    /// <summary>How long the record of it is awaited then, which has no end while the store is away or full.</summary>
    private static readonly TimeSpan RecordGracePeriod = TimeSpan.FromSeconds(2);

    private RunDriver? _driver;
    private PendingTurns? _turns;
    private Task<RunOutcome>? _outcome;

    /// <summary>Called when an activation of the run begins.</summary>
    public Action Began { get; init; } = () => { };

    /// <summary>Called when it has ended, with the exception if it ended with one instead of an outcome.</summary>
    public Action<Exception?> Ended { get; init; } = _ => { };

    /// <summary>Starts the run, or resumes it if it exists; returns when that is recorded, with its outcome if it has ended.</summary>
    public Task<RunOutcome?> StartAsync(RunDefinition definition) => BeginAsync(driver => driver.StartAsync(definition));

    /// <summary>Resumes the run, on another budget if one is given; returns when that is recorded.</summary>
    public Task<RunOutcome?> ResumeAsync(Budget? budget) => BeginAsync(driver => driver.ResumeAsync(budget));

    /// <summary>Starts or resumes the run and waits for its end; null if it is still running after the given time.</summary>
    public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost)
    {
        EnsureDriven(driver => driver.StartAsync(definition));
        return WaitAsync(atMost);
    }

    /// <summary>
    /// Waits for the end, up to the given time; null if the run is still running. The outcome of a run that is not driven here is the one
    /// that its journal records; null for an unknown run.
    /// </summary>
    public async Task<RunOutcome?> WaitAsync(TimeSpan atMost)
    {
        if (_outcome is null) return await ports.Journal.ReadOutcomeAsync(id);
        await ((Task)_outcome).WaitAsync(atMost, ports.Clock)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _outcome.IsCompleted ? await _outcome : null;
    }

    /// <summary>Stops the run: calls in flight are cancelled and not recorded. Returns its outcome when it has stopped.</summary>
    public async Task<RunOutcome?> StopAsync(RunStatus status, string reason, FailureKind cause = FailureKind.None)
    {
        _driver?.Stop(status, reason, cause);
        return _outcome is null ? await ports.Journal.ReadOutcomeAsync(id) : await _outcome;
    }

    /// <summary>
    /// Leaves the run so that another process can go on with it: calls in flight that finish soon are recorded, the others will be asked
    /// again. Returns when it has stopped here, after seven seconds at the latest.
    /// </summary>
    public async Task LeaveAsync(string reason, CancellationToken cancellation = default)
    {
        if (_outcome is null or { IsCompleted: true }) return;
        _driver!.HandOver(reason);
        if (await WaitAsync(ShutdownGracePeriod) is not null) return;
        await ((Task)StopAsync(RunStatus.Interrupted, reason)).WaitAsync(RecordGracePeriod, ports.Clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>
    /// Waits, up to the given time, until a turn of that seat (of any seat if null) needs an external reply or the run has stopped.
    /// </summary>
    public async Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost)
    {
        if (_outcome is null) return new([], await ports.Journal.ReadOutcomeAsync(id));
        using var limit = new CancellationTokenSource();
        var turns = await _turns!.WaitAsync(seat, _outcome, Task.Delay(atMost, ports.Clock, limit.Token));
        limit.Cancel();
        return _outcome.IsCompleted ? new([], await _outcome) : new(turns, null);
    }

    /// <summary>Accepts an external reply; returns when it is recorded. The same reply twice counts once.</summary>
    public Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply) =>
        new ExternalReplyHandler(ports, id).HandleAsync(
            reply, _turns ?? new(ports.Clock), _outcome ?? Task.CompletedTask, TurnOfferTimeout);

    private async Task<RunOutcome?> BeginAsync(Func<RunDriver, Task<RunOutcome>> drive)
    {
        var (driver, outcome) = EnsureDriven(drive);
        await Task.WhenAny(driver.Activated, outcome);
        return outcome.IsCompleted ? await outcome : null;
    }

    private (RunDriver Driver, Task<RunOutcome> Outcome) EnsureDriven(Func<RunDriver, Task<RunOutcome>> drive)
    {
        if (_driver is not null && _outcome is { IsCompleted: false }) return (_driver, _outcome);
        Began();
        _driver = new RunDriver(ports, id);
        _turns = registry.Register(id);
        _outcome = DriveAsync(_driver, drive, _turns);
        return (_driver, _outcome);
    }

    private async Task<RunOutcome> DriveAsync(RunDriver driver, Func<RunDriver, Task<RunOutcome>> drive, PendingTurns turns)
    {
        using var observed = new ObservedRun(id, ports.Clock);
        try
        {
            var outcome = await drive(driver);
            Ended(null);
            return observed.RecordEnd(outcome);
        }
        catch (Exception error)
        {
            // The top of a background task: no caller would see the exception. The journal is unchanged, so the run can be resumed.
            Ended(error);
            return observed.RecordEnd(new(RunStatus.Failed, null, Usage.None, error.Message, FailureKind.Rejected));
        }
        finally
        {
            registry.Unregister(id, turns);
        }
    }
}
