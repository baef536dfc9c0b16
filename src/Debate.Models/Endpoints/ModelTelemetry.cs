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

    private static void RecordRequests(string model, int requests) =>
        Requests.Add(requests, new KeyValuePair<string, object?>("model", model));

    internal static void RecordCacheHit(string model) => Cached.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>
    /// Records an activity and measurements for a call that may take several requests. No prompt or reply text is recorded.
    /// </summary>
    internal static async Task<ModelReply> ObserveAsync(
        string model, string seat, TimeProvider clock, Func<Task<ModelReply>> ask, Func<int> requests)
    {
        using var activity = Source.StartActivity("ask", ActivityKind.Client);
        activity?.SetTag("model", model).SetTag("seat", seat);
        var began = clock.GetTimestamp();
        ModelReply? reply = null;
        try
        {
            reply = await ask();
            return reply;
        }
        finally
        {
            RecordRequests(model, requests());
            activity?.SetTag("requests", requests());
            if (reply is not null) RecordReply(model, reply.Usage, clock.GetElapsedTime(began));
            else
            {
                activity?.SetStatus(ActivityStatusCode.Error);
                RecordFailure(model);
            }
        }
    }

    private static Counter<long> ModelCounter(string name, string unit, string meaning) =>
        Meter.CreateCounter<long>($"debate.model.{name}", unit, meaning);
}
