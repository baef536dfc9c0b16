using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Externals;

/// <summary>Whether external replies can reach this process: a server has endpoints for them, a tool's silo has none.</summary>
public sealed record ExternalOptions(bool IsServed);

/// <summary>
/// The external turns of all runs that this process drives: the back end of the seats that are played from outside. One activation both
/// drives a run and takes its replies, so the turns need not leave the process. Turns that wait here are lost with it; the replay offers
/// them again.
/// </summary>
public sealed class ExternalTurnRegistry(TimeProvider clock, ExternalOptions options) : IModelClient
{
    private readonly ConcurrentDictionary<DeliberationId, PendingTurns> _runs = new();

    /// <summary>Registers a run that this silo starts to drive, and returns its turns.</summary>
    public PendingTurns Register(DeliberationId id) => _runs[id] = new PendingTurns(clock);

    /// <summary>Removes the turns of a run that this silo no longer drives.</summary>
    public void Unregister(DeliberationId id, PendingTurns turns) => _runs.TryRemove(KeyValuePair.Create(id, turns));

    /// <inheritdoc/>
    public ModelTerms? FindTerms(string model) => model == ExternalSeat.Model ? ExternalSeat.Terms : null;

    /// <summary>
    /// Offers a turn and waits for its reply; throws <see cref="SuspendedException"/> if none arrives in time or no reply can reach this
    /// process.
    /// </summary>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        options.IsServed && _runs.TryGetValue(call.Id, out var turns)
            ? turns.OfferAsync(call, cancellation)
            : throw new SuspendedException(
                RunStatus.Interrupted,
                $"seat '{call.Seat.Name}' is played from outside, and nobody can reply here; 'debate serve' offers its turn at "
                + $"/v1/episodes/{call.Id}",
                FailureKind.Unanswered);

    /// <summary>Marks the reply to a call as durable.</summary>
    public void OnRecorded(ModelCall call)
    {
        if (_runs.TryGetValue(call.Id, out var turns)) turns.OnRecorded(call);
    }
}
