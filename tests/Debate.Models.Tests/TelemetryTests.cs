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
