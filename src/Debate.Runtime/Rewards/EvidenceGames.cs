using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Runtime.Solving;

namespace Debate.Runtime.Rewards;

/// <summary>
/// Plays evidence games on the solver's threads, off the turns of grains, time-sliced with the other searches of the silo. Games take half
/// of its open places at most, so that a run's question to the solver never waits behind rewards, and games of batches a few of these, so
/// that a single request never waits behind a batch. Thread-safe.
/// </summary>
public sealed class EvidenceGames(SolverScheduler scheduler, SolverOptions options, TimeProvider clock)
{
    private static readonly SolveLimits Limits = new(SolveLimits.MaxTime);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _places = new(Math.Max(1, options.MaxOpen / 2));
    private readonly SemaphoreSlim _placesOfBatches = new(2 * options.Cores);

    /// <summary>The time.</summary>
    public TimeProvider Clock => clock;

    /// <summary>
    /// Plays a game. Throws <see cref="InputException"/> if it is invalid, <see cref="TimeoutException"/> if it has not ended within
    /// <see cref="SolveLimits.MaxTime"/>.
    /// </summary>
    /// <param name="game">The game, which draws on the budget that it is given.</param>
    /// <param name="isOfBatch">Whether it is one of many of one request.</param>
    /// <param name="cancellation">Ends the game at its next step, or its wait for a place.</param>
    public async Task<T> PlayAsync<T>(Func<SearchBudget, T> game, bool isOfBatch, CancellationToken cancellation) where T : notnull
    {
        if (isOfBatch) await _placesOfBatches.WaitAsync(cancellation);
        try
        {
            await _places.WaitAsync(cancellation);
            try
            {
                return await SearchAsync(game, cancellation);
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            if (isOfBatch) _placesOfBatches.Release();
        }
    }

    private async Task<T> SearchAsync<T>(Func<SearchBudget, T> game, CancellationToken cancellation) where T : notnull
    {
        for (; ; await Task.Delay(BusyDelay, clock, cancellation))
        {
            var found = await scheduler.RunAsync(game, Limits, cancellation);
            switch (found.Failure)
            {
                case SolveFailure.None: return found.Value!;
                case SolveFailure.Rejected: throw new InputException(found.Message!);
                case SolveFailure.Busy: break;
                default: throw new TimeoutException(found.Message);
            }
        }
    }
}

/// <summary>
/// A computation that several callers may wait for. It goes on while somebody waits, and after a caller's time is up, so that asking again
/// gets its result; it is cancelled when the last caller has hung up.
/// </summary>
internal sealed class SharedComputation<T>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<T> _task;
    private int _callers;

    /// <summary>Starts it, on no caller's turn.</summary>
    public SharedComputation(Func<CancellationToken, Task<T>> compute) => _task = Task.Run(() => compute(_stop.Token));

    /// <summary>Counts one more caller; false if it is being cancelled or has failed, so that a new one must be started.</summary>
    public bool TryJoin()
    {
        lock (_stop)
        {
            if (_stop.IsCancellationRequested || _task.IsFaulted || _task.IsCanceled) return false;
            _callers++;
            return true;
        }
    }

    /// <summary>
    /// Waits for the result, for a caller that has joined. Throws <see cref="TimeoutException"/> when its time is up.
    /// </summary>
    public async Task<T> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await _task.WaitAsync(atMost, clock, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Leave();
            throw;
        }
    }

    private void Leave()
    {
        lock (_stop)
            if (--_callers == 0) _stop.Cancel();
    }
}
