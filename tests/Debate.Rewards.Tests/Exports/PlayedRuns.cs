using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Runs played by the engine with scripted models.</summary>
internal static class PlayedRuns
{
    public static ProtocolRegistry Protocols { get; } =
        new([Mad.Descriptor, Direct.Descriptor, SelfConsistency.Descriptor, SelfReflection.Descriptor, TextReward.Descriptor]);

    public static PolicyTrace Trace { get; } = new("step-12", [5, 6, 7], [-0.5, -1e-9, -2]);

    /// <summary>
    /// A debate of two rounds about 2 + 2: the affirmative says 5 in both, the negative 4; the moderator decides in the second round for
    /// <paramref name="winner"/>. The affirmative is a policy that traces its replies.
    /// </summary>
    public static Task<RunRecord> DebateAsync(string winner = "negative", bool isKeyed = true) =>
        RunAsync("mad", call => call.Seat.Name switch
    {
        "affirmative" => new($"Round of {call.Path}.\nAnswer: 5", Usage.None) { Policy = Trace },
        "negative" => new($"No, not {call.Path}. \"Ü\"\nAnswer: 4", Usage.None),
        _ => new(call.Chat.Any(m => m.Role == Role.Assistant)
            ? $$"""{"preference": "Yes", "side": "{{winner}}", "reason": "so", "answer": "4"}"""
            : """{"preference": "No", "side": "", "reason": "not yet", "answer": ""}""", Usage.None),
    }, isKeyed);

    /// <summary>Five samples, of which three say 4.</summary>
    public static Task<RunRecord> SamplesAsync(bool isKeyed = true) =>
        RunAsync("self-consistency", call => new($"Sample {call.Sample}.\nAnswer: {(call.Sample < 3 ? 4 : 5)}", Usage.None), isKeyed,
            ("samples", "5"));

    /// <summary>Three answers, 4, 5 and 6, compared in pairs by a judge who always prefers the smaller one.</summary>
    public static Task<RunRecord> AnswersAsync() => RunAsync(
        "text-reward", call => new(Preference(call.Chat[^1].Text), Usage.None), true,
        ("opponent", "all-pairs"), ("rounds", "0"), ("orders", "first"));

    private static string Preference(string told)
    {
        var shown = Regex.Matches(told, @"Answer: (\d)").Select(m => m.Groups[1].Value[0]).ToArray();
        return $$"""{"probability": {{(shown[0] < shown[1] ? 0.9 : 0.1).ToString(CultureInfo.InvariantCulture)}}}""";
    }

    /// <summary>Plays a run to its end.</summary>
    public static async Task<RunRecord> RunAsync(
        string protocol, Func<ModelCall, ModelReply> reply, bool isKeyed = true, params (string, string)[] options)
    {
        var engine = new EngineFixture(_ => "", TextReward.Descriptor);
        var definition = engine.Define(protocol, options);
        if (!isKeyed) definition = definition with { Problem = new("q", "What is two and two?") };
        if (protocol == TextReward.Descriptor.Name)
            definition = definition with { Problem =
                definition.Problem with { Parts = [.. "456".Select(n => new Problem($"{n}", $"I say so.\nAnswer: {n}"))] } };
        if (protocol == "mad")
            definition = definition with { Seats = [.. definition.Seats.Select(s => s.Name == "affirmative"
                ? s with { Model = ExternalSeat.Model } : s)] };
        await new RunDriver(engine.Ports with { Models = new Hosts(reply) }, definition.Id).StartAsync(definition);
        return RunRecord.Read(definition.Id, await engine.Journal.ReadAsync(definition.Id));
    }

    private sealed class Hosts(Func<ModelCall, ModelReply> reply) : IModelClient
    {
        public ModelTerms FindTerms(string model) => ModelTerms.Free with { MaxUsage = Usage.None };

        public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => Task.FromResult(reply(call));
    }
}
