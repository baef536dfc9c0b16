using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Externals;
using Debate.Runtime.Runs;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Debate.Grains.Deliberations;

/// <summary>
/// Sequences one run: <see cref="HostedRun"/> drives it in the background, and the activation lives exactly as long as that takes
/// (deactivation is delayed, because outbound calls do not count as activity). Runs are spread over the silos by the hash of their ids:
/// placement by load uses statistics too old for a parent that starts hundreds of children at once, and would place them all on the parent's
/// silo.
/// </summary>
[Reentrant, HashBasedPlacement, PlacedByRole(SiloRole.Deliberation)]
public sealed partial class DeliberationGrain : Grain, IDeliberationGrain
{
    private readonly EnginePorts _ports;
    private readonly RunHandOver _handOver;
    private readonly ILogger _logger;
    private readonly HostedRun _run;

    /// <summary>Created by Orleans, for the run of its key.</summary>
    public DeliberationGrain(
        EnginePorts ports, ExternalTurnRegistry turns, RunHandOver handOver, ILogger<DeliberationGrain> logger)
    {
        (_ports, _handOver, _logger) = (ports, handOver, logger);
        _run = new(ports, turns, Id) { Began = OnBegan, Ended = OnEnded };
    }

    private DeliberationId Id => new(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task<RunOutcome?> StartAsync(RunDefinition definition) => _run.StartAsync(definition);

    /// <inheritdoc/>
    public Task<RunOutcome?> ResumeAsync(Budget? budget) => _run.ResumeAsync(budget);

    /// <inheritdoc/>
    public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost) => _run.RunAsync(definition, atMost);

    /// <inheritdoc/>
    public Task<RunOutcome?> WaitAsync(TimeSpan atMost) => _run.WaitAsync(atMost);

    /// <inheritdoc/>
    public Task<RunOutcome?> StopAsync(RunStatus status, string reason, FailureKind cause = FailureKind.None) =>
        _run.StopAsync(status, reason, cause);

    /// <inheritdoc/>
    public Task<RunSummary?> GetStatusAsync() => _ports.Journal.FindSummaryAsync(Id);

    /// <inheritdoc/>
    public Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost) => _run.WaitForTurnsAsync(seat, atMost);

    /// <inheritdoc/>
    public Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply) => _run.ReplyAsync(reply);

    /// <summary>Leaves the run so that it continues on another silo, where calls that do not finish soon are asked again.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _run.LeaveAsync($"the silo stops: {reason.ReasonCode}", cancellationToken);

    private void OnBegan()
    {
        DelayDeactivation(TimeSpan.MaxValue);
        // A turn of this grain, whoever calls it.
        var turns = TaskScheduler.Current;
        _handOver.Add(_run, () => Task.Factory.StartNew(
            () => _run.LeaveAsync("the silo stops"), CancellationToken.None, TaskCreationOptions.None, turns).Unwrap());
    }

    private void OnEnded(Exception? error)
    {
        _handOver.Remove(_run);
        if (error is null) DeactivateOnIdle();
        else
        {
            Log.Broken(_logger, Id, error);
            DelayDeactivation(HostedRun.FailureRetention);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Id} stopped without an outcome")]
        public static partial void Broken(ILogger logger, DeliberationId id, Exception trouble);
    }
}
