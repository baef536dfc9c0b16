using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Runs that were played by the engine, with scripted models.</summary>
internal static class Played
{
    public static ProtocolRegistry Protocols { get; } = new([Mad.Entry, Direct.Entry, SelfConsistency.Entry, SelfReflection.Entry]);

    public static PolicyTrace Trace { get; } = new("step-12", [5, 6, 7], [-0.5, -1e-9, -2]);

    /// <summary>
    /// A debate of two rounds about 2 + 2: the affirmative says 5 in both, the negative 4; the moderator decides in the second round for
    /// that side. The affirmative is a policy that traces its replies.
    /// </summary>
    public static Task<RunRecord> DebateAsync(string winner = "negative", bool isKeyed = true) => RunAsync("mad", call => call.Seat.Name switch
    {
        "affirmative" => new($"Round of {call.Path}.\nAnswer: 5", Usage.None) { Policy = Trace },
        "negative" => new($"No, not {call.Path}. \"Ü\"\nAnswer: 4", Usage.None),
        _ => new(call.Chat.Any(m => m.Role == Role.Assistant)
            ? $$"""{"preference": "Yes", "side": "{{winner}}", "reason": "so", "answer": "4"}"""
            : """{"preference": "No", "side": "", "reason": "not yet", "answer": ""}""", Usage.None),
    }, isKeyed);

    /// <summary>Five samples, of which three say 4.</summary>
    public static Task<RunRecord> SamplesAsync(bool isKeyed = true) =>
        RunAsync("self-consistency", call => new($"Sample {call.Sample}.\nAnswer: {(call.Sample < 3 ? 4 : 5)}", Usage.None), isKeyed, ("samples", "5"));

    /// <summary>A run that was played to its end.</summary>
    public static async Task<RunRecord> RunAsync(
        string protocol, Func<ModelCall, ModelReply> reply, bool isKeyed = true, params (string, string)[] options)
    {
        var bench = new Bench(_ => "");
        var snapshot = bench.Snapshot(protocol, options);
        if (!isKeyed) snapshot = snapshot with { Problem = new("q", "What is two and two?") };
        await new DeliberationRun(bench.Ports with { Hosts = new Hosts(reply) }, snapshot.Id).StartAsync(snapshot);
        return RunRecord.Of(snapshot.Id, await bench.Journal.ReadAsync(snapshot.Id));
    }

    private sealed class Hosts(Func<ModelCall, ModelReply> reply) : IModelHosts
    {
        public ValueTask<IDisposable> AdmitAsync(Seat seat, CancellationToken cancellation) => NoPlace.Free;

        public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => Task.FromResult(reply(call));

        public Usage Bound(Seat seat, Chat chat) => Usage.None;
    }
}
