using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Answers a call from the cache where it holds the reply: then nothing is sent, and the start at the model is given back.</summary>
internal sealed class CachedModelClient(IModelClient inner, EndpointSpec spec, ModelGate gate, string folder) : DelegatingModelClient(inner)
{
    private readonly ReplyCache _cache = new(folder);

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var key = ReplyCache.ComputeKey(spec, call);
        if (_cache.Find(key) is { } hit)
        {
            gate.Refund();
            ModelTelemetry.RecordCacheHit(spec.Name);
            return new(hit.Text, new Usage(Cached: 1), hit.FinishReason == "stop" ? null : hit.FinishReason) { Thoughts = hit.Thoughts };
        }
        var reply = await base.AskAsync(call, cancellation);
        _cache.TryStore(key, spec.Model, new(reply.Text, reply.Finish, reply.Thoughts));
        return reply;
    }
}
