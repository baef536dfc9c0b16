namespace Debate.Runtime.Solving;

/// <summary>
/// Time slicing between threads, a limited number of which run at once. The next slot goes to the thread that has used the least time; a
/// new thread starts level with the last one served, so that a short job passes long ones at once and no job starves (the virtual time of
/// fair queueing: Demers, Keshav and Shenker, 1989).
/// </summary>
/// <param name="atOnce">Threads that run at once; positive.</param>
/// <param name="quantum">How long a slot lasts while other threads wait.</param>
/// <param name="clock">Measures slots.</param>
internal sealed class TimeSlicer(int atOnce, TimeSpan quantum, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TimeSlot, (long Had, long Order)> _queue = new();
    private int _free = atOnce;
    private long _virtualTime;
    private long _sequence;

    /// <summary>Waits for the first slot; <see cref="Leave"/> must follow, even if this throws on cancellation.</summary>
    public void Enter(TimeSlot turn, CancellationToken cancellation)
    {
        lock (_gate)
        {
            turn.UsedTicks = _virtualTime;
            Enqueue(turn);
        }
        WaitForSlot(turn, cancellation);
    }

    /// <summary>Yields if the slot has lasted a quantum and another thread waits; returns in the next slot.</summary>
    public void YieldSlot(TimeSlot turn, CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(turn.StartedAt) < quantum) return;
        lock (_gate)
        {
            ChargeTime(turn);
            if (_queue.Count == 0) return;
            _free++;
            Enqueue(turn);
        }
        WaitForSlot(turn, cancellation);
    }

    /// <summary>Leaves for good, when the job is done or has given up.</summary>
    public void Leave(TimeSlot turn)
    {
        lock (_gate)
        {
            if (turn.IsRunning) _free++;
            else _queue.Remove(turn, out _, out _);
            GrantSlots();
        }
    }

    private void WaitForSlot(TimeSlot turn, CancellationToken cancellation)
    {
        turn.Granted.Wait(cancellation);
        turn.StartedAt = clock.GetTimestamp();
    }

    private void ChargeTime(TimeSlot turn)
    {
        var now = clock.GetTimestamp();
        turn.UsedTicks += now - turn.StartedAt;
        turn.StartedAt = now;
    }

    private void Enqueue(TimeSlot turn)
    {
        turn.IsRunning = false;
        _queue.Enqueue(turn, (turn.UsedTicks, _sequence++));
        GrantSlots();
    }

    private void GrantSlots()
    {
        while (_free > 0 && _queue.TryDequeue(out var next, out var place))
        {
            _virtualTime = Math.Max(_virtualTime, place.Had);
            _free--;
            next.IsRunning = true;
            next.Granted.Release();
        }
    }

    /// <summary>The state of one thread.</summary>
    internal sealed class TimeSlot
    {
        /// <summary>Released once for every slot granted.</summary>
        public SemaphoreSlim Granted { get; } = new(0);

        /// <summary>Whether it has a slot now.</summary>
        public bool IsRunning { get; set; }

        /// <summary>The time it has used, in clock ticks, plus the virtual time at its arrival.</summary>
        public long UsedTicks { get; set; }

        /// <summary>The timestamp at which its slot began.</summary>
        public long StartedAt { get; set; }
    }
}
