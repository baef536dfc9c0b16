namespace Debate.Argumentation.Sat;

/// <summary>
/// When to restart. Two modes alternate as in CaDiCaL (Biere, 2019): focused mode restarts when the recent glue is worse than its long-term
/// mean (Biere and Fröhlich, 2015), stable mode restarts rarely (Luby et al., 1993). The first focused phase lasts a fixed number of
/// conflicts; its work is the unit of all later phases, whose length grows with the square of the round.
/// </summary>
internal sealed class Rhythm
{
    private const double Fast = 1.0 / 33, Slow = 1e-5, Margin = 1.1;
    private const int FirstTurn = 1000, Rest = 2, LubyUnit = 1024;
    private double _fast, _slow, _fastMissing = 1, _slowMissing = 1;
    private long _restart, _unit, _end = long.MaxValue;
    private int _turns;
    private (int Step, int Length) _luby = (1, 1);

    /// <summary>Conflicts so far.</summary>
    public long Conflicts { get; private set; }

    /// <summary>True in stable mode.</summary>
    public bool Stable { get; private set; }

    /// <summary>Counts a conflict that produced a clause of this glue.</summary>
    public void Note(int glue)
    {
        Conflicts++;
        _fast += Fast * (glue - _fast);
        _slow += Slow * (glue - _slow);
        (_fastMissing, _slowMissing) = (_fastMissing * (1 - Fast), _slowMissing * (1 - Slow));
    }

    /// <summary>Whether to restart, given the total work so far; also switches the mode when its phase is over.</summary>
    public bool RestartDue(long work)
    {
        if (_turns == 0 ? Conflicts >= FirstTurn : work >= _end) Switch(work);
        if (Conflicts < _restart) return false;
        return Stable || _fast / (1 - _fastMissing) > Margin * _slow / (1 - _slowMissing);
    }

    /// <summary>Schedules the next restart.</summary>
    public void Restarted() => _restart = Conflicts + (Stable ? LubyUnit * Luby() : Rest);

    private void Switch(long work)
    {
        if (_turns++ == 0) _unit = work;
        Stable = !Stable;
        var round = (_turns + 1) / 2;
        _end = work + _unit * round * round;
        _luby = (1, 1);
        Restarted();
    }

    // The sequence 1 1 2 1 1 2 4 ... by Knuth's reluctant doubling.
    private int Luby()
    {
        var now = _luby.Length;
        _luby = (_luby.Step & -_luby.Step) == now ? (_luby.Step + 1, 1) : (_luby.Step, 2 * now);
        return now;
    }
}
