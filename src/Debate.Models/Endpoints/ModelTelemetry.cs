using System.Diagnostics.Metrics;
using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The traces and metrics of model calls; the activity source and the meter are both named "Debate.Models".</summary>
public static class ModelTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Debate.Models";

    internal static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Calls = ModelCounter("calls", "{call}", "Model calls that were answered.");
    private static readonly Counter<long> Failures = ModelCounter("failures", "{call}", "Model calls that failed for good.");
    private static readonly Counter<long> Requests = ModelCounter("requests", "{request}", "HTTP requests, retries included.");
    private static readonly Counter<long> Cached = ModelCounter("cached", "{call}", "Replies out of the cache.");
    private static readonly Counter<long> Tokens = ModelCounter("tokens", "{token}", "Tokens, by direction.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("debate.model.duration", "s", "Time to a reply, retries included.");

    private static void RecordReply(string model, Usage usage, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("model", model);
        Calls.Add(1, tag);
        Tokens.Add(usage.TokensIn, tag, new("direction", "in"));
        Tokens.Add(usage.TokensOut, tag, new("direction", "out"));
        Duration.Record(took.TotalSeconds, tag);
    }

    private static void RecordFailure(string model) => Failures.Add(1, new KeyValuePair<string, object?>("model", model));

    private static void RecordRequests(string model, int requests, Activity? activity)
    {
        Requests.Add(requests, new KeyValuePair<string, object?>("model", model));
        activity?.SetTag("requests", requests);
    }

    internal static void RecordCacheHit(string model) => Cached.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>
    /// Records an activity and measurements for a call that may take several requests. No prompt or reply text is recorded.
    /// </summary>
    internal static async Task<ModelReply> ObserveAsync(
        EndpointSpec spec, string seat, TimeProvider clock, Func<Task<(ChatReply Read, ModelReply Reply)>> ask, Func<int> requests)
    {
        using var activity = Source.StartActivity("ask", ActivityKind.Client);
        activity?.SetTag("model", spec.Name).SetTag("seat", seat);
        var call = new GenAiCall(activity, spec);
        var began = clock.GetTimestamp();
        try
        {
            var (read, reply) = await ask();
            var took = clock.GetElapsedTime(began);
            RecordRequests(spec.Name, requests(), activity);
            RecordReply(spec.Name, reply.Usage, took);
            call.RecordReply(read, took);
            return reply;
        }
        catch (Exception error)
        {
            RecordRequests(spec.Name, requests(), activity);
            activity?.SetStatus(ActivityStatusCode.Error);
            RecordFailure(spec.Name);
            call.RecordFailure(error, clock.GetElapsedTime(began));
            throw;
        }
    }

    private static Counter<long> ModelCounter(string name, string unit, string meaning) =>
        Meter.CreateCounter<long>($"debate.model.{name}", unit, meaning);
}
