namespace Debate.Benchmarks.Scale;

/// <summary>A queue, first come first served, before some equal servers.</summary>
/// <param name="name">What it stands for.</param>
/// <param name="servers">How many serve at once; positive.</param>
/// <param name="service">Draws how long one is served, in seconds.</param>
internal sealed class Station(string name, int servers, Func<Random, double> service)
{
    private readonly Queue<Action> _waiting = new();
    private int _busy;

    public string Name => name;

    public int Servers => servers;

    /// <summary>Seconds that servers worked, added up.</summary>
    public double Worked { get; private set; }

    /// <summary>The most that waited at once.</summary>
    public int Longest { get; private set; }

    /// <summary>Serves somebody now or in turn, and then lets them go on.</summary>
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

/// <summary>Simulated time: what happens when.</summary>
internal sealed class Calendar
{
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private long _order;

    /// <summary>Seconds since the beginning.</summary>
    public double Now { get; private set; }

    /// <summary>Something happens so many seconds from now; what is due at one moment happens in the order it was entered.</summary>
    public void In(double seconds, Action action) => _events.Enqueue(action, (Now + seconds, _order++));

    /// <summary>Lets everything happen.</summary>
    public void Run()
    {
        while (_events.TryDequeue(out var action, out var due))
        {
            Now = due.At;
            action();
        }
    }
}
