using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Every protocol of the room, ready to run in a few calls that include every kind of step.</summary>
internal static class ProtocolBench
{
    /// <summary>The protocols.</summary>
    public static IReadOnlyList<ProtocolDescriptor> All { get; } =
    [
        .. typeof(Mad).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IProtocol)) && t.IsClass)
            .Select(t => (ProtocolDescriptor)t.GetProperty("Descriptor")!.GetValue(null)!),
    ];

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. All.Select(e => e.Name).Order(StringComparer.Ordinal)];

    /// <summary>An engine that has all of them.</summary>
    /// <param name="delay">What a call waits for; null for nothing.</param>
    /// <param name="abilities">What models can do.</param>
    public static EngineFixture Create(Func<ModelCall, Task>? delay = null, Abilities abilities = Abilities.None) =>
        new(Reply, [.. All.Where(e => e.Name is not ("mad" or "direct" or "self-consistency" or "self-reflection"))])
        {
            Delay = delay ?? (_ => Task.CompletedTask),
            Abilities = abilities,
            // The first parts of a reply that is written in several goes end at their limits.
            Finish = call => call.Seat.Sampling.MaxTokens is 256 or 512 ? "length" : null,
        };

    /// <summary>A run of a protocol.</summary>
    public static RunDefinition Define(EngineFixture engine, string protocol, params (string Name, string Value)[] options)
    {
        var entry = All.Single(e => e.Name == protocol);
        // Options that keep runs small and still include every kind of step.
        (string Name, string Value)[] small =
        [
            ("rounds", "2"), ("samples", "3"), ("refinements", "3"), ("calls", "3"), ("decisions", "2"), ("turns", "4"), ("plays", "1"),
            ("decision", "consensus"), ("ties", "draw"), ("mode", "summarizer"), ("paradigm", "debate"), ("interactive", "yes"),
            ("position", "call"), ("check", "program"), ("choose", "judge"), ("iterations", "3"), ("gate", "no"), ("corrections", "2"),
        ];
        var definition = engine.Define(protocol,
            [.. small.Where(o => entry.Options.FirstOrDefault(r => r.Name == o.Name)?.Allows(o.Value) == true)
                .ExceptBy(options.Select(o => o.Name), o => o.Name).Concat(options)]);
        return definition with
        {
            Seats = [.. definition.Seats.Select(s => s with { Model = entry.DefaultModel ?? s.Model })],
            Problem = new("q", "Is it so?") { Choices = ["yes", "no"], Passage = "It is so.", Graph = Graph(), Motion = "a" },
        };
    }

    /// <summary>What the run recorded, in a form that does not depend on who drove it.</summary>
    public static async Task<string> ProjectAsync(EngineFixture engine) =>
        string.Join('\n', CanonicalProjection.Format(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")))));

    private static string Graph()
    {
        var graph = new ArgumentGraphBuilder();
        foreach (var id in new[] { "a", "b", "c", "d", "e" }) graph.AddArgument(id, $"claim {id}", 0.5);
        graph.AddAttack("b", "a");
        graph.AddAttack("c", "b");
        graph.AddSupport("d", "a");
        graph.AddAttack("e", "a");
        return GraphJson.Write(new ArgumentMap("map", graph.Build()));
    }

    /// <summary>A function of the seat and the path, so that a repeated call gets the same reply; the debaters differ.</summary>
    private static string Reply(ModelCall call) => ReplyInForm(call) ?? call.Seat.Name switch
    {
        "generator" or "arguer" => $$"""{"decision": "D {{call.Path}}", "condition": "c", "danger": "d", "exception": "e", "argument": "at {{call.Path}}"}""",
        "verifier" => """{"accepts": "no", "question": "CQ1", "reason": "so"}""",
        "scorer" => """{"score": 0.6}""",
        "judge" or "moderator" when call.Path.Length % 2 == 0 => "That cannot be read.",
        _ => $"At {call.Path} <quote>It is so.</quote> {{\"side\": \"pro\", \"answer\": \"{(call.Path[^1] % 2 == 0 ? "yes" : "no")}\"}}",
    };

    /// <summary>The reply that a protocol that reasons asks for by a form of its own; now and then it is not what was hoped for.</summary>
    private static string? ReplyInForm(ModelCall call)
    {
        var (request, odd) = (call.Chat[^1].Text, call.Path.Sum(c => c) % 3 == 0);
        return Asks("fits") ? $$"""{"fits": true, "answers": {{(odd ? "true" : "false")}}, "reason": "so", "accepted": {{(odd ? "true" : "false")}}, "answer": "4"}"""
            : Asks("accepted") ? $$"""{"reason": "so", "accepted": {{(odd ? "true" : "false")}}}"""
            : Asks("step") ? $$"""{"step": "Step {{call.Path}}. The answer is yes.", "done": {{(odd ? "true" : "false")}}}"""
            : Asks("value") ? """{"reason": "so", "value": 0.4}"""
            : Asks("choice") ? odd ? "The first." : """{"reason": "so", "choice": 2}"""
            : Asks("feedback") ? """{"feedback": "Say why."}"""
            : request.Contains("[thinking]", StringComparison.Ordinal) ? $$"""[thinking]At {{call.Path}}.[/thinking]{"reason": "so", "answer": "yes"}"""
            : Asks("modules") ? """{"modules": {"1": "Count.", "2": "Check."}}"""
            : Asks("plan") && !Asks("answer") ? odd ? "No plan." : $$$"""{"plan": {"1. Look at {{{call.Path}}}": "", "2. Say it": ""}}"""
            : Asks("1") ? """{"1": "What is given?", "2": "What is asked?"}"""
            : request.Contains("Q1:", StringComparison.Ordinal) && !Asks("answer") ? "Q1: Two and two?\nS1: Add.\nA1: 4\nQ2: One and one?\nS2: Add.\nA2: 2\nQ3: Is it?\nS3: So.\nA3: yes"
            : request.Contains("```javascript", StringComparison.Ordinal) && !Asks("answer") ? "```javascript\n2 + 2\n```"
            : null;

        bool Asks(string field) => request.Contains($"\"{field}\":", StringComparison.Ordinal);
    }
}
