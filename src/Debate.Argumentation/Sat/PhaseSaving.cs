namespace Debate.Argumentation.Sat;

/// <summary>
/// The phase with which each variable is tried: its last value (phase saving: Pipatsrisawat and Darwiche, 2007), or in stable mode its
/// value in the longest conflict-free assignment (target phases: Biere and Fleury, 2020). Periodically all phases are reset to the longest
/// recent assignment or to the initial phases, or are left as they are (rephasing, ibid.). Values are 1 and -1.
/// </summary>
internal sealed class PhaseSaving
{
    private const int RephaseInterval = 1000;
    private sbyte[] _initial = new sbyte[16], _saved = new sbyte[16], _target = new sbyte[16], _best = new sbyte[16];
    private int _targetLength, _bestLength, _rephases;
    private long _nextRephase = RephaseInterval;

    /// <summary>Adds a variable.</summary>
    public void AddVariable(int variable, bool phase)
    {
        if (variable == _initial.Length)
        {
            Array.Resize(ref _initial, 2 * variable);
            Array.Resize(ref _saved, 2 * variable);
            Array.Resize(ref _target, 2 * variable);
            Array.Resize(ref _best, 2 * variable);
        }
        _initial[variable] = _saved[variable] = (sbyte)(phase ? 1 : -1);
    }

    /// <summary>The literal to decide.</summary>
    public int ChooseLiteral(int variable, bool stable)
    {
        var value = stable && _target[variable] != 0 ? _target[variable] : _saved[variable];
        return 2 * variable + (value > 0 ? 0 : 1);
    }

    /// <summary>Saves the phase of a literal that was true.</summary>
    public void Save(int literal) => _saved[literal >> 1] = (sbyte)(1 - 2 * (literal & 1));

    /// <summary>Sets the saved and target phase so that the literal is tried true next, in either mode.</summary>
    public void SetPhase(int literal)
    {
        Save(literal);
        _target[literal >> 1] = _saved[literal >> 1];
    }

    /// <summary>Updates the target and best phases from literals that were true together without conflict.</summary>
    public void UpdateTargetAndBest(ReadOnlySpan<int> literals)
    {
        if (literals.Length > _targetLength) CopyPhases(literals, _target, ref _targetLength);
        if (literals.Length > _bestLength) CopyPhases(literals, _best, ref _bestLength);
    }

    /// <summary>Rephases if enough conflicts have passed.</summary>
    public void Rephase(long conflicts)
    {
        if (conflicts < _nextRephase) return;
        _nextRephase = conflicts + RephaseInterval * ++_rephases;
        for (var v = 0; v < _saved.Length; v++)
            if (_rephases % 4 == 1) _saved[v] = _initial[v];
            else if (_rephases % 2 == 0 && _best[v] != 0) _saved[v] = _best[v];
        Array.Clear(_target);
        _targetLength = 0;
        if (_rephases % 2 == 1) return;
        Array.Clear(_best);
        _bestLength = 0;
    }

    private static void CopyPhases(ReadOnlySpan<int> literals, sbyte[] phases, ref int length)
    {
        foreach (var literal in literals) phases[literal >> 1] = (sbyte)(1 - 2 * (literal & 1));
        length = literals.Length;
    }
}
