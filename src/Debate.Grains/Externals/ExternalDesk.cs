using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Externals;

/// <summary>Whether replies from outside can reach this process: a server's doors are open, a tool's silo has none.</summary>
public sealed record ExternalOptions(bool IsServed);

/// <summary>
/// The turns of all runs that this silo drives. A run is driven and replied to by one activation, so that its turns need not leave the
/// silo; what waits here is lost with the process and offered again by the replay.
/// </summary>
public sealed class ExternalDesk(TimeProvider clock, ExternalOptions options)
{
    private readonly ConcurrentDictionary<DeliberationId, OpenTurns> _runs = new();

    /// <summary>The turns of a run that begins to be driven.</summary>
    public OpenTurns Open(DeliberationId id) => _runs[id] = new OpenTurns(clock);

    /// <summary>Forgets the turns of a run that is no longer driven.</summary>
    public void Close(DeliberationId id, OpenTurns turns) => _runs.TryRemove(KeyValuePair.Create(id, turns));

    /// <summary>Offers a turn and waits for its reply; throws <see cref="SuspendedException"/> where none comes in time or none can.</summary>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        options.IsServed && _runs.TryGetValue(call.Id, out var turns)
            ? turns.OfferAsync(call, cancellation)
            : throw new SuspendedException(
                RunStatus.Interrupted,
                $"seat '{call.Seat.Name}' is played from outside, and nobody can reply here; 'debate serve' offers its turn at "
                + $"/v1/episodes/{call.Id}",
                Trouble.Unanswered);

    /// <summary>Tells that the reply to a call is durable.</summary>
    public void Recorded(ModelCall call)
    {
        if (_runs.TryGetValue(call.Id, out var turns)) turns.Recorded(call);
    }
}
