using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The client of a simulated model in this process. A call costs less than a microsecond, so it creates no activity and no HTTP objects.
/// </summary>
internal sealed class SimulatedModelClient(SimulatedSpec spec, ModelTerms terms, ModelGate gate, ModelRegistryOptions options)
    : ConfiguredModelClient(spec.Name, terms, gate)
{
    private readonly ISimulatedModel _model = SimulatedModels.Create(spec);

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (spec.Latency > TimeSpan.Zero) await Task.Delay(spec.Latency, options.Clock, cancellation);
        var problem = call.Problem ?? options.Problems.Find(call.Chat);
        var reply = _model.ReplyInFull(new(call.Seat.Name, spec.Name, call.Chat, CallSeed.Derive(call), problem) { Path = call.Path });
        var text = call.Seat.Sampling.CutAtStop(reply.Text);
        return new(text, EstimateUsage(call, text), reply.Finish) { Thoughts = reply.Thoughts };
    }

    private Usage EstimateUsage(ModelCall call, string text)
    {
        long characters = 0;
        for (var i = 0; i < call.Chat.Count; i++) characters += call.Chat[i].Text.Length;
        var (tokensIn, tokensOut) = (TokenEstimate.FromCharacters(characters), TokenEstimate.FromCharacters(text.Length));
        return new(1, 0, tokensIn, tokensOut, spec.Cost(tokensIn, tokensOut));
    }
}
