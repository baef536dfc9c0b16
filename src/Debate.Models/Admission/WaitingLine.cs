using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The calls that wait for a model, in the order of admission: runs are served in proportion to the weights of their priorities, the calls
/// of one run in order of arrival (start-time fair queueing: Goyal, Vin and Cheng, 1996). So a run with many calls does not delay the
/// others, and no call starves.
/// </summary>
internal sealed class WaitingLine<T>
{
    private readonly PriorityQueue<T, (long Tag, long Order)> _line = new();
    private readonly Dictionary<DeliberationId, long> _next = [];
    private long _served;
    private long _order;

    /// <summary>The number of waiters.</summary>
    public int Count => _line.Count;

    /// <summary>Adds a waiter.</summary>
    public void Enqueue(T waiter, Applicant who)
    {
        var tag = Math.Max(_served, _next.GetValueOrDefault(who.Root));
        _next[who.Root] = tag + Cost(who.Priority);
        _line.Enqueue(waiter, (tag, _order++));
    }

    /// <summary>The next waiter.</summary>
    public bool TryPeek(out T waiter) => _line.TryPeek(out waiter!, out _);

    /// <summary>Removes the next waiter; throws if there is none.</summary>
    public void Dequeue()
    {
        _line.TryPeek(out _, out var place);
        _line.Dequeue();
        _served = place.Tag;
        // When the queue is empty, no run is owed service.
        if (_line.Count == 0) _next.Clear();
    }

    private static long Cost(Priority priority) => priority switch { Priority.High => 1, Priority.Low => 16, _ => 4 };
}
