using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The calls that wait for a model, in the order of admission: runs are served in proportion to the weights of their priorities, the calls
/// of one run in order of arrival (start-time fair queueing: Goyal, Vin and Cheng, 1996). So a run with many calls does not delay the
/// others, and no call starves.
/// </summary>
internal sealed class FairQueue<T>
{
    private readonly PriorityQueue<T, (long Tag, long Order)> _queue = new();
    private readonly Dictionary<DeliberationId, long> _finishTags = [];
    private long _virtualTime;
    private long _sequence;

    /// <summary>The number of waiters.</summary>
    public int Count => _queue.Count;

    /// <summary>Adds a waiter.</summary>
    public void Enqueue(T waiter, AdmissionRequest admission)
    {
        var tag = Math.Max(_virtualTime, _finishTags.GetValueOrDefault(admission.Root));
        _finishTags[admission.Root] = tag + Cost(admission.Priority);
        _queue.Enqueue(waiter, (tag, _sequence++));
    }

    /// <summary>The next waiter.</summary>
    public bool TryPeek(out T waiter) => _queue.TryPeek(out waiter!, out _);

    /// <summary>Removes the next waiter; throws if there is none.</summary>
    public void Dequeue()
    {
        _queue.TryPeek(out _, out var place);
        _queue.Dequeue();
        _virtualTime = place.Tag;
        // When the queue is empty, no run is owed service.
        if (_queue.Count == 0) _finishTags.Clear();
    }

    private static long Cost(Priority priority) => priority switch { Priority.High => 1, Priority.Low => 16, _ => 4 };
}
