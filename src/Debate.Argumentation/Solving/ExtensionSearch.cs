namespace Debate.Argumentation.Solving;

/// <summary>Searches for extensions of one framework; keeps learned clauses between questions.</summary>
internal abstract class ExtensionSearch
{
    /// <summary>
    /// An extension, ascending, that satisfies the condition (literals as in <see cref="FrameworkEncoding"/>); null if there is none.
    /// </summary>
    public abstract int[]? Find(params ReadOnlySpan<int> condition);

    /// <summary>An extension that lacks at least one of these arguments; null if every extension contains them all.</summary>
    public abstract int[]? FindLacking(int[] arguments);

    /// <summary>Enumerates every extension once. The search must not be used afterwards.</summary>
    public abstract IEnumerable<int[]> Enumerate();
}

/// <summary>A search whose extensions are the models of an encoding.</summary>
internal sealed class ModelSearch(FrameworkEncoding encoding) : ExtensionSearch
{
    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition) => encoding.Solve(condition) ? encoding.ReadSet() : null;

    /// <inheritdoc/>
    public override int[]? FindLacking(int[] arguments) => Find(encoding.AddLackingGuard(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> Enumerate()
    {
        while (Find() is { } set)
        {
            yield return set;
            encoding.ExcludeSet(set);
        }
    }
}

/// <summary>
/// The budget of a search, in conflicts, and its cooperative scheduling: the search calls <see cref="Spend"/> at least once per
/// <see cref="ConflictsPerStep"/> conflicts (or a comparable amount of other work). Cancellation surfaces there as
/// <see cref="OperationCanceledException"/>, an exhausted budget as <see cref="SearchBudgetSpentException"/>. Not thread-safe.
/// </summary>
public sealed class SearchBudget
{
    /// <summary>Maximum number of conflicts between two steps: a few milliseconds of search.</summary>
    public const int ConflictsPerStep = 256;

    private readonly CancellationToken _cancellation;
    private readonly Action? _pause;
    private readonly long _limit;
    private readonly SearchBudget? _parent;

    /// <param name="cancellation">Cancels the search.</param>
    /// <param name="conflicts">Maximum total number of conflicts; null for no limit.</param>
    /// <param name="pause">Called in every step; a scheduler may block the thread here.</param>
    public SearchBudget(CancellationToken cancellation = default, long? conflicts = null, Action? pause = null) =>
        (_cancellation, _limit, _pause) = (cancellation, conflicts ?? long.MaxValue, pause);

    private SearchBudget(SearchBudget whole, long conflicts) => (_parent, _limit) = (whole, conflicts);

    /// <summary>Conflicts spent so far.</summary>
    public long Spent { get; private set; }

    /// <summary>True if more was spent than the limit.</summary>
    public bool IsOverspent => Spent > _limit;

    /// <summary>A sub-budget with its own limit of conflicts; what is spent of it is also spent of this budget.</summary>
    public SearchBudget CreateSubBudget(long conflicts) => new(this, conflicts);

    /// <summary>Counts <paramref name="conflicts"/>, lets a scheduler pause the search, and throws if the search must end.</summary>
    public void Spend(int conflicts)
    {
        Spent += conflicts;
        _cancellation.ThrowIfCancellationRequested();
        _parent?.Spend(conflicts);
        if (IsOverspent) throw new SearchBudgetSpentException(_limit);
        _pause?.Invoke();
        _cancellation.ThrowIfCancellationRequested();
    }
}

/// <summary>The search has spent its budget.</summary>
public sealed class SearchBudgetSpentException : Exception
{
    /// <param name="conflicts">The limit of conflicts.</param>
    public SearchBudgetSpentException(long conflicts) : base($"no answer within {conflicts} conflicts") { }

    /// <param name="message">The message, for a pause callback that ends the search.</param>
    public SearchBudgetSpentException(string message) : base(message) { }
}
