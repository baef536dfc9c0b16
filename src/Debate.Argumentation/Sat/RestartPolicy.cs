namespace Debate.Argumentation.Sat;

/// <summary>
/// When to restart. Two modes alternate as in CaDiCaL (Biere, 2019): focused mode restarts when the recent glue is worse than its long-term
/// mean (Biere and Fröhlich, 2015), stable mode restarts rarely (Luby et al., 1993). The first focused phase lasts a fixed number of
/// conflicts; its work is the unit of all later phases, whose length grows with the square of the round.
/// </summary>
internal sealed class RestartPolicy
{
    private const double Fast = 1.0 / 33, Slow = 1e-5, Margin = 1.1;
    private const int FirstModeConflicts = 1000, FocusedInterval = 2, LubyUnit = 1024;
    private double _fast, _slow, _fastBias = 1, _slowBias = 1;
    private long _nextRestart, _modeUnit, _modeEnd = long.MaxValue;
    private int _modeSwitches;
    private (int Step, int Length) _luby = (1, 1);

    /// <summary>Conflicts so far.</summary>
    public long Conflicts { get; private set; }

    /// <summary>True in stable mode.</summary>
    public bool IsStable { get; private set; }

    /// <summary>Counts a conflict that produced a clause of this glue.</summary>
    public void OnConflict(int glue)
    {
        Conflicts++;
        _fast += Fast * (glue - _fast);
        _slow += Slow * (glue - _slow);
        (_fastBias, _slowBias) = (_fastBias * (1 - Fast), _slowBias * (1 - Slow));
    }

    /// <summary>Whether to restart, given the total work so far; also switches the mode when its phase is over.</summary>
    public bool IsRestartDue(long work)
    {
        if (_modeSwitches == 0 ? Conflicts >= FirstModeConflicts : work >= _modeEnd) SwitchMode(work);
        if (Conflicts < _nextRestart) return false;
        return IsStable || _fast / (1 - _fastBias) > Margin * _slow / (1 - _slowBias);
    }

    /// <summary>Schedules the next restart.</summary>
    public void OnRestart() => _nextRestart = Conflicts + (IsStable ? LubyUnit * NextLuby() : FocusedInterval);

    private void SwitchMode(long work)
    {
        if (_modeSwitches++ == 0) _modeUnit = work;
        IsStable = !IsStable;
        var round = (_modeSwitches + 1) / 2;
        _modeEnd = work + _modeUnit * round * round;
        _luby = (1, 1);
        OnRestart();
    }

    // The sequence 1 1 2 1 1 2 4 ... by Knuth's reluctant doubling.
    private int NextLuby()
    {
        var now = _luby.Length;
        _luby = (_luby.Step & -_luby.Step) == now ? (_luby.Step + 1, 1) : (_luby.Step, 2 * now);
        return now;
    }
}
