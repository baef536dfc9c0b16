using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Answers a call from the cache where it holds the reply: then nothing is sent, and the start at the model is given back.</summary>
internal sealed class CachedModelClient(IModelClient inner, EndpointSpec spec, ModelGate gate, string folder) : DelegatingModelClient(inner)
{
    private readonly ReplyCache _cache = new(folder);

    // What another tenant asked is told to nobody, not even by a reply that comes at once.
    private ReplyCache Find(Tenant tenant) =>
        tenant == Tenant.Default ? _cache : new(Path.Combine(folder, "tenants", tenant.Name));

    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var (cache, key) = (Find(call.Id.Tenant), ReplyCache.ComputeKey(spec, call));
        if (cache.Find(key) is { } hit)
        {
            gate.Refund();
            ModelTelemetry.RecordCacheHit(spec.Name);
            return new(hit.Text, new Usage(Cached: 1), hit.FinishReason == "stop" ? null : hit.FinishReason) { Thoughts = hit.Thoughts };
        }
        var reply = await base.AskAsync(call, cancellation);
        cache.TryStore(key, spec.Model, new(reply.Text, reply.Finish, reply.Thoughts));
        return reply;
    }
}
