namespace Debate.Grains.Solving;

/// <summary>
/// Turn-taking between threads, of which only so many run at once. The turn goes to whoever has had the least so far; who comes anew is
/// put level with the last one served, so that a short job passes long ones at once and no job waits for ever (the virtual time of fair
/// queueing: Demers, Keshav and Shenker, 1989).
/// </summary>
/// <param name="atOnce">How many run at once; positive.</param>
/// <param name="quantum">How long a turn lasts while somebody waits.</param>
/// <param name="clock">Measures turns.</param>
internal sealed class Turns(int atOnce, TimeSpan quantum, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Turn, (long Had, long Order)> _line = new();
    private int _free = atOnce;
    private long _floor;
    private long _order;

    /// <summary>Waits for the first turn; <see cref="Leave"/> must follow, also where this throws because it was cancelled.</summary>
    public void Enter(Turn turn, CancellationToken cancellation)
    {
        lock (_gate)
        {
            turn.Had = _floor;
            Queue(turn);
        }
        Wait(turn, cancellation);
    }

    /// <summary>Gives way where the turn has lasted long enough and somebody waits; returns with the next turn.</summary>
    public void Pause(Turn turn, CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(turn.Began) < quantum) return;
        lock (_gate)
        {
            Charge(turn);
            if (_line.Count == 0) return;
            _free++;
            Queue(turn);
        }
        Wait(turn, cancellation);
    }

    /// <summary>The job is done, or has given up.</summary>
    public void Leave(Turn turn)
    {
        lock (_gate)
        {
            if (turn.Runs) _free++;
            else _line.Remove(turn, out _, out _);
            Serve();
        }
    }

    private void Wait(Turn turn, CancellationToken cancellation)
    {
        turn.Served.Wait(cancellation);
        turn.Began = clock.GetTimestamp();
    }

    private void Charge(Turn turn)
    {
        var now = clock.GetTimestamp();
        turn.Had += now - turn.Began;
        turn.Began = now;
    }

    private void Queue(Turn turn)
    {
        turn.Runs = false;
        _line.Enqueue(turn, (turn.Had, _order++));
        Serve();
    }

    private void Serve()
    {
        while (_free > 0 && _line.TryDequeue(out var next, out var place))
        {
            _floor = Math.Max(_floor, place.Had);
            _free--;
            next.Runs = true;
            next.Served.Release();
        }
    }

    /// <summary>One thread's place.</summary>
    internal sealed class Turn
    {
        /// <summary>Released once for every turn that it is given.</summary>
        public SemaphoreSlim Served { get; } = new(0);

        /// <summary>Whether it has a turn now.</summary>
        public bool Runs { get; set; }

        /// <summary>What it had, in ticks of the clock, on top of what the last one served had when it came.</summary>
        public long Had { get; set; }

        /// <summary>When its turn began.</summary>
        public long Began { get; set; }
    }
}
