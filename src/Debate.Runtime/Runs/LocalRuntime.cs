using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Runtime.Externals;
using Debate.Runtime.Rewards;
using Debate.Runtime.Solving;
using Debate.Runtime.Telemetry;
using Debate.Rewards.Serving;

namespace Debate.Runtime.Runs;

/// <summary>What a process that drives runs by itself may choose.</summary>
public sealed record LocalRuntimeOptions
{
    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How much of the machine its solvers may use.</summary>
    public SolverOptions Solving { get; init; } = new();

    /// <summary>Runs programs, owned by the caller; none by default.</summary>
    public IPrograms Programs { get; init; } = NoPrograms.Instance;

    /// <summary>Limits how many debates it drives at once; unlimited by default.</summary>
    public IRunLimiter RunLimiter { get; init; } = UnlimitedRuns.Instance;

    /// <summary>Whether replies for external seats can reach this process; where none can, their turns suspend the run.</summary>
    public bool TakesReplies { get; init; }

    /// <summary>Called with the exception of a run that ended with one instead of an outcome.</summary>
    public Action<DeliberationId, Exception> OnBroken { get; init; } = (_, _) => { };
}

/// <summary>
/// Drives runs and their children in this process, over the same engine and ports as a silo. Each run has a scheduler of its own that
/// executes one step at a time, as a grain's turns do, so that the order of its entries does not depend on how many cores there are. A run
/// that is asked for twice is one run; a child ends with its parent's stop. Thread-safe.
/// </summary>
public sealed class LocalRuntime : IChildRunner, IRunStarter, IAsyncDisposable
{
    private const string StopReason = "the tool was stopped";

    private readonly Dictionary<DeliberationId, LocalRun> _runs = [];
    private readonly IModelClient _models;
    private readonly LocalRuntimeOptions _options;
    private readonly EnginePorts _ports;
    private readonly ExternalTurnRegistry _turns;
    private readonly SolverScheduler _solvers;
    private bool _isStopping;

    /// <summary>Creates a runtime over a journal and models, both owned by the caller.</summary>
    public LocalRuntime(IJournal journal, IModelClient models, ProtocolRegistry protocols, LocalRuntimeOptions? options = null)
    {
        (_models, _options) = (models, options ?? new());
        var clock = _options.Clock;
        _turns = new(clock, new(_options.TakesReplies));
        _solvers = new(_options.Solving, clock);
        _ports = new(journal, new ObservedModels(new LocalModels(_turns, models), clock),
            new ObservedSolvers(new LocalSolvers(_solvers, clock), clock), this, protocols, clock,
            $"{Environment.MachineName}:{Environment.ProcessId}")
        {
            RunLimiter = _options.RunLimiter,
            Programs = new ObservedPrograms(_options.Programs, clock),
        };
    }

    /// <summary>The number of searches that are open or wait.</summary>
    internal int SearchCount => _solvers.ActiveCount;

    /// <summary>Rewards by these profiles, whose debates are runs of this runtime.</summary>
    public RewardService CreateRewards(RewardProfiles profiles) => new(
        profiles, new(this, _ports.Journal, _ports.Protocols, _models, _ports.Clock), new(_solvers, _options.Solving, _ports.Clock));

    /// <summary>
    /// Starts a run, or resumes it if it exists, and waits for its end. Cancelling interrupts it and waits until it has stopped.
    /// </summary>
    public Task<RunOutcome> RunAsync(RunDefinition definition, CancellationToken cancellation = default) =>
        RunToEndAsync(Enter(definition.Id), run => run.RunAsync(definition, Timeout.InfiniteTimeSpan), StopReason, cancellation);

    /// <summary>Resumes a run, on another budget if one is given, and waits for its end. Cancelling interrupts it.</summary>
    public Task<RunOutcome> ResumeAsync(DeliberationId id, Budget? budget, CancellationToken cancellation) =>
        RunToEndAsync(Enter(id), async run => await run.ResumeAsync(budget) ?? await run.WaitAsync(Timeout.InfiniteTimeSpan),
            StopReason, cancellation);

    /// <summary>Starts a run, or resumes it if it exists; returns when that is recorded, with its outcome if it has ended.</summary>
    public Task<RunOutcome?> StartAsync(RunDefinition definition) => CallAsync(definition.Id, run => run.StartAsync(definition));

    /// <summary>Resumes a run, on another budget if one is given; returns when that is recorded.</summary>
    public Task<RunOutcome?> ResumeAsync(DeliberationId id, Budget? budget) => CallAsync(id, run => run.ResumeAsync(budget));

