using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;

namespace Debate.Grains.Models;

/// <summary>
/// Routes a silo's calls to the silos that host the models, after admission here: what this silo hosts it asks itself, and so it does what
/// is played from outside; any other model takes one grain call.
/// </summary>
public sealed class ModelRouter(IGrainFactory grains, IClusterRoles clusterRoles, LocalModels local, TimeProvider clock)
    : DelegatingModelClient(local)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for a host of a model that has none.</summary>
    private static readonly TimeSpan HostTimeout = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var terms = local.GetTerms(call.Seat.Model);
        if (terms.IsExternal || clusterRoles.IsHost(call.Seat.Model)) return local.AskAsync(call, cancellation);
        var sent = terms.Simulated ? call : call with { Problem = null };
        return AskHostAsync(call.Seat.Model, async host =>
        {
            var answer = await host.AskAsync(sent, cancellation);
            return answer.Reply ?? throw new OutageException(answer.Trouble, answer.Message!);
        }, cancellation);
    }

    /// <inheritdoc/>
    public override Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        clusterRoles.IsHost(call.Seat.Model) ? local.ScoreAsync(call, cancellation) : AskHostAsync(call.Seat.Model, async host =>
        {
            var answer = await host.ScoreAsync(call, cancellation);
            return answer.Score ?? throw new OutageException(answer.Failure, answer.Message!);
        }, cancellation);

    /// <summary>Asks one host; if its silo dies or stops meanwhile, or there is no host right now, tries the next one.</summary>
    private async Task<T> AskHostAsync<T>(string model, Func<IModelHostGrain, Task<T>> ask, CancellationToken cancellation)
    {
        for (var began = clock.GetTimestamp(); ; await Task.Delay(RetryDelay, clock, cancellation))
        {
            var (why, host) = ("no silo hosts it", clusterRoles.FindHost(model));
            try
            {
                if (host is not null) return await ask(grains.GetGrain<IModelHostGrain>(host));
            }
            catch (TimeoutException lost)
            {
                throw CreateUnreachable(model, $"its host did not answer: {lost.Message}");
            }
            catch (Exception lost) when (lost.IsSiloFailure(cancellation))
            {
                why = $"its host is gone: {lost.Message}";
            }
            if (clock.GetElapsedTime(began) > HostTimeout) throw CreateUnreachable(model, why);
        }
    }

    private static OutageException CreateUnreachable(string model, string why) => new(FailureKind.Unreachable, $"model '{model}': {why}");
}
