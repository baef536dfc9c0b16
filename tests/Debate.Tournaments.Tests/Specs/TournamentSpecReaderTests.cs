using System.Text.Json;
using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Tests;

public sealed class TournamentSpecReaderTests
{
    private const string Contract = """
        name: town-hall
        source: { maps: ./maps }            # a folder of argument maps; or { questions: file.json }
        protocol: evidence                  # or mad, ...
        options: { reveals: 0.50, judge: df-quad }
        debaters: [random, greedy, counter, minimax]
        format: round-robin
        budget: { calls: 10000, tokens: 5000000, cost: 20, time: 01:00:00 }
        """;

    private const string Head = "name: t\nsource: { maps: m }\nprotocol: evidence\n";

    private static readonly Gen<string> Trouble = Gen.String[Gen.Char["\t\n:{}[]#&*!|>'\"%@`,-? a0\0\u0085"], 0, 4];

    [Fact]
    public void The_specification_of_the_contract_is_read()
    {
        var spec = Read(Contract);
        Assert.Equal(("town-hall", "evidence", "round-robin", 200), (spec.Name, spec.Protocol, spec.Format, spec.Concurrency));
        Assert.Equal(new SourceSpec { Maps = "./maps", MotionsPerMap = 1 }, spec.Source);
        Assert.Equal([new("judge", "df-quad"), new("reveals", "0.50")], spec.Options);
        Assert.Equal(["random", "greedy", "counter", "minimax"], spec.Debaters.Select(debater => debater.Name));
        Assert.Equal(new Budget(10_000, 5_000_000, 20, TimeSpan.FromHours(1)), spec.Budget);
        Assert.Equal((null, null, null), (spec.Model, spec.Seed, spec.Limit));
    }

    [Fact]
    public void Every_field_is_read_from_Json_indented_with_tabs()
    {
        var spec = Read("""
            {
            	"name": "full", "protocol": "mad", "model": "small", "seed": -5, "concurrency": 8, "limit": 3, "priority": "low",
            	"source": { "questions": "q\/ciar.json" },
            	"seats": { "moderator": "big", "judge": { "model": "big", "maxTokens": 4000 } },
            	"debaters": [
            		{ "name": "a", "model": "small", "persona": "a careful\nlawyer", "temperature": 0.7 },
            		{ "name": "b", "player": "greedy" }
            	],
            	"budget": { "time": "2.00:00:00" }
            }
            """);
        Assert.Equal(new SourceSpec { Questions = "q/ciar.json" }, spec.Source);
        Assert.Equal(new DebaterSpec { Name = "a", Model = "small", Persona = "a careful\nlawyer", Sampling = new(0.7) }, spec.Debaters[0]);
        Assert.Equal(new DebaterSpec { Name = "b", Player = "greedy" }, spec.Debaters[1]);
        Assert.Equal(new SeatsSpec { Moderator = new("big"), Judge = new("big") { Sampling = new(MaxTokens: 4000) } }, spec.Seats);
        Assert.Equal((-5L, 8, 3, "small", Priority.Low), (spec.Seed, spec.Concurrency, spec.Limit, spec.Model, spec.Priority));
        Assert.Equal(new Budget(Time: TimeSpan.FromDays(2)), spec.Budget);
        Assert.Empty(spec.Options);
    }

    [Fact]
    public void A_specification_goes_through_the_journal_unchanged()
    {
        var once = JsonSerializer.Serialize(Read(Contract));
        Assert.Equal(once, JsonSerializer.Serialize(JsonSerializer.Deserialize<TournamentSpec>(once)));
    }

    [Fact]
    public void Options_come_in_one_order_however_they_are_written() => Assert.Equal(
        JsonSerializer.Serialize(Read(Head + "debaters: [a, b]\noptions: { b: 1, a: 2 }")),
        JsonSerializer.Serialize(Read(Head + "debaters: [a, b]\noptions: { a: 2, b: 1 }")));

