namespace Debate.Argumentation.Sat;

/// <summary>
/// The unassigned variables by activity, highest first (VSIDS: Moskewicz et al., 2001, with the exponential bump of MiniSat: Eén and
/// Sörensson, 2003): a binary heap with positions. It may also contain assigned variables; the caller skips them.
/// </summary>
internal sealed class VariableHeap
{
    private const double MaxActivity = 1e100;
    private double[] _activity = new double[16];
    private int[] _position = new int[16];
    private int[] _heap = new int[16];
    private double _bump = 1;

    /// <summary>Number of variables in the heap.</summary>
    public int Count { get; private set; }

    /// <summary>The most active variable.</summary>
    public int Top => _heap[0];

    /// <summary>The activity of a variable.</summary>
    public double Activity(int variable) => _activity[variable];

    /// <summary>Adds a new variable.</summary>
    public void AddVariable(int variable)
    {
        if (variable >= _heap.Length)
        {
            Array.Resize(ref _activity, 2 * variable);
            Array.Resize(ref _position, 2 * variable);
            Array.Resize(ref _heap, 2 * variable);
        }
        _position[variable] = -1;
        Insert(variable);
    }

    /// <summary>Reinserts a variable; no effect if it is in the heap.</summary>
    public void Insert(int variable)
    {
        if (_position[variable] >= 0) return;
        _heap[Count] = variable;
        SiftUp(Count++, variable);
    }

    /// <summary>Removes and returns the most active variable.</summary>
    public int Pop()
    {
        var top = _heap[0];
        _position[top] = -1;
        var last = _heap[--Count];
        if (Count > 0) SiftDown(last);
        return top;
    }

    /// <summary>Increases the activity of a variable.</summary>
    public void Bump(int variable)
    {
        if ((_activity[variable] += _bump) > MaxActivity) Rescale();
        if (_position[variable] > 0) SiftUp(_position[variable], variable);
    }

    /// <summary>Decays the weight of all earlier bumps by a factor in (0, 1).</summary>
    public void Decay(double factor) => _bump /= factor;

    private void Rescale()
    {
        for (var v = 0; v < _activity.Length; v++) _activity[v] /= MaxActivity;
        _bump /= MaxActivity;
    }

    private void SiftUp(int at, int variable)
    {
        var activity = _activity[variable];
        for (; at > 0 && activity > _activity[_heap[(at - 1) >> 1]]; at = (at - 1) >> 1) SetAt(at, _heap[(at - 1) >> 1]);
        SetAt(at, variable);
    }

    private void SiftDown(int variable)
    {
        var at = 0;
        for (int child; (child = 2 * at + 1) < Count; at = child)
        {
            if (child + 1 < Count && _activity[_heap[child + 1]] > _activity[_heap[child]]) child++;
            if (_activity[_heap[child]] <= _activity[variable]) break;
            SetAt(at, _heap[child]);
        }
        SetAt(at, variable);
    }

    private void SetAt(int at, int variable) => _position[_heap[at] = variable] = at;
}
