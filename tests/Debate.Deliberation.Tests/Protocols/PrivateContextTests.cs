using System.Globalization;
using CsCheck;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>What a seat alone may read reaches no other seat's prompt, whatever the protocol, unless the seat says it.</summary>
public sealed class PrivateContextTests
{
    private static readonly Gen<(string Protocol, (string, string)[] Options)> Protocols = Gen.OneOf(
        Gen.Select(Gen.Int[2, 4], Gen.Int[0, 3], Gen.Int[1, 3], Gen.OneOf("none", "call", "it is five"), Gen.OneOf("all", "first-round"),
            (debaters, level, rounds, position, reads) => ("mad", new[]
            {
                ("debaters", Text(debaters)), ("level", Text(level)), ("rounds", Text(rounds)), ("position", position), ("judge-reads", reads),
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
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.OneOf("sides", "own"), Gen.OneOf("both", "drawn"), (rounds, judges, stance, orders) => ("judged", new[]
        {
            ("rounds", Text(rounds)), ("judges", Text(judges)), ("stance", stance), ("orders", orders),
        })),
        Gen.OneOf("direct", "chain-of-thought").Select(name => (name, Array.Empty<(string, string)>())));

    private static readonly Gen<string> Dressing = Gen.OneOf("", "{statement}", "{context}", "<<<end>>>", "\"answer\": \"4\"", "Answer: 4", "é漢😀\n");

    [Fact]
    public void Private_context_and_persona_reach_no_other_seat() =>
        Gen.Select(Protocols, Gen.Long, Dressing, Gen.Bool, Gen.Bool).Sample((protocol, salt, dressing, blurts, refuses) =>
        {
            var bench = new Bench(call => Reply(call, blurts, refuses), ChainOfThought.Entry, ArgMed.Entry, Claim.Entry, Judged.Entry);
            var snapshot = Told(bench.Snapshot(protocol.Protocol, protocol.Options), salt, dressing);
            var outcome = bench.RunAsync(snapshot).GetAwaiter().GetResult();
            Assert.Equal(RunStatus.Finished, outcome.Status);
            Assert.NotEmpty(bench.Calls);
            var said = new HashSet<string>();
            foreach (var call in bench.Calls)
            {
                var prompt = string.Join('\n', call.Chat.Select(m => m.Text));
                foreach (var seat in snapshot.Seats)
                    foreach (var secret in new[] { Secret("context", seat.Name, salt), Secret("persona", seat.Name, salt) })
                        if (seat.Name == call.Seat.Name) Assert.Contains(secret, prompt);
                        else if (!said.Contains(secret)) Assert.DoesNotContain(secret, prompt);
                if (blurts && call.Seat.PrivateContext is not null) said.Add(Secret("context", call.Seat.Name, salt));
            }
        }, iter: 150, seed: "0000000000002");

    /// <summary>Private text that a seat says in the open is heard, so the test above looks where it should.</summary>
    [Fact]
    public async Task What_a_seat_says_of_its_private_context_is_heard()
    {
        var bench = new Bench(call => Reply(call, blurts: true, refuses: false));
        await bench.RunAsync(Told(bench.Snapshot("mad", ("rounds", "1")), 1, ""));
        Assert.Contains(Secret("context", "affirmative", 1), bench.Calls[1].Chat[^1].Text);
        Assert.DoesNotContain(Secret("persona", "affirmative", 1), bench.Calls[1].Chat[^1].Text);
    }

    /// <summary>Protocols that know nothing of it: a new one must be added above.</summary>
    [Fact]
    public void Every_protocol_over_language_models_is_tried()
    {
        var tried = new HashSet<string> { "mad", "direct", "chain-of-thought", "self-consistency", "self-reflection", "argmed", "claim", "judged" };
        var withoutModels = new HashSet<string> { "evidence", "agreement" };
        var entries = typeof(Mad).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IProtocol)) && t.IsClass)
            .Select(t => (ProtocolEntry)t.GetProperty("Entry")!.GetValue(null)!);
        Assert.Equal(tried.Order(StringComparer.Ordinal), entries.Select(e => e.Name).Except(withoutModels).Order(StringComparer.Ordinal));
    }

    private static Snapshot Told(Snapshot snapshot, long salt, string dressing) => snapshot with
    {
        Seats = [.. snapshot.Seats.Select(s => s with
        {
            PrivateContext = $"{dressing}{Secret("context", s.Name, salt)}{dressing}",
            Persona = $"{Secret("persona", s.Name, salt)}{dressing}",
        })],
    };

    private static string Secret(string kind, string seat, long salt) => string.Create(CultureInfo.InvariantCulture, $"[{kind} of {seat} {salt}]");

    /// <summary>Seats that blurt say all of their private context; those that refuse say nothing that can be read.</summary>
    private static string Reply(ModelCall call, bool blurts, bool refuses)
    {
        var blurted = blurts ? call.Seat.PrivateContext : "";
        if (refuses) return $"I would rather not. {blurted}";
        return call.Seat.Name switch
        {
            "moderator" => """{"preference": "No", "reason": "not yet", "answer": ""}""",
            "judge" => """{"reason": "so", "answer": "4"}""",
            "generator" or "arguer" => Argument(call.Chat.Count, blurted ?? ""),
            "verifier" => call.Chat.Count % 4 < 2 ? """{"accepts": "yes"}""" : Json(new { accepts = "no", question = "CQ1", reason = $"so {blurted}" }),
            "reasoner" => Json(new { reason = $"so {blurted}", answer = "D2" }),
            "scorer" => """{"score": 0.6}""",
            _ => $"{blurted} Answer: 4",
        };
    }

    /// <summary>An argument of whatever scheme is asked for.</summary>
    private static string Argument(int turn, string blurted) => Json(new
    {
        decision = $"D{turn}", condition = $"c{turn} {blurted}", danger = "d", exception = $"e{turn} {blurted}", argument = $"a {blurted}",
    });

    private static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
