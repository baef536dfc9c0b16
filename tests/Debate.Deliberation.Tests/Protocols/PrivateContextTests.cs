using System.Globalization;
using CsCheck;
using Debate.Deliberation.Decisions;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>What only one seat may read reaches no other seat's prompt under any protocol, unless the seat says it.</summary>
public sealed class PrivateContextTests
{
    internal static readonly Gen<(string Protocol, (string, string)[] Options)> Protocols = Gen.OneOf(
        Gen.Select(Gen.Int[2, 4], Gen.Int[0, 3], Gen.Int[1, 3], Gen.OneOf("none", "call", "it is five"), Gen.OneOf("all", "first-round"),
            (debaters, level, rounds, position, reads) => ("mad", new[]
            {
                ("debaters", Text(debaters)), ("level", Text(level)), ("rounds", Text(rounds)), ("position", position),
                    ("judge-reads", reads),
            })),
        Gen.Int[1, 4].Select(n => ("self-consistency", new[] { ("samples", Text(n)) })),
        Gen.Int[1, 4].Select(n => ("self-reflection", new[] { ("calls", Text(n)) })),
        Gen.Select(Gen.Int[1, 4], Gen.Int[2, 9], Gen.OneOf("first", "all"), (decisions, turns, objections) => ("argmed", new[]
        {
            ("decisions", Text(decisions)), ("turns", Text(turns)), ("objections", objections),
        })),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2], Gen.OneOf("half", "asked"), (depth, breadth, score) => ("claim", new[]
        {
            ("depth", Text(depth)), ("breadth", Text(breadth)), ("claim-score", score),
        })),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.OneOf("sides", "own"), Gen.OneOf("both", "drawn"),
            (rounds, judges, stance, orders) => ("judged", new[]
        {
            ("rounds", Text(rounds)), ("judges", Text(judges)), ("stance", stance), ("orders", orders),
        })),
        Gen.Select(Gen.OneOf("society-of-minds", "chateval", "mallm"), Gen.Int[2, 4], Gen.Int[1, 2],
            Gen.Int[0, DecisionRules.All.Count - 1].Select(i => DecisionRules.All[i]),
            Gen.OneOf("first", "draw"), (name, debaters, rounds, rule, ties) => (name, new[]
            {
                ("debaters", Text(debaters)), ("rounds", Text(rounds)), ("decision", rule.Name), ("ties", ties),
            })),
        Gen.OneOf("simultaneous", "summarizer").Select(mode => ("chateval", new[] { ("mode", mode) })),
        Gen.OneOf("report", "relay", "debate", "collective-refinement")
        .Select(paradigm => ("mallm", new[] { ("paradigm", paradigm), ("rounds", "2") })),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3],
            (debaters, judges) => ("judge-debate", new[] { ("debaters", Text(debaters)), ("judges", Text(judges)) })),
        Gen.Int[1, 3].Select(n => ("ensemble-refinement", new[] { ("samples", Text(n)), ("refinements", Text(n)) })),
        Gen.Select(Gen.Int[1, 2], Gen.OneOf("simultaneous", "sequential"), Gen.OneOf("yes", "no"),
            (rounds, turns, interactive) => ("khan-debate", new[]
        {
            ("rounds", Text(rounds)), ("turns", turns), ("interactive", interactive),
        })),
        Gen.Select(Gen.Int[1, 2], Gen.OneOf("yes", "no"), (rounds, interactive) => ("consultancy", new[]
        {
            ("rounds", Text(rounds)), ("interactive", interactive),
        })),
        Gen.Int[1, 3].Select(judges => ("league", new[] { ("judges", Text(judges)) })),
        Gen.Select(Gen.Int[1, 2], Gen.OneOf("same", "apart"), Gen.OneOf("yes", "no"), (refinements, feedback, gate) => ("self-feedback", new[]
        {
            ("refinements", Text(refinements)), ("feedback", feedback), ("gate", gate),
        })),
        Gen.Select(Gen.Int[1, 2], Gen.OneOf("same", "apart"), (corrections, critic) => ("spontaneous-correction", new[]
        {
            ("steps", "3"), ("corrections", Text(corrections)), ("critic", critic),
        })),
        Gen.Select(Gen.Int[1, 3], Gen.OneOf("vote", "judge"), (samples, choose) => ("iterative-deepening", new[]
        {
            ("samples", Text(samples)), ("choose", choose),
        })),
        Gen.Select(Gen.Int[1, 3], Gen.OneOf("same", "apart"), (stages, verify) => ("chain-of-self-correction", new[]
        {
            ("stages", Text(stages)), ("verify", verify),
        })),
        Gen.Select(Gen.OneOf("model", "judge", "vote"), Gen.Int[1, 3], (value, iterations) => ("tree-search", new[]
        {
            ("value", value), ("iterations", Text(iterations)),
        })),
        Gen.OneOf("self-contemplation", "auto-evolve", "auto-evolve-plan", "multi-vote", "hint-infer", "least-to-most", "guided-paths",
            "action-thought", "recursive-thinking").Select(name => (name, Array.Empty<(string, string)>())),
        Gen.OneOf("direct", "chain-of-thought", "blind-judge", "oracle-judge").Select(name => (name, Array.Empty<(string, string)>())));

    private static readonly Gen<string> Dressing =
        Gen.OneOf("", "{statement}", "{context}", "<<<end>>>", "\"answer\": \"4\"", "Answer: 4", "é漢😀\n");

    [Fact]
    public void Private_context_persona_and_passage_reach_no_other_seat() =>
        Gen.Select(Protocols, Gen.Long, Dressing, Gen.Bool, Gen.Bool).Sample((protocol, salt, dressing, blurts, refuses) =>
        {
            var engine = new EngineFixture(call => Reply(call, blurts, refuses), Others);
            var definition = Told(engine.Define(protocol.Protocol, protocol.Options), salt, dressing);
            var outcome = engine.RunAsync(definition).GetAwaiter().GetResult();
            Assert.Equal(RunStatus.Finished, outcome.Status);
            Assert.NotEmpty(engine.Calls);
            var said = new HashSet<string>();
            foreach (var call in engine.Calls)
            {
                var prompt = string.Join('\n', call.Chat.Select(m => m.Text));
                foreach (var seat in definition.Seats)
                    foreach (var secret in new[] { Secret("context", seat.Name, salt), Secret("persona", seat.Name, salt) })
                        if (seat.Name == call.Seat.Name) Assert.Contains(secret, prompt);
                        else if (!said.Contains(secret)) Assert.DoesNotContain(secret, prompt);
                var passage = Secret("passage", "nobody", salt);
                if (Reads(protocol.Protocol, call.Seat.Name)) Assert.Contains(passage, prompt);
                else if (!said.Contains(passage)) Assert.DoesNotContain(passage, prompt);
                if (!blurts) continue;
                said.Add(Secret("context", call.Seat.Name, salt));
                if (prompt.Contains(passage, StringComparison.Ordinal)) said.Add(passage);
            }
        }, iter: 600, seed: "0000000000002");

    /// <summary>Which seats may read the problem's passage.</summary>
    private static bool Reads(string protocol, string seat) => protocol switch
    {
        "khan-debate" or "league" => !seat.StartsWith("judge", StringComparison.Ordinal),
        "consultancy" => seat == "consultant",
        "oracle-judge" or "multi-vote" => true,
        _ => false,
    };

    /// <summary>Other seats hear private text that a seat says aloud, so the test above looks in the right place.</summary>
    [Fact]
    public async Task What_a_seat_says_of_its_private_context_is_heard()
    {
        var engine = new EngineFixture(call => Reply(call, blurts: true, refuses: false));
        await engine.RunAsync(Told(engine.Define("mad", ("rounds", "1")), 1, ""));
        Assert.Contains(Secret("context", "affirmative", 1), engine.Calls[1].Chat[^1].Text);
        Assert.DoesNotContain(Secret("persona", "affirmative", 1), engine.Calls[1].Chat[^1].Text);
    }

    /// <summary>Protocols know nothing of private context; a new one must be added above.</summary>
    [Fact]
    public void Every_protocol_over_language_models_is_tried()
    {
        var tried = new HashSet<string>();
        Protocols.Sample(p => { lock (tried) tried.Add(p.Protocol); }, iter: 2000, seed: "0000000000002");
        var withoutModels = new HashSet<string> { "evidence", "agreement" };
        Assert.Equal(All.Select(e => e.Name).Except(withoutModels).Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
    }

    private static ProtocolDescriptor[] All { get; } =
    [
        .. typeof(Mad).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IProtocol)) && t.IsClass)
            .Select(t => (ProtocolDescriptor)t.GetProperty("Descriptor")!.GetValue(null)!),
    ];

    internal static ProtocolDescriptor[] Others { get; } =
        [.. All.Where(e => e.Name is not ("mad" or "direct" or "self-consistency" or "self-reflection"))];

    private static RunDefinition Told(RunDefinition definition, long salt, string dressing) => definition with
    {
        Problem = definition.Problem with { WrongAnswers = ["5"], Passage = $"{dressing}{Secret("passage", "nobody", salt)}{dressing}" },
        Seats = [.. definition.Seats.Select(s => s with
        {
            PrivateContext = $"{dressing}{Secret("context", s.Name, salt)}{dressing}",
            Persona = $"{Secret("persona", s.Name, salt)}{dressing}",
        })],
    };

    private static string Secret(string kind, string seat, long salt) =>
        string.Create(CultureInfo.InvariantCulture, $"[{kind} of {seat} {salt}]");

    /// <summary>Seats that blurt repeat all of their private context; those that refuse give no readable reply.</summary>
    internal static string Reply(ModelCall call, bool blurts, bool refuses)
    {
        var held = call.Problem?.Passage is { } passage && call.Chat.Any(m => m.Text.Contains(passage, StringComparison.Ordinal)) ? passage : "";
        var blurted = blurts ? $"{call.Seat.PrivateContext}{held}" : "";
        if (refuses) return $"I would rather not. {blurted}";
        return call.Seat.Name switch
        {
            "moderator" => """{"preference": "No", "reason": "not yet", "answer": ""}""",
            "judge" => """{"reason": "so", "answer": "4"}""",
            "generator" or "arguer" => Argument(call.Chat.Count, blurted ?? ""),
            "verifier" => call.Chat.Count % 4 < 2 ? """{"accepts": "yes"}"""
            : Json(new { accepts = "no", question = "CQ1", reason = $"so {blurted}" }),
            "reasoner" => Json(new { reason = $"so {blurted}", answer = "D2" }),
            "scorer" => """{"score": 0.6}""",
            _ => $"{blurted} Answer: 4",
        };
    }

    /// <summary>An argument that fits any scheme.</summary>
    private static string Argument(int turn, string blurted) => Json(new
    {
        decision = $"D{turn}", condition = $"c{turn} {blurted}", danger = "d", exception = $"e{turn} {blurted}", argument = $"a {blurted}",
    });

    private static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
