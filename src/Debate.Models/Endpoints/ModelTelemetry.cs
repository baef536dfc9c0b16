using System.Diagnostics;
using System.Diagnostics.Metrics;
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
    private static readonly Counter<long> Reused =
        ModelCounter("reused", "{token}", "Prompt tokens that a model in this process did not read again.");
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

    /// <summary>The same for a call of a model that this process runs itself.</summary>
    internal static async Task<ModelReply> ObserveAsync(
        string model, string seat, TimeProvider clock, Func<Task<(ModelReply Reply, long Reused)>> ask)
    {
        using var activity = Source.StartActivity("ask", ActivityKind.Client);
        activity?.SetTag("model", model).SetTag("seat", seat);
        var began = clock.GetTimestamp();
        try
        {
            var (reply, reused) = await ask();
            RecordReply(model, reply.Usage, clock.GetElapsedTime(began));
            Reused.Add(reused, new KeyValuePair<string, object?>("model", model));
            return reply;
        }
        catch (Exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            RecordFailure(model);
            throw;
        }
    }

    private static Counter<long> ModelCounter(string name, string unit, string meaning) =>
        Meter.CreateCounter<long>($"debate.model.{name}", unit, meaning);
}

/// <summary>
/// One call under the names of OpenTelemetry's conventions for generative AI (gen_ai.*, status Development, 2026), beside our own. What was
/// asked and answered is never recorded; the conventions' attributes for content are left out.
/// </summary>
internal sealed class GenAiCall
{
    private static readonly Meter Meter = new(ModelTelemetry.Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "Duration of a call, retries included.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
        });

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of a call, by type.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(i => 1L << 2 * i)] });

    private readonly Activity? _activity;
    private readonly TagList _tags;

    /// <param name="activity">The call's activity; null if nobody listens.</param>
    /// <param name="spec">The model's entry.</param>
    public GenAiCall(Activity? activity, EndpointSpec spec)
    {
        _activity = activity;
        _tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            // By the dialect that is spoken, as the conventions say where the provider itself is not known.
            { "gen_ai.provider.name", "openai" },
            { "gen_ai.request.model", spec.Model },
            { "server.address", spec.Endpoint.Host },
            { "server.port", spec.Endpoint.Port },
        };
        foreach (var (key, value) in _tags) activity?.SetTag(key, value);
    }

    /// <summary>Records a reply: its model, why it ended, and its tokens where the endpoint counts them.</summary>
    public void RecordReply(ChatReply reply, TimeSpan took)
    {
        var tags = _tags;
        if (reply.Model is { } model)
        {
            tags.Add("gen_ai.response.model", model);
            _activity?.SetTag("gen_ai.response.model", model);
        }
        // A refusal's finish goes on with its words, which are content.
        _activity?.SetTag("gen_ai.response.finish_reasons", new[] { reply.Finish?.Split(':')[0] ?? "stop" });
        RecordTokens(tags, "input", reply.TokensIn);
        RecordTokens(tags, "output", reply.TokensOut);
        Duration.Record(took.TotalSeconds, tags);
    }

    /// <summary>Records a call that failed for good.</summary>
    public void RecordFailure(Exception error, TimeSpan took)
    {
        var (tags, type) = (_tags, error is OutageException outage ? outage.Cause.ToString() : error.GetType().FullName);
        tags.Add("error.type", type);
        _activity?.SetTag("error.type", type);
        Duration.Record(took.TotalSeconds, tags);
    }

    private void RecordTokens(TagList tags, string type, long? count)
    {
        if (count is not { } tokens) return;
        _activity?.SetTag($"gen_ai.usage.{type}_tokens", tokens);
        tags.Add("gen_ai.token.type", type);
        Tokens.Record(tokens, tags);
    }
}
