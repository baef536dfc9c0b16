using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Debate.Hosting;

/// <summary>
/// Keeps a silo that stood still (a stopped process, a frozen machine) from calling models for runs that others went on with meanwhile.
/// What it records then is refused by the journals' fences, but a call would be paid before. So after a gap in its clocks no call goes out
/// until the cluster's membership, read anew, says that the silo still belongs to it; one that was declared dead calls nobody again and
/// ends. The check is the last thing before a request is written, so no more than the one that was being written can still go out.
/// </summary>
/// <param name="members">The cluster's membership.</param>
/// <param name="self">This silo.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of a standstill.</param>
public sealed partial class StandstillGuard(
    IClusterMembershipService members, ILocalSiloDetails self, TimeProvider clock, ILogger<StandstillGuard> logger) : BackgroundService
{
    /// <summary>The least gap: others need longer to declare a silo dead.</summary>
    public static readonly TimeSpan LeastGap = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _lastTick = clock.GetTimestamp();
    private DateTimeOffset _lastTime = clock.GetUtcNow();
    private Task _confirmed = Task.CompletedTask;

    /// <summary>Returns at once while the process runs evenly; after a gap, when it is sure that this silo still belongs to its cluster.</summary>
    public Task EnsureMemberAsync(CancellationToken cancellation)
    {
        var confirmed = Look();
        return confirmed.IsCompletedSuccessfully ? confirmed : confirmed.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Tick();
    }

    /// <summary>Notes that the process runs.</summary>
    internal void Tick()
    {
        lock (_gate)
        {
            Look();
            (_lastTick, _lastTime) = (clock.GetTimestamp(), clock.GetUtcNow());
        }
    }

    /// <summary>The task that completes when calls may go out.</summary>
    private Task Look()
    {
        lock (_gate)
        {
            // A frozen virtual machine may find its steady clock where it was; that of the wall is set right.
            var (steady, wall) = (clock.GetElapsedTime(_lastTick), clock.GetUtcNow() - _lastTime);
            if (steady < LeastGap && wall < LeastGap || !_confirmed.IsCompleted) return _confirmed;
            Log.StoodStill(logger, (steady > wall ? steady : wall).TotalSeconds);
            (_lastTick, _lastTime) = (clock.GetTimestamp(), clock.GetUtcNow());
            return _confirmed = ConfirmAsync();
        }
    }

    private async Task ConfirmAsync()
    {
        while (!await IsMemberAsync()) await Task.Delay(RetryDelay, clock);
        Log.BelongsStill(logger);
    }

    // False as well where the membership cannot be read, since nothing could be recorded then.
    private async Task<bool> IsMemberAsync()
    {
        try
        {
            await members.Refresh();
            return members.CurrentSnapshot.GetSiloStatus(self.SiloAddress) is not (SiloStatus.Dead or SiloStatus.None);
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "this silo stood still for {Seconds:0.0} s; calls to models wait until its cluster says that it still belongs to it")]
        public static partial void StoodStill(ILogger logger, double seconds);

        [LoggerMessage(2, LogLevel.Information, "this silo still belongs to its cluster")]
        public static partial void BelongsStill(ILogger logger);
    }
}
