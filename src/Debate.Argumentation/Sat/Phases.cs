namespace Debate.Argumentation.Sat;

/// <summary>
/// The value each variable is tried with: the one it had last (phase saving: Pipatsrisawat and Darwiche, 2007), or in stable mode the one
/// it had when the assignment was longest without conflict (target phases: Biere and Fleury, 2020). From time to time all are set anew,
/// to the longest assignment of late or to their first values, or are left as they are (rephasing, ibid.). Values are 1 and -1.
/// </summary>
internal sealed class Phases
{
    private const int Period = 1000;
    private sbyte[] _first = new sbyte[16], _saved = new sbyte[16], _target = new sbyte[16], _best = new sbyte[16];
    private int _targetLength, _bestLength, _turn;
    private long _due = Period;

    /// <summary>Adds a variable.</summary>
    public void Create(int variable, bool phase)
    {
        if (variable == _first.Length)
        {
            Array.Resize(ref _first, 2 * variable);
            Array.Resize(ref _saved, 2 * variable);
            Array.Resize(ref _target, 2 * variable);
            Array.Resize(ref _best, 2 * variable);
        }
        _first[variable] = _saved[variable] = (sbyte)(phase ? 1 : -1);
    }

    /// <summary>The literal to try.</summary>
    public int Literal(int variable, bool stable)
    {
        var value = stable && _target[variable] != 0 ? _target[variable] : _saved[variable];
        return 2 * variable + (value > 0 ? 0 : 1);
    }

    /// <summary>The literal was true last.</summary>
    public void Save(int literal) => _saved[literal >> 1] = (sbyte)(1 - 2 * (literal & 1));

    /// <summary>The literal is tried true next, in either mode.</summary>
    public void Prefer(int literal)
    {
        Save(literal);
        _target[literal >> 1] = _saved[literal >> 1];
    }

    /// <summary>The literals were true together without conflict.</summary>
    public void Reached(ReadOnlySpan<int> literals)
    {
        if (literals.Length > _targetLength) Keep(literals, _target, ref _targetLength);
        if (literals.Length > _bestLength) Keep(literals, _best, ref _bestLength);
    }

    /// <summary>Sets all phases anew when enough conflicts have passed.</summary>
    public void Turn(long conflicts)
    {
        if (conflicts < _due) return;
        _due = conflicts + Period * ++_turn;
        for (var v = 0; v < _saved.Length; v++)
            if (_turn % 4 == 1) _saved[v] = _first[v];
            else if (_turn % 2 == 0 && _best[v] != 0) _saved[v] = _best[v];
        Array.Clear(_target);
        _targetLength = 0;
        if (_turn % 2 == 1) return;
        Array.Clear(_best);
        _bestLength = 0;
    }

    private static void Keep(ReadOnlySpan<int> literals, sbyte[] phases, ref int length)
    {
        foreach (var literal in literals) phases[literal >> 1] = (sbyte)(1 - 2 * (literal & 1));
        length = literals.Length;
    }
}
