namespace Debate.Grains.Solving;

/// <summary>
/// The questions that a silo's solvers work on, by the tickets of who asked, and the stops that came before their questions: between silos
/// messages overtake each other. A stop whose question never comes is forgotten after a while. Thread-safe.
/// </summary>
public sealed class StoppedQuestions(TimeProvider clock)
{
    /// <summary>The most stops that wait for their questions; one more, and the oldest is forgotten.</summary>
    public const int MaxWaiting = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, CancellationTokenSource> _running = [];
    private readonly HashSet<Guid> _waiting = [];
    private readonly Queue<(Guid Ticket, long Since)> _order = new();

    /// <summary>How long a stop waits for its question: as long as a run's question may take.</summary>
    public static TimeSpan Retention => TimeSpan.FromMinutes(10);

    /// <summary>The number of stops that wait for their questions.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Answers a question, which ends as cancelled where its stop comes, or came before it.</summary>
    /// <param name="ticket">The ticket by which it can be stopped; null for none.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="cancellation">Ends it too.</param>
    public async Task<T> AnswerAsync<T>(Guid? ticket, Func<CancellationToken, Task<T>> answer, CancellationToken cancellation)
    {
        if (ticket is not { } known) return await answer(cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_gate)
        {
            ForgetOld();
            // Its callbacks are not there yet.
            if (_waiting.Remove(known)) stop.Cancel();
            else _running[known] = stop;
        }
        try
        {
            return await answer(stop.Token);
        }
        finally
        {
            lock (_gate) _running.Remove(known);
        }
    }

    /// <summary>Stops a question, or remembers the stop until it comes. Returns whether it was there.</summary>
    public bool Stop(Guid ticket)
    {
        lock (_gate)
        {
            ForgetOld();
            if (_running.TryGetValue(ticket, out var question))
            {
                // What ends with it runs elsewhere, not under the lock.
                _ = question.CancelAsync();
                return true;
            }
            if (_waiting.Add(ticket)) _order.Enqueue((ticket, clock.GetTimestamp()));
            while (_order.Count > MaxWaiting) _waiting.Remove(_order.Dequeue().Ticket);
            return false;
        }
    }

    private void ForgetOld()
    {
        while (_order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Since) >= Retention) _waiting.Remove(_order.Dequeue().Ticket);
    }
}
