namespace Debate.Benchmarks.Scale;

/// <summary>A queue, first come first served, before several identical servers.</summary>
/// <param name="name">The resource that it models.</param>
/// <param name="servers">The number of servers; positive.</param>
/// <param name="service">Draws a service time in seconds.</param>
internal sealed class QueueStation(string name, int servers, Func<Random, double> service)
{
    private readonly Queue<Action> _waiting = new();
    private int _busy;

    public string Name => name;

    public int Servers => servers;

    /// <summary>Total service time in seconds.</summary>
    public double Worked { get; private set; }

    /// <summary>The maximum length of the queue.</summary>
    public int Longest { get; private set; }

    /// <summary>Serves a customer now or after queueing, then calls <paramref name="then"/>.</summary>
    public void Enter(Calendar calendar, Random random, Action then)
    {
        if (_busy == servers)
        {
            _waiting.Enqueue(then);
            Longest = Math.Max(Longest, _waiting.Count);
            return;
        }
        _busy++;
        Serve(calendar, random, then);
    }

    private void Serve(Calendar calendar, Random random, Action then)
    {
        var takes = service(random);
        Worked += takes;
        calendar.In(takes, () =>
        {
            if (_waiting.TryDequeue(out var next)) Serve(calendar, random, next);
            else _busy--;
            then();
        });
    }
}

/// <summary>Simulated time: a queue of events.</summary>
internal sealed class Calendar
{
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private long _order;

    /// <summary>Seconds since the start.</summary>
    public double Now { get; private set; }

    /// <summary>
    /// Schedules an action in that many seconds; actions due at the same moment run in the order in which they were added.
    /// </summary>
    public void In(double seconds, Action action) => _events.Enqueue(action, (Now + seconds, _order++));

    /// <summary>Runs all events.</summary>
    public void Run()
    {
        while (_events.TryDequeue(out var action, out var due))
        {
            Now = due.At;
            action();
        }
    }
}
