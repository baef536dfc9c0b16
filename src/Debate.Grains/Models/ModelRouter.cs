using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Runtime.Externals;

namespace Debate.Grains.Models;

/// <summary>
/// Routes a silo's calls to the models, on the silos that host them: one grain call per effect, after admission to the model. An external
/// seat is not a model: its turn is offered through the external turn registry, needs no permit and uses no tokens.
/// </summary>
public sealed class ModelRouter(IGrainFactory grains, IClusterRoles clusterRoles, IModelRegistry backends, ExternalTurnRegistry service,
    TimeProvider clock)
    : IModelGateway
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for a host of a model that has none.</summary>
    private static readonly TimeSpan HostTimeout = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(Seat seat, AdmissionRequest admission, CancellationToken cancellation) =>
        ExternalSeat.IsExternal(seat) ? new(NoPermit.Instance) : backends.AdmitAsync(seat.Model, admission, cancellation);

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (ExternalSeat.IsExternal(call.Seat)) return await service.AskAsync(call, cancellation);
        var terms = backends.GetLimits(call.Seat.Model);
        if (!terms.Simulated) call = call with { Problem = null };
        var answer = await AskHostAsync(call, cancellation);
        return answer.Reply ?? throw new OutageException(answer.Trouble, answer.Message!);
    }

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call)
    {
        if (ExternalSeat.IsExternal(call.Seat)) service.OnRecorded(call);
    }

    /// <inheritdoc/>
    public Usage MaxUsage(Seat seat, Chat chat)
    {
        if (ExternalSeat.IsExternal(seat)) return Usage.None;
        return Reservation.Compute(backends.GetLimits(seat.Model), seat, chat);
    }

    /// <inheritdoc/>
    public int? FindMaxTokens(Seat seat) => backends.FindMaxTokens(seat.Model);

    /// <summary>Asks one host; if its silo dies or stops meanwhile, or there is no host right now, tries the next one.</summary>
    private async Task<HostReply> AskHostAsync(ModelCall call, CancellationToken cancellation)
    {
        var model = call.Seat.Model;
        for (var began = clock.GetTimestamp(); ; await Task.Delay(RetryDelay, clock, cancellation))
        {
            var (why, host) = ("no silo hosts it", clusterRoles.FindHost(model));
            try
            {
                if (host is not null) return await grains.GetGrain<IModelHostGrain>(host).AskAsync(call, cancellation);
            }
            catch (TimeoutException lost)
            {
                return CreateUnreachable(model, $"its host did not answer: {lost.Message}");
            }
            catch (Exception lost) when (lost.IsSiloFailure(cancellation))
            {
                why = $"its host is gone: {lost.Message}";
            }
            if (clock.GetElapsedTime(began) > HostTimeout) return CreateUnreachable(model, why);
        }
    }

    private static HostReply CreateUnreachable(string model, string why) => new(null, FailureKind.Unreachable, $"model '{model}': {why}");

    private sealed class NoPermit : IDisposable
    {
        public static NoPermit Instance { get; } = new();

        public void Dispose()
        {
            // Nothing was acquired.
        }
    }
}
