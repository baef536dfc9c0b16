namespace Debate.Deliberation.Engine;

/// <summary>
/// Which models of the seats of a schedule's children are gone, by what became of the children. A model that cannot be reached, or that
/// refuses its key, is gone at once; one that rejects calls is after three children in a row, because a single child may be at fault. It is
/// back when a child that seats it ends. How long a model is tried before it fails is the matter of its endpoint.
/// </summary>
internal sealed class ModelPresence
{
    private const int MaxRejections = 3;

    private readonly SortedDictionary<string, (string Reason, FailureKind Cause)> _gone = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _probed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rejections = new(StringComparer.Ordinal);

    /// <summary>Whether a child that failed for such a reason may be tried again once its model answers.</summary>
    public static bool IsWorthAnotherTry(FailureKind cause) => cause is FailureKind.Unreachable or FailureKind.Unauthorised;

    /// <summary>
    /// Whether to hold a child back, because a model that it needs is gone. A debate without one of its debaters is tried nevertheless
    /// where it is not known yet whether the other one is there.
    /// </summary>
    public bool Holds(Child child) => child.Seats.Any(s => _gone.ContainsKey(s.Model))
        && (child.Seats.Any(s => s.Debater is null && _gone.ContainsKey(s.Model))
            || child.Seats.Where(s => s.Debater is not null).All(s => _gone.ContainsKey(s.Model) || _answered.Contains(s.Model)));

    /// <summary>Notes that a child ended; returns whether a model that was gone is back.</summary>
    public bool OnAnswered(Child child)
    {
        var isBack = false;
        foreach (var model in child.Seats.Select(s => s.Model))
        {
            isBack |= _gone.Remove(model);
            _answered.Add(model);
            _probed.Remove(model);
            _rejections.Remove(model);
        }
        return isBack;
    }

    /// <summary>Notes that a child failed, because the model of one of its seats could not be asked.</summary>
    public void OnFailed(Child child, AbsentSeat absent, FailureKind cause)
    {
        if (child.Seats.FirstOrDefault(s => s.Name == absent.Seat)?.Model is not { } model) return;
        _answered.Remove(model);
        var rejections = _rejections[model] = _rejections.GetValueOrDefault(model) + 1;
        if (IsWorthAnotherTry(cause) || rejections >= MaxRejections) _gone.TryAdd(model, (absent.Reason, cause));
    }

    /// <summary>The seats of a child whose models are gone.</summary>
    public IEnumerable<AbsentSeat> FindAbsent(Child child) =>
        child.Seats.Where(s => _gone.ContainsKey(s.Model)).Select(s => new AbsentSeat(s.Name, _gone[s.Model].Reason));

    /// <summary>The kind of failure of the first model of a child that is gone.</summary>
    public FailureKind CauseOf(Child child) => _gone[child.Seats.First(s => _gone.ContainsKey(s.Model)).Model].Cause;

    /// <summary>
    /// For each model that is gone and was not tried again since, one of the waiting children that seats it: if possible one that needs no
    /// other model that is gone.
    /// </summary>
    public IReadOnlyList<int> ChooseProbes(IReadOnlyList<int> waiting, IReadOnlyList<Child> children)
    {
        var probes = new SortedSet<int>();
        foreach (var model in _gone.Keys.Where(_probed.Add).ToArray())
        {
            var seating = waiting.Where(i => children[i].Seats.Any(s => s.Model == model)).ToArray();
            if (seating.Length > 0) probes.Add(seating.MinBy(i => CountGone(children[i])));
        }
        return [.. probes];
    }

    private int CountGone(Child child) => child.Seats.Select(s => s.Model).Distinct(StringComparer.Ordinal).Count(_gone.ContainsKey);
}
