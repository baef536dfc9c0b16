using System.Diagnostics.Metrics;
using System.Diagnostics;
using Debate.Deliberation;
using Microsoft.Extensions.AI;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

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

    internal static void RecordReply(string model, Usage usage, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("model", model);
        Calls.Add(1, tag);
        Tokens.Add(usage.TokensIn, tag, new("direction", "in"));
        Tokens.Add(usage.TokensOut, tag, new("direction", "out"));
        Duration.Record(took.TotalSeconds, tag);
    }

    internal static void RecordFailure(string model) => Failures.Add(1, new KeyValuePair<string, object?>("model", model));

    internal static void RecordRequests(string model, int requests) =>
        Requests.Add(requests, new KeyValuePair<string, object?>("model", model));

    internal static void RecordCacheHit(string model) => Cached.Add(1, new KeyValuePair<string, object?>("model", model));

    private static Counter<long> ModelCounter(string name, string unit, string meaning) =>
        Meter.CreateCounter<long>($"debate.model.{name}", unit, meaning);
}

/// <summary>Records an activity and measurements for each call. No prompt or reply text is recorded.</summary>
internal sealed class ObservedChatClient(IChatClient inner, string model, TimeProvider clock) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var activity = ModelTelemetry.Source.StartActivity("ask", ActivityKind.Client);
        activity?.SetTag("model", model).SetTag("seat", CallScope.Current?.Seat);
        var call = new GenAiCall(activity, GetService(typeof(ChatClientMetadata)) as ChatClientMetadata, options?.ModelId, model);
        var began = clock.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            var took = clock.GetElapsedTime(began);
            RecordRequests(activity);
            ModelTelemetry.RecordReply(
                model, new Usage(1, 0, response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0), took);
            call.RecordReply(response, took);
            return response;
        }
        catch (Exception error)
        {
            RecordRequests(activity);
            activity?.SetStatus(ActivityStatusCode.Error);
            ModelTelemetry.RecordFailure(model);
            call.RecordFailure(error, clock.GetElapsedTime(began));
            throw;
        }
    }

    private void RecordRequests(Activity? activity)
    {
        var requests = CallScope.Current?.Attempts ?? 1;
        ModelTelemetry.RecordRequests(model, requests);
        activity?.SetTag("requests", requests);
    }
}
