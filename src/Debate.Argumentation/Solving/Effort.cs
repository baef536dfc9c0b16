namespace Debate.Argumentation.Solving;

/// <summary>
/// The budget of a search, in conflicts, and its cooperative scheduling: the search calls <see cref="Step"/> at least once per
/// <see cref="Slice"/> conflicts (or a comparable amount of other work). Cancellation surfaces there as
/// <see cref="OperationCanceledException"/>, an exhausted budget as <see cref="EffortSpentException"/>. Not thread-safe.
/// </summary>
public sealed class Effort
{
    /// <summary>Maximum number of conflicts between two steps: a few milliseconds of search.</summary>
    public const int Slice = 256;

    private readonly CancellationToken _cancellation;
    private readonly Action? _pause;
    private readonly long _most;
    private readonly Effort? _whole;

    /// <param name="cancellation">Cancels the search.</param>
    /// <param name="conflicts">Maximum total number of conflicts; null for no limit.</param>
    /// <param name="pause">Called in every step; a scheduler may block the thread here.</param>
    public Effort(CancellationToken cancellation = default, long? conflicts = null, Action? pause = null) =>
        (_cancellation, _most, _pause) = (cancellation, conflicts ?? long.MaxValue, pause);

    private Effort(Effort whole, long conflicts) => (_whole, _most) = (whole, conflicts);

    /// <summary>Conflicts spent so far.</summary>
    public long Spent { get; private set; }

    /// <summary>True if more was spent than the limit.</summary>
    public bool Overspent => Spent > _most;

    /// <summary>A sub-budget with its own limit of conflicts; what is spent of it is also spent of this budget.</summary>
    public Effort Portion(long conflicts) => new(this, conflicts);

    /// <summary>Counts <paramref name="conflicts"/>, lets a scheduler pause the search, and throws if the search must end.</summary>
    public void Step(int conflicts)
    {
        Spent += conflicts;
        _cancellation.ThrowIfCancellationRequested();
        _whole?.Step(conflicts);
        if (Overspent) throw new EffortSpentException(_most);
        _pause?.Invoke();
        _cancellation.ThrowIfCancellationRequested();
    }
}

/// <summary>The search has spent its budget.</summary>
public sealed class EffortSpentException : Exception
{
    /// <param name="conflicts">The limit of conflicts.</param>
    public EffortSpentException(long conflicts) : base($"no answer within {conflicts} conflicts") { }

    /// <param name="message">The message, for a pause callback that ends the search.</param>
    public EffortSpentException(string message) : base(message) { }
}
