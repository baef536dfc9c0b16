using System.Collections.Concurrent;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Cluster;

/// <summary>A scripted model and a record of its use. Each test has its own, so that tests can share a cluster.</summary>
internal sealed class WatchedModel
{
    public Func<ModelCall, CancellationToken, Task<string>> Reply { get; set; } = (call, _) => Task.FromResult(Debater(call));

    public Func<CancellationToken, Task> Admission { get; init; } = _ => Task.CompletedTask;

    /// <summary>Calls that requested a permit.</summary>
    public EventCounter Queued { get; } = new();

    /// <summary>Calls that a router sent to a model host.</summary>
    public EventCounter Sent { get; } = new();

    /// <summary>Calls that reached the model.</summary>
    public EventCounter Asked { get; } = new();

    /// <summary>Calls that were cancelled while the model worked.</summary>
    public EventCounter Cancelled { get; } = new();

    public ConcurrentQueue<(string Silo, ModelCall Call)> Calls { get; } = new();

    public IEnumerable<(string Id, string Path)> Places => Calls.Select(c => (c.Call.Id.Value, c.Call.Path));

    /// <summary>A debate in which the moderator decides nothing; the judge answers with the id of the deliberation.</summary>
    public static string Debater(ModelCall call) => call.Seat.Name switch
    {
        "moderator" => """{"preference": "No", "reason": "not yet", "answer": ""}""",
        "judge" => $$"""{"reason": "so", "answer": "{{call.Id}}"}""",
        var seat => $"{seat} at {call.Path}. Answer: {call.Id}",
    };

    /// <summary>Never replies.</summary>
    public static async Task<string> Hang(ModelCall call, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return "";
    }
}
