using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Solving;

/// <summary>How much of a machine a silo's solvers may use.</summary>
public sealed record SolverOptions
{
    /// <summary>Maximum searches that run at once; by default one core is left for the silo. Positive.</summary>
    public int Cores { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Maximum searches that share those cores by time slicing, each on its own thread. Positive.</summary>
    public int MaxOpen { get; init; } = 128;

    /// <summary>Maximum searches that wait to be opened; any further one is refused as busy.</summary>
    public int MaxQueued { get; init; } = 1024;

    /// <summary>How long a search runs before it yields to another one.</summary>
    public TimeSpan Quantum { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The time limit of a request that gives none.</summary>
    public TimeSpan DefaultTime { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Schedules searches on the solver threads of a silo. Each search has a thread to itself, never one of the pool, and may yield to the others
/// between batches of conflicts, so that a hard instance delays small ones by a few milliseconds and is cancelled at its next step.
/// </summary>
public sealed class SolverScheduler(SolverOptions options, TimeProvider clock)
{
    /// <summary>
    /// The stack size: searches over components and dialogues are recursive; a stack takes physical memory only as far as it is used.
    /// </summary>
    private const int StackBytes = 16 << 20;

    private readonly ThreadCache _threads = new("solver", StackBytes);
    private readonly TimeSlicer _timeSlicer = new(options.Cores, options.Quantum, clock);
    private readonly SemaphoreSlim _openSlots = new(options.MaxOpen);
    private readonly CancellationTokenSource _stopping = new();
    private int _active;

    /// <summary>The number of searches that are open or wait.</summary>
    public int ActiveCount => Volatile.Read(ref _active);

    /// <summary>
    /// Runs a search; every result except cancellation is data. Returns when the search has really stopped.
    /// </summary>
    /// <param name="search">The search, which draws on the budget it is given.</param>
    /// <param name="terms">Its limits. The time counts from now, queueing included.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public async Task<SearchResult<T>> RunAsync<T>(Func<SearchBudget, T> search, SolveLimits terms, CancellationToken cancellation)
        where T : notnull
    {
        var time = terms.Time ?? options.DefaultTime;
        if (time <= TimeSpan.Zero || time > SolveLimits.MaxTime)
            return new(default, SolveFailure.Rejected, $"time {time}: it must be above zero and at most {SolveLimits.MaxTime}");
        using var late = new CancellationTokenSource(time, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token, _stopping.Token);
        try
        {
            if (Interlocked.Increment(ref _active) > options.MaxOpen + options.MaxQueued)
                return new(default, SolveFailure.Busy, $"{options.MaxOpen} searches are open and {options.MaxQueued} wait; try later");
            await _openSlots.WaitAsync(limit.Token);
            try
            {
                return await RunOnThreadAsync(search, terms.Conflicts, limit.Token);
            }
            finally
            {
                _openSlots.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new(default, SolveFailure.Busy, "this process stops; ask another one");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(default, SolveFailure.OutOfTime, $"no answer within {time.TotalSeconds:0.###} s");
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>
    /// Ends all searches, and each that is asked for later, as <see cref="SolveFailure.Busy"/>: who asked looks for another silo. Called when
    /// a silo stops, because Orleans waits for its calls, and one whose caller has gone would hold it until the search's time is up.
    /// </summary>
    public void Stop() => _stopping.Cancel();

    private Task<SearchResult<T>> RunOnThreadAsync<T>(Func<SearchBudget, T> search, long? conflicts, CancellationToken cancellation)
        where T : notnull
    {
        var end = new TaskCompletionSource<SearchResult<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Run()
        {
            try
            {
                end.SetResult(RunSearch(search, conflicts, cancellation));
            }
            catch (OperationCanceledException)
            {
                end.SetCanceled(cancellation);
            }
            catch (Exception broken)
            {
                // The top of a thread: the exception goes to the awaiting caller.
                end.SetException(broken);
            }
        }
        _threads.Start(Run);
        return end.Task;
    }

    private SearchResult<T> RunSearch<T>(Func<SearchBudget, T> search, long? conflicts, CancellationToken cancellation) where T : notnull
    {
        var turn = new TimeSlicer.TimeSlot();
        try
        {
            _timeSlicer.Enter(turn, cancellation);
            return new(search(new SearchBudget(cancellation, conflicts, () => _timeSlicer.YieldSlot(turn, cancellation))));
        }
        catch (InputException wrong)
        {
            return new(default, SolveFailure.Rejected, wrong.Message);
        }
        catch (SearchBudgetSpentException spent)
        {
            return new(default, SolveFailure.OutOfConflicts, spent.Message);
        }
        finally
        {
            _timeSlicer.Leave(turn);
        }
    }
}

/// <summary>The result of a search: a value, or why there is none.</summary>
public sealed record SearchResult<T>(T? Value, SolveFailure Failure = SolveFailure.None, string? Message = null) where T : notnull;