    /// <inheritdoc/>
    public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost) =>
        CallAsync(definition.Id, run => run.RunAsync(definition, atMost));

    /// <inheritdoc cref="HostedRun.WaitAsync"/>
    public Task<RunOutcome?> WaitAsync(DeliberationId id, TimeSpan atMost) => CallAsync(id, run => run.WaitAsync(atMost));

    /// <inheritdoc cref="HostedRun.StopAsync"/>
    public Task<RunOutcome?> StopAsync(DeliberationId id, RunStatus status, string reason, FailureKind cause = FailureKind.None) =>
        CallAsync(id, run => run.StopAsync(status, reason, cause));

    /// <inheritdoc cref="HostedRun.WaitForTurnsAsync"/>
    public Task<SeatTurns> WaitForTurnsAsync(DeliberationId id, string? seat, TimeSpan atMost) =>
        CallAsync(id, run => run.WaitForTurnsAsync(seat, atMost));

    /// <inheritdoc cref="HostedRun.ReplyAsync"/>
    public Task<ExternalReplyStatus> ReplyAsync(DeliberationId id, ExternalReply reply) => CallAsync(id, run => run.ReplyAsync(reply));

    /// <inheritdoc/>
    Task<RunOutcome> IChildRunner.RunAsync(RunDefinition child, CancellationToken cancellation) => RunToEndAsync(
        Enter(child.Id, isChild: true), run => run.RunAsync(child, Timeout.InfiniteTimeSpan), "its parent stopped", cancellation);

    /// <summary>
    /// Leaves all runs, recorded as interrupted, so that another process can go on with them: calls in flight that finish soon are recorded.
    /// Nothing is started from here on.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_runs) _isStopping = true;
        // A run that has just been asked for begins before it is left; it may start children meanwhile.
        do await Task.WhenAll(ListRuns().Select(run => run.SequenceAsync(hosted => hosted.LeaveAsync("the process stops"))));
        while (ListRuns().Any(run => run.IsDriven));
    }

    private LocalRun[] ListRuns()
    {
        lock (_runs) return [.. _runs.Values];
    }

    private static async Task<RunOutcome> RunToEndAsync(
        LocalRun run, Func<HostedRun, Task<RunOutcome?>> begin, string reason, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var ended = run.SequenceAsync(begin);
            // After the beginning, which a stop must not precede.
            await using var stop = cancellation.Register(
                () => _ = run.SequenceAsync(hosted => hosted.StopAsync(RunStatus.Interrupted, reason)));
            return (await ended)!;
        }
        finally
        {
            run.Release();
        }
    }

    private async Task<T> CallAsync<T>(DeliberationId id, Func<HostedRun, Task<T>> call)
    {
        var run = Enter(id);
        try
        {
            return await run.SequenceAsync(call);
        }
        finally
        {
            run.Release();
        }
    }

    /// <summary>The run of an id, kept until it is released as often as it was entered. A process that stops lets only children in.</summary>
    private LocalRun Enter(DeliberationId id, bool isChild = false)
    {
        lock (_runs)
        {
            ObjectDisposedException.ThrowIf(_isStopping && !isChild, this);
            if (!_runs.TryGetValue(id, out var run)) _runs.Add(id, run = new(this, id));
            run.Users++;
            return run;
        }
    }

    /// <summary>
    /// One run and its scheduler. It is kept while somebody calls it, while it is driven, and for a while after it failed, so that there are
    /// never two of one id.
    /// </summary>
    private sealed class LocalRun
    {
        private readonly LocalRuntime _runtime;
        private readonly DeliberationId _id;
        private readonly HostedRun _hosted;
        private readonly TaskFactory _steps = new(CancellationToken.None, TaskCreationOptions.DenyChildAttach,
            TaskContinuationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

        public LocalRun(LocalRuntime runtime, DeliberationId id)
        {
            (_runtime, _id) = (runtime, id);
            _hosted = new(runtime._ports, runtime._turns, id) { Began = OnBegan, Ended = OnEnded };
        }

        /// <summary>Callers and activations; guarded by the runtime's lock.</summary>
        public int Users { get; set; }

        /// <summary>Whether an activation goes on.</summary>
        public bool IsDriven { get; private set; }

        public Task<T> SequenceAsync<T>(Func<HostedRun, Task<T>> call) => _steps.StartNew(() => call(_hosted)).Unwrap();

        public Task SequenceAsync(Func<HostedRun, Task> call) => _steps.StartNew(() => call(_hosted)).Unwrap();

        public void Release()
        {
            lock (_runtime._runs)
                if (--Users == 0) _runtime._runs.Remove(_id);
        }

        private void OnBegan()
        {
            lock (_runtime._runs) (IsDriven, Users) = (true, Users + 1);
        }

        private void OnEnded(Exception? error)
        {
            lock (_runtime._runs) IsDriven = false;
            if (error is null) Release();
            else
            {
                _runtime._options.OnBroken(_id, error);
                _ = ReleaseLaterAsync();
            }
        }

        private async Task ReleaseLaterAsync()
        {
            await Task.Delay(HostedRun.FailureRetention, _runtime._options.Clock);
            Release();
        }
    }
}
