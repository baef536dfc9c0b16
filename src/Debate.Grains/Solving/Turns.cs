namespace Debate.Grains.Solving;

/// <summary>
/// Time slicing between threads, a limited number of which run at once. The next slot goes to the thread that has used the least time; a
/// new thread starts level with the last one served, so that a short job passes long ones at once and no job starves (the virtual time of
/// fair queueing: Demers, Keshav and Shenker, 1989).
/// </summary>
/// <param name="atOnce">Threads that run at once; positive.</param>
/// <param name="quantum">How long a slot lasts while other threads wait.</param>
/// <param name="clock">Measures slots.</param>
internal sealed class Turns(int atOnce, TimeSpan quantum, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Turn, (long Had, long Order)> _line = new();
    private int _free = atOnce;
    private long _floor;
    private long _order;

    /// <summary>Waits for the first slot; <see cref="Leave"/> must follow, even if this throws on cancellation.</summary>
    public void Enter(Turn turn, CancellationToken cancellation)
    {
        lock (_gate)
        {
            turn.Had = _floor;
            Queue(turn);
        }
        Wait(turn, cancellation);
    }

    /// <summary>Yields if the slot has lasted a quantum and another thread waits; returns in the next slot.</summary>
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

    /// <summary>Leaves for good, when the job is done or has given up.</summary>
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

    /// <summary>The state of one thread.</summary>
    internal sealed class Turn
    {
        /// <summary>Released once for every slot granted.</summary>
        public SemaphoreSlim Served { get; } = new(0);

        /// <summary>Whether it has a slot now.</summary>
        public bool Runs { get; set; }

        /// <summary>The time it has used, in clock ticks, plus the virtual time at its arrival.</summary>
        public long Had { get; set; }

        /// <summary>The timestamp at which its slot began.</summary>
        public long Began { get; set; }
    }
}
