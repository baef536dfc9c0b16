using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Debate.Testing;

namespace Debate.Models.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Call_is_one_activity_and_counts_calls_requests_and_tokens_and_shows_no_text()
    {
        var name = "observed-model";
        var counted = new ConcurrentDictionary<string, long>();
        var activities = new ConcurrentQueue<Activity>();
        using var metrics = Listen(name, counted);
        using var traces = new ActivityListener
        {
            ShouldListenTo = s => s.Name == ModelTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        await using var endpoint = await SimulatedEndpoint.StartAsync(
            Faults.First([EndpointReply.Error(500, "no")], (_, _) => Task.FromResult(EndpointReply.Text("yes", 7, 3))));
        using var models = SampleCalls.Backends(new EndpointSpec(name, new Uri(endpoint.Url), "m"), new() { Clock = new SkippingClock() });

        await models.AskAsync(SampleCalls.To(name), SampleCalls.Cancellation);

        var activity = Assert.Single(activities, a => Equals(a.GetTagItem("model"), name));
        Assert.Equal(2, activity.GetTagItem("requests"));
        Assert.DoesNotContain(activity.TagObjects, t => t.Value is string text && text.Contains("speed", StringComparison.Ordinal));
        Assert.Equal((1, 2, 10), (counted["debate.model.calls"], counted["debate.model.requests"], counted["debate.model.tokens"]));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(401, "Unauthorised")]
    public async Task Call_bears_the_names_of_the_conventions_for_generative_ai_and_no_content(int status, string? failure)
    {
        var name = $"gen-ai-{status}";
        var measured = new ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)>();
        var activities = new ConcurrentQueue<Activity>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = s => s.Name == ModelTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
                { if (instrument.Name.StartsWith("gen_ai.", StringComparison.Ordinal)) l.EnableMeasurementEvents(instrument); },
        };
        metrics.SetMeasurementEventCallback<long>((i, value, tags, _) => measured.Enqueue((i.Name, value, new(tags.ToArray()))));
        metrics.SetMeasurementEventCallback<double>((i, value, tags, _) => measured.Enqueue((i.Name, value, new(tags.ToArray()))));
        metrics.Start();
        var reply = status == 200 ? EndpointReply.Text("a secret answer", 7, 3) : EndpointReply.Error(status, "no secret");
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(reply));
        var model = $"m-{status}";
        using var models = SampleCalls.Backends(
            new EndpointSpec(name, new Uri(endpoint.Url), model), new() { Clock = new SkippingClock() });

        var error = await Record.ExceptionAsync(() => models.AskAsync(SampleCalls.To(name), SampleCalls.Cancellation));

        Assert.Equal(failure is null, error is null);
        var activity = Assert.Single(activities, a => Equals(a.GetTagItem("model"), name));
        Assert.Equal(("chat", "openai", model, failure),
            (activity.GetTagItem("gen_ai.operation.name"), activity.GetTagItem("gen_ai.provider.name"),
            activity.GetTagItem("gen_ai.request.model"), activity.GetTagItem("error.type")));
        Assert.Equal(failure is null ? 7L : null, activity.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Equal(failure is null ? 3L : null, activity.GetTagItem("gen_ai.usage.output_tokens"));
        var ours = measured.Where(m => Equals(m.Tags["gen_ai.request.model"], model)).ToArray();
        var duration = Assert.Single(ours, m => m.Name == "gen_ai.client.operation.duration");
        Assert.Equal(failure, duration.Tags.GetValueOrDefault("error.type"));
        Assert.Equal(failure is null ? ["input 7", "output 3"] : [], ours.Where(m => m.Name == "gen_ai.client.token.usage")
            .Select(m => $"{m.Tags["gen_ai.token.type"]} {m.Value}"));
        var values = activity.TagObjects.Concat(ours.SelectMany(m => m.Tags)).Select(t => t.Value as string ?? "");
        Assert.DoesNotContain(values, v => v.Contains("secret", StringComparison.Ordinal) || v.Contains("speed", StringComparison.Ordinal));
        Assert.Null(activity.StatusDescription);
    }

    private static MeterListener Listen(string model, ConcurrentDictionary<string, long> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == ModelTelemetry.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
                if (tag.Key == "model" && Equals(tag.Value, model)) counted.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        });
        listener.Start();
        return listener;
    }
}
