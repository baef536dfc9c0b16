using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Debate.Deliberation;
using Debate.Grains.Models;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Telemetry;

namespace Debate.Grains.Tests.Telemetry;

/// <summary>What an operator sees of a run on two silos.</summary>
public sealed class TelemetryTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const int Turns = 1 + LambdaProtocol.Children * 5;

    [Fact]
    public async Task A_run_with_its_children_and_calls_on_both_silos_is_one_trace()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is DebateTelemetry.Name or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var model = new WatchedModel();
        await ClusterFixture.RunAsync(cluster.Grain("traced"), cluster.Define("traced", "family", model));
        var ours = activities.Where(a => a.GetTagItem("debate.id") is string id && new DeliberationId(id).Root.Value == "traced").ToArray();
        var root = Assert.Single(ours, a => a.OperationName == "deliberate" && (string?)a.GetTagItem("debate.id") == "traced");
        Assert.Equal("finished", root.GetTagItem("debate.status"));
        Assert.Equal(1 + LambdaProtocol.Children, ours.Count(a => a.OperationName == "deliberate"));
        Assert.Equal(Turns, ours.Count(a => a.OperationName == "turn"));
        Assert.All(ours, a => Assert.Equal(root.TraceId, a.TraceId));
        Assert.All(ours.Where(a => a.OperationName == "turn"), a => Assert.Equal(
            ("invoke_agent", a.GetTagItem("seat"), a.GetTagItem("debate.id"), a.GetTagItem("model")),
            (a.GetTagItem("gen_ai.operation.name"), a.GetTagItem("gen_ai.agent.name"), a.GetTagItem("gen_ai.conversation.id"),
            a.GetTagItem("gen_ai.request.model"))));
        Assert.All(ours.Where(a => a.OperationName == "turn"), a => Assert.True(a.GetTagItem("gen_ai.usage.input_tokens") is >= 0L));
        Assert.DoesNotContain(activities, a => a.TraceId == root.TraceId
            && a.OperationName.Contains("IModelHostGrain", StringComparison.Ordinal));
        Assert.Equal(2, model.Calls.Select(c => c.Silo).Distinct().Count());
    }

    [Fact]
    public async Task Turns_tokens_and_queues_of_a_model_are_measured()
    {
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
                { if (instrument.Meter.Name == DebateTelemetry.Name) it.EnableMeasurementEvents(instrument); },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => Add(i, 1, tags));
        listener.Start();
        await ClusterFixture.RunAsync(cluster.Grain("measured"), cluster.Define("measured", "family", new WatchedModel()));
        Assert.Equal(Turns, sums["debate.turns"]);
        Assert.Equal(Turns, sums["debate.queue.wait"]);
        Assert.Equal((0d, 0d), (sums["debate.queue.waiting"], sums["debate.host.load"]));
        Assert.True(sums["debate.tokens"] > 0);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                if (tag is { Key: "model", Value: "measured" }) sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        }
    }
}
