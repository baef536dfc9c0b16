using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Externals;
using Orleans.Runtime;

namespace Debate.Grains.Models;

/// <summary>
/// A silo's way to the models: one grain call an effect, and the models' own admission before it. A seat that is played from outside is
/// none of them: its turn is offered at the desk, waits there for nothing and uses nothing.
/// </summary>
public sealed class Router(IGrainFactory grains, IModelBackends backends, ExternalDesk desk) : IModelHosts
{
    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(Seat seat, Applicant who, CancellationToken cancellation) =>
        External.Holds(seat) ? new(NoPlace.Instance) : backends.AdmitAsync(seat.Model, who, cancellation);

    /// <inheritdoc/>
    public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (External.Holds(call.Seat)) return await desk.AskAsync(call, cancellation);
        var terms = backends.Terms(call.Seat.Model);
        if (!terms.Simulated) call = call with { Problem = null };
        var answer = await AnswerAsync(call, cancellation);
        return answer.Reply ?? throw new OutageException(answer.Trouble, answer.Message!);
    }

    /// <inheritdoc/>
    public void Recorded(ModelCall call)
    {
        if (External.Holds(call.Seat)) desk.Recorded(call);
    }

    /// <inheritdoc/>
    public Usage Bound(Seat seat, Chat chat)
    {
        if (External.Holds(seat)) return Usage.None;
        return Reservation.Of(backends.Terms(seat.Model), seat, chat);
    }

    private async Task<HostAnswer> AnswerAsync(ModelCall call, CancellationToken cancellation)
    {
        try
        {
            return await grains.GetGrain<IModelHostGrain>(call.Seat.Model).AskAsync(call, cancellation);
        }
        catch (Exception lost) when (lost is TimeoutException or SiloUnavailableException)
        {
            return new(null, Trouble.Unreachable, $"model '{call.Seat.Model}': its host did not answer: {lost.Message}");
        }
    }

    private sealed class NoPlace : IDisposable
    {
        public static NoPlace Instance { get; } = new();

        public void Dispose()
        {
            // Nothing was taken.
        }
    }
}