    [Theory]
    [InlineData("nmae: t", "t.yaml, line 1: nmae: it is not a known field; did you mean 'name'? known: name, source, protocol, options, debaters, "
        + "format, rounds, motionsPerRound, sides, seeding, rating, intervals, absent, budget, model, seats, judges, panel, canaries, "
        + "seed, concurrency, limit, priority")]
    [InlineData("source: { maps: m }", "t.yaml, line 1: name: it is required")]
    [InlineData(Head, "t.yaml, line 1: debaters: it is required")]
    [InlineData(Head + "debaters: [a]", "t.yaml, line 4: debaters 'a list': it must name at least 2, and names 1")]
    [InlineData(Head + "debaters: [a, b,\n a]", "t.yaml, line 5: debaters[2] 'a': it must not name a debater twice")]
    [InlineData(Head + "debaters: a", "t.yaml, line 4: debaters 'a': it must be a list")]
    [InlineData(Head + "debaters: [a, [b]]",
        "t.yaml, line 4: debaters[1] 'a list': it must be a text of one line, neither blank nor longer than 64 characters, all of them visible")]
    [InlineData(Head + "debaters: [a, ' ']",
        "t.yaml, line 4: debaters[1] '': it must be a text of one line, neither blank nor longer than 64 characters, all of them visible")]
    [InlineData(Head + "debaters: [a, { model: m }]", "t.yaml, line 4: debaters[1].name: it is required")]
    [InlineData(Head + "debaters:\n- a\n- name: b\n  temperature: 12.5",
        "t.yaml, line 7: debaters[1].temperature '12.5': it must be a number from 0 to 10")]
    [InlineData(Head + "debaters: [a, { name: b, modell: m }]",
        "t.yaml, line 4: debaters[1].modell: it is not a known field; did you mean 'model'? known: name, model, family, persona, player, thinks, temperature, topP, maxTokens, stop")]
    [InlineData(Head + "debaters: [a, b]\nformat: ladder",
        "t.yaml, line 5: format 'ladder': it must be one of round-robin, double-round-robin, swiss, "
        + "single-elimination, double-elimination, information-gain")]
    [InlineData(Head + "debaters: [a, b]\nrounds: 3",
        "t.yaml, line 5: rounds '3': it must be left out: the rounds of round-robin follow from its debaters")]
    [InlineData(Head + "debaters: [a, b]\nformat: swiss\nrounds: 0",
        "t.yaml, line 6: rounds '0': it must be a whole number from 1 to 1000")]
    [InlineData(Head + "debaters: [a, b]\nsides: one",
        "t.yaml, line 5: sides 'one': it must be left out: it is for formats in rounds, and round-robin debates on both sides once")]
    [InlineData(Head + "debaters: [a, b]\nformat: swiss\nsides: three", "t.yaml, line 6: sides 'three': it must be one of both, one")]
    [InlineData(Head + "debaters: [a, b]\nrating: ello",
        "t.yaml, line 5: rating 'ello': it must be one of davidson, bradley-terry, margins, contextual, glicko-2, trueskill, elo; did you mean 'elo'?")]
    [InlineData(Head + "debaters: [a, b]\nrating: elo\nintervals: sandwich",
        "t.yaml, line 6: intervals 'sandwich': it must suit the rating: rating 'elo' has no likelihood; use bootstrap")]
    [InlineData(Head + "debaters: [a, b]\nbudget:\n  calls: many",
        "t.yaml, line 6: budget.calls 'many': it must be a whole number from 1 to 1000000000000000")]
    [InlineData(Head + "debaters: [a, b]\nbudget: { tokens: -1 }",
        "t.yaml, line 5: budget.tokens '-1': it must be a whole number from 1 to 1000000000000000")]
    [InlineData(Head + "debaters: [a, b]\nbudget: { cost: 0 }",
        "t.yaml, line 5: budget.cost '0': it must be money above 0 and at most 1000000000000000")]
    [InlineData(Head + "debaters: [a, b]\nbudget: { time: 20 }",
        "t.yaml, line 5: budget.time '20': it must be a time such as 500ms, 90s, 10m, 1h30m or 00:10:00")]
    [InlineData(Head + "debaters: [a, b]\nbudget: 5", "t.yaml, line 5: budget '5': it must be a map of fields")]
    [InlineData(Head + "debaters: [a, b]\nconcurrency: 0", "t.yaml, line 5: concurrency '0': it must be a whole number from 1 to 100000")]
    [InlineData(Head + "debaters: [a, b]\npriority: urgent", "t.yaml, line 5: priority 'urgent': it must be one of low, normal, high")]
    [InlineData(Head + "debaters: [a, b]\nlimit: 1.5", "t.yaml, line 5: limit '1.5': it must be a whole number of at least 1")]
    [InlineData(Head + "debaters: [a, b]\nseed: x", "t.yaml, line 5: seed 'x': it must be a whole number of at most 64 bits")]
    [InlineData(Head + "debaters: [a, b]\noptions: { a: [1] }", "t.yaml, line 5: options.a 'a list': it must be a text or a number")]
    [InlineData(Head + "debaters: [a, b]\nseats: { negative: m }",
        "t.yaml, line 5: seats.negative: it is not a known field; known: moderator, judge")]
    [InlineData("name: t\nprotocol: p\nsource: {}", "t.yaml, line 3: source: it must have exactly one of maps and questions")]
    [InlineData("name: t\nprotocol: p\nsource: { maps: a, questions: b }",
        "t.yaml, line 3: source: it must have exactly one of maps and questions")]
    [InlineData("name: t\nprotocol: p\nsource: { questions: b, motionsPerMap: 2 }",
        "t.yaml, line 3: source: it must leave out motionsPerMap, which needs maps, questions have one motion each")]
    [InlineData("name: \"a\\nb\"", "t.yaml, line 1: name 'a b': it must be a text of one line, neither blank nor longer than 100 "
        + "characters, all of them visible")]
    [InlineData("name: !![", "t.yaml: not YAML or JSON: a bracket or a quote is not closed, or a tag (!) is wrong")]
    [InlineData("- a", "t.yaml, line 1: file 'a list': it must be a map of fields")]
    [InlineData("name: &a t\nprotocol: *a", "t.yaml, line 2: it must not use aliases (*name)")]
    [InlineData("", "t.yaml, line 1: it has 0 documents, and must have one: a map of fields")]
    [InlineData("name: a\n---\nname: b", "t.yaml, line 1: it has 2 documents, and must have one: a map of fields")]
    public void Every_violation_is_one_line_with_place_value_and_rule(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Read(text)).Message);

    [Theory]
    [InlineData("name: [a", 1)]
    [InlineData("name: a\nname: b", 2)]
    [InlineData("name: a\n\tsource: b", 1)]
    public void What_is_neither_Yaml_nor_Json_is_refused_with_its_line(string text, int line)
    {
        var message = Assert.Throws<InputException>(() => Read(text)).Message;
        Assert.StartsWith($"t.yaml, line {line}: not YAML or JSON: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Endless_nesting_is_refused_before_it_can_overflow_the_stack() =>
        Assert.Contains("nested deeper", Assert.Throws<InputException>(() => Read("name: " + new string('[', 200_000))).Message);

    [Fact]
    public void Any_change_of_a_good_text_is_read_or_refused_in_one_line() =>
        Gen.Select(Gen.Int[0, Contract.Length - 1], Gen.Int[0, 12], Trouble).Sample((at, cut, put) =>
        {
            var text = Contract[..at] + put + Contract[Math.Min(Contract.Length, at + cut)..];
            try { Assert.True(Read(text).Debaters.Count >= 2); }
            catch (InputException e) { Assert.DoesNotContain('\n', e.Message); }
        }, seed: "0N0XIzNsQ0O2", iter: 3000);

    private static TournamentSpec Read(string text) => TournamentSpecReader.Read(text, "t.yaml");
}
