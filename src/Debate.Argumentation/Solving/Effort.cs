namespace Debate.Argumentation.Solving;

/// <summary>
/// What a search may spend, and how it gives way: the search calls <see cref="Step"/> at least once in <see cref="Slice"/> conflicts (or
/// a comparable amount of other work). Cancellation surfaces there as <see cref="OperationCanceledException"/>, an exhausted number of
/// conflicts as <see cref="EffortSpentException"/>. One thread at a time.
/// </summary>
public sealed class Effort
{
    /// <summary>Conflicts between two steps: a few milliseconds of search.</summary>
    public const int Slice = 256;

    private readonly CancellationToken _cancellation;
    private readonly Action? _pause;
    private readonly long _most;
    private readonly Effort? _whole;

    /// <param name="cancellation">Ends the search.</param>
    /// <param name="conflicts">The most conflicts in all; null for no limit.</param>
    /// <param name="pause">Called between slices; a scheduler may hold the thread here.</param>
    public Effort(CancellationToken cancellation = default, long? conflicts = null, Action? pause = null) =>
        (_cancellation, _most, _pause) = (cancellation, conflicts ?? long.MaxValue, pause);

    private Effort(Effort whole, long conflicts) => (_whole, _most) = (whole, conflicts);

    /// <summary>Conflicts spent so far.</summary>
    public long Spent { get; private set; }

    /// <summary>True where more was spent than there was to spend.</summary>
    public bool Overspent => Spent > _most;

    /// <summary>A part of this effort: it ends after so many conflicts of its own, and what is spent of it is spent of the whole.</summary>
    public Effort Portion(long conflicts) => new(this, conflicts);

    /// <summary>Gives way: counts <paramref name="conflicts"/>, lets a scheduler pause, and ends the search where it must end.</summary>
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

/// <summary>The search spent what it was given.</summary>
public sealed class EffortSpentException : Exception
{
    /// <param name="conflicts">The conflicts that it was given.</param>
    public EffortSpentException(long conflicts) : base($"no answer within {conflicts} conflicts") { }

    /// <param name="message">What was spent, where a pause between slices ends the search.</param>
    public EffortSpentException(string message) : base(message) { }
}
