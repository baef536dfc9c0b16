using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Externals;
using Debate.Grains.Placement;

namespace Debate.Grains.Models;

/// <summary>
/// Routes a silo's calls to the models, on the silos that host them: one grain call per effect, after admission to the model. An external
/// seat is not a model: its turn is offered through the external turn registry, needs no permit and uses no tokens.
/// </summary>
public sealed class Router(IGrainFactory grains, IRoster roster, IModelBackends backends, ExternalDesk desk, TimeProvider clock)
    : IModelHosts
{
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for a host of a model that has none.</summary>
    private static readonly TimeSpan UntilHosted = TimeSpan.FromMinutes(1);

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

    /// <summary>Asks one host; if its silo dies or stops meanwhile, or there is no host right now, tries the next one.</summary>
    private async Task<HostAnswer> AnswerAsync(ModelCall call, CancellationToken cancellation)
    {
        var model = call.Seat.Model;
        for (var began = clock.GetTimestamp(); ; await Task.Delay(BeforeAnother, clock, cancellation))
        {
            var (why, host) = ("no silo hosts it", roster.HostOf(model));
            try
            {
                if (host is not null) return await grains.GetGrain<IModelHostGrain>(host).AskAsync(call, cancellation);
            }
            catch (TimeoutException lost)
            {
                return Lost(model, $"its host did not answer: {lost.Message}");
            }
            catch (Exception lost) when (lost.IsOfSilo(cancellation))
            {
                why = $"its host is gone: {lost.Message}";
            }
            if (clock.GetElapsedTime(began) > UntilHosted) return Lost(model, why);
        }
    }

    private static HostAnswer Lost(string model, string why) => new(null, Trouble.Unreachable, $"model '{model}': {why}");

    private sealed class NoPlace : IDisposable
    {
        public static NoPlace Instance { get; } = new();

        public void Dispose()
        {
            // Nothing was acquired.
        }
    }
}
