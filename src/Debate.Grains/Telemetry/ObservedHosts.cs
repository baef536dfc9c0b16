using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Telemetry;

/// <summary>Records an activity and measurements for each turn: how long it waited for a permit, and its usage.</summary>
public sealed class ObservedHosts(IModelHosts inner, TimeProvider clock) : IModelHosts
{
    /// <inheritdoc/>
    public async ValueTask<IDisposable> AdmitAsync(Seat seat, Applicant who, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        DebateTelemetry.Queued(seat.Model, 1);
        try
        {
            var place = await inner.AdmitAsync(seat, who, cancellation);
            DebateTelemetry.Admitted(seat.Model, clock.GetElapsedTime(began));
            return place;
        }
        finally
        {
            DebateTelemetry.Queued(seat.Model, -1);
        }
    }

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        using var activity = DebateTelemetry.Turn(call);
        DebateTelemetry.Asked(call.Seat.Model, 1);
        try
        {
            var reply = await inner.AskAsync(call, cancellation);
            DebateTelemetry.Replied(call.Seat.Model, reply.Usage);
            return reply;
        }
        finally
        {
            DebateTelemetry.Asked(call.Seat.Model, -1);
        }
    }

    /// <inheritdoc/>
    public void Recorded(ModelCall call) => inner.Recorded(call);

    /// <inheritdoc/>
    public Usage Bound(Seat seat, Chat chat) => inner.Bound(seat, chat);
}
