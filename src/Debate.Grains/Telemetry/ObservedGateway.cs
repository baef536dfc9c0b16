using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Telemetry;

/// <summary>Records an activity and measurements for each turn: how long it waited for a permit, and its usage.</summary>
public sealed class ObservedGateway(IModelGateway inner, TimeProvider clock) : IModelGateway
{
    /// <inheritdoc/>
    public async ValueTask<IDisposable> AdmitAsync(Seat seat, AdmissionRequest admission, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        DebateTelemetry.AddWaiting(seat.Model, 1);
        try
        {
            var place = await inner.AdmitAsync(seat, admission, cancellation);
            DebateTelemetry.RecordWait(seat.Model, clock.GetElapsedTime(began));
            return place;
        }
        finally
        {
            DebateTelemetry.AddWaiting(seat.Model, -1);
        }
    }

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        using var activity = DebateTelemetry.StartTurn(call);
        DebateTelemetry.AddLoad(call.Seat.Model, 1);
        try
        {
            var reply = await inner.AskAsync(call, cancellation);
            DebateTelemetry.RecordReply(call.Seat.Model, reply.Usage);
            return reply;
        }
        finally
        {
            DebateTelemetry.AddLoad(call.Seat.Model, -1);
        }
    }

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call) => inner.OnRecorded(call);

    /// <inheritdoc/>
    public Usage MaxUsage(Seat seat, Chat chat) => inner.MaxUsage(seat, chat);
}
