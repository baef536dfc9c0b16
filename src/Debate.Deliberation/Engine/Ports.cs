namespace Debate.Deliberation.Engine;

/// <summary>The ports of the engine: everything it needs from outside.</summary>
/// <param name="Journal">Stores the runs.</param>
/// <param name="Models">The way to the models.</param>
/// <param name="Solvers">The solvers.</param>
/// <param name="Children">Runs children.</param>
/// <param name="Protocols">The registered protocols.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Owner">The driver, for human readers: machine and process.</param>
public sealed record EnginePorts(
    IJournal Journal, IModelClient Models, ISolvers Solvers, IChildRunner Children, ProtocolRegistry Protocols, TimeProvider Clock,
    string Owner)
{
    /// <summary>Limits how many debates this process drives concurrently; unlimited by default.</summary>
    public IRunLimiter RunLimiter { get; init; } = UnlimitedRuns.Instance;

    /// <summary>Runs programs; none by default.</summary>
    public IPrograms Programs { get; init; } = NoPrograms.Instance;
}

/// <summary>Limits how many debates one process drives concurrently.</summary>
public interface IRunLimiter
{
    /// <summary>Waits for a permit; disposing returns it.</summary>
    ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation);
}

/// <summary>No limit.</summary>
public sealed class UnlimitedRuns : IRunLimiter
{
    /// <summary>The only instance.</summary>
    public static UnlimitedRuns Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation) => new(FreePermit.Instance);
}

/// <summary>A permit of what has no limit: there is nothing to return.</summary>
public sealed class FreePermit : IDisposable
{
    /// <summary>The only instance.</summary>
    public static FreePermit Instance { get; } = new();

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
    }
}

/// <summary>The outcome of a run, returned to its callers.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Verdict">Its verdict, where it has one.</param>
/// <param name="Usage">Its usage, children included.</param>
/// <param name="Reason">Why it stopped, where it has no verdict.</param>
/// <param name="Cause">The kind of failure.</param>
public sealed record RunOutcome(RunStatus Status, Verdict? Verdict, Usage Usage, string? Reason = null,
    FailureKind Cause = FailureKind.None)
{
    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }
}

/// <summary>A seat whose model could not be asked after all retries.</summary>
/// <param name="Seat">The seat's name.</param>
/// <param name="Reason">Why, for human readers.</param>
public sealed record AbsentSeat(string Seat, string Reason);

/// <summary>Runs children to an outcome, on whichever silo. Starting a child again is harmless: it is the same child.</summary>
public interface IChildRunner
{
    /// <summary>Starts or resumes the child and waits for it.</summary>
    Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation);
}

/// <summary>
/// A model could not be reached or kept failing after all retries. Never recorded as a result: the deliberation is suspended and can be
/// resumed.
/// </summary>
public sealed class OutageException(FailureKind error, string message) : Exception(message)
{
    /// <summary>The kind of failure.</summary>
    public FailureKind Cause { get; } = error;
}

/// <summary>
/// The run stops here and can be resumed. A protocol may observe this exception but cannot swallow it: every later effect throws it again
/// and the protocol's result is discarded.
/// </summary>
public sealed class SuspendedException(RunStatus status, string reason, FailureKind cause = FailureKind.None) : Exception(reason)
{
    /// <summary>The status of the run from here on.</summary>
    public RunStatus Status { get; } = status;

    /// <summary>The kind of failure.</summary>
    public FailureKind Cause { get; } = cause;

    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }
}

/// <summary>Another activation owns the run: this one must stop without recording anything.</summary>
public sealed class FencedException(DeliberationId id) : Exception($"Another activation of {id} took over.");

/// <summary>The journal does not match the protocol: it made a different request at the same path, or has another version.</summary>
public sealed class ReplayException(string message) : Exception(message);
