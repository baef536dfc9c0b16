using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Who waits at a model, in the order in which they are let in: runs by turns, each as often as its priority says, and the calls of one run
/// as they came (start-time fair queueing: Goyal, Vin and Cheng, 1996). So a run with many calls holds up no other, and none waits for ever.
/// </summary>
internal sealed class WaitingLine<T>
{
    private readonly PriorityQueue<T, (long Tag, long Order)> _line = new();
    private readonly Dictionary<DeliberationId, long> _next = [];
    private long _served;
    private long _order;

    /// <summary>How many wait.</summary>
    public int Count => _line.Count;

    /// <summary>Lets somebody wait.</summary>
    public void Enqueue(T waiter, Applicant who)
    {
        var tag = Math.Max(_served, _next.GetValueOrDefault(who.Root));
        _next[who.Root] = tag + Cost(who.Priority);
        _line.Enqueue(waiter, (tag, _order++));
    }

    /// <summary>Who is next.</summary>
    public bool TryPeek(out T waiter) => _line.TryPeek(out waiter!, out _);

    /// <summary>Lets the next one go; throws where nobody waits.</summary>
    public void Dequeue()
    {
        _line.TryPeek(out _, out var place);
        _line.Dequeue();
        _served = place.Tag;
        // Where nobody waits, nobody is owed anything.
        if (_line.Count == 0) _next.Clear();
    }

    private static long Cost(Priority priority) => priority switch { Priority.High => 1, Priority.Low => 16, _ => 4 };
}
