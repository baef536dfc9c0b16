using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Grains.Tests;

/// <summary>The options of every built-in protocol: what passes the check can be read, by whatever reads it later.</summary>
public sealed class ProtocolOptionTests
{
    private static readonly string[] Hostile =
    [
        "", " ", "abc", "0", "1", "-1", "2", "99999999999999999999", "-9223372036854775808", "0.5", "0,5", ".5", "1e-400", "1e400", "NaN",
        "Infinity", "١", "½", "+1", " 1", "1 ", "0x1", "true", "null", "none", "all", "All", "auto", "both", ",", ",,", "a,b", "a,a", "a,",
        "|",
        "a|b", "a|a", "a|", "a|b|c", "pro,con", "predictability,none", "boast,echo", "boast,nobody", "contextual", "sandwich", "margin +",
        "margin", "((((", "\0", "\u001b[31m", "\ud800", "a\nb", "{}", "[]", "'; --", "../../etc", new('(', 100_000), new('1', 100_000),
    ];

    public static TheoryData<string> Protocols => [.. DebateServices.Protocols.All.Select(p => p.Name)];

    [Theory, MemberData(nameof(Protocols))]
    public void A_value_that_passes_the_check_can_be_read(string name)
    {
        var protocol = DebateServices.Protocols.Find(name);
        foreach (var option in protocol.Options)
            foreach (var value in Hostile.Concat(option.Words).Append(option.Default).Concat(option.SweepValues))
            {
                var given = new ProtocolOptions { [option.Name] = value };
                if (!option.Allows(value)) Assert.Throws<InputException>(() => protocol.CompleteOptions(given));
                else Read(protocol, protocol.CompleteOptions(given));
            }
    }

    /// <summary>An evaluation looks for the value that fits a number of calls as one looks up a word.</summary>
    [Theory, MemberData(nameof(Protocols))]
    public void More_of_the_option_that_sets_calls_are_never_fewer_calls(string name)
    {
        var protocol = DebateServices.Protocols.Find(name);
        if (protocol.CallsOption is not { } option) return;
        var rule = protocol.Options.Single(o => o.Name == option);
        Assert.Equal("integer", rule.Type);
        int[] values = [.. Enumerable.Range((int)rule.Least!, 40).Where(value => value <= rule.Greatest)];
        int[] calls = [.. values.Select(v => protocol.MaxCalls(protocol.CompleteOptions(new() { [option] = $"{v}" })))];
        Assert.Equal(calls.Order(), calls);
        foreach (var most in calls.Concat([1, 2, 3, 1_000_000]))
        {
            var fits = protocol.MaxCalls(protocol.CompleteOptions(new() { [option] = protocol.FitCalls([], most) }));
            Assert.True(fits <= most || fits == calls[0], $"{option} for {most} makes {fits}");
            Assert.Equal(calls.Where(c => c <= most).DefaultIfEmpty(calls[0]).Max(), Math.Min(fits, calls[^1]));
        }
    }

    /// <summary>Any other option that accepts any text would be one whose text is only parsed while the run goes on.</summary>
    [Fact]
    public void Only_free_text_and_names_of_protocols_accept_any_text() =>
        Assert.Equal(["iterative-deepening.trigger", "mad.position", "tournament.protocol"], DebateServices.Protocols.All
            .SelectMany(p => p.Options.Where(o => o.Allows("no such thing")).Select(o => $"{p.Name}.{o.Name}")));

    [Theory]
    [InlineData("evidence", "reveals", "abc", "option 'reveals': 'abc' is not a share below 1 or a whole number")]
    [InlineData("evidence", "reveals", "1.5", "option 'reveals': '1.5' is not a share below 1 or a whole number")]
    [InlineData("tournament", "protocol", "evidance", "protocol 'evidance': there is none of that name")]
    [InlineData("tournament", "evidence.reveals", "abc", "option 'evidence.reveals': 'abc' is not a share below 1")]
    [InlineData("tournament", "evidence.reveal", "1", "option 'evidence.reveal': evidence has no such option; did you mean 'reveals'?")]
    [InlineData("tournament", "mad.rounds", "1", "option 'mad.rounds': nothing in this tournament takes it")]
    [InlineData("tournament", "panel-seed", "x", "option 'panel-seed': 'x' is not a whole number")]
    [InlineData("tournament", "canaries", "bost", "option 'canaries': 'bost' is not names with commas, or all")]
    [InlineData("tournament", "seats", "pro", "option 'seats': 'pro' is not two seat names with a comma between them, or nothing")]
    [InlineData("evaluation", "checker", "exat", "option 'checker': 'exat' is not one of auto, ")]
    [InlineData("evaluation", "variant.0.protocol", "mad", "option 'variant.0.name': it is missing and must be given")]
    public void What_cannot_be_read_later_is_refused_before_the_run(string protocol, string option, string value, string message)
    {
        var given = new ProtocolOptions { [option] = value };
        var error = Assert.Throws<InputException>(() => DebateServices.Protocols.CompleteOptions(protocol, CreateProblem(), given));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused_before_the_run()
    {
        var given = new ProtocolOptions { ["rating"] = "elo", ["intervals"] = "sandwich" };
        Assert.StartsWith("intervals 'sandwich': ", Assert.Throws<InputException>(() =>
            DebateServices.Protocols.CompleteOptions("tournament", CreateProblem(), given)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_of_an_evaluation_are_checked_each_by_its_protocol()
    {
        ProtocolOptions Given(string rounds) => new(Evaluation.ToOptions(
            [new("direct", "direct", []), new("mad", "mad", new() { ["rounds"] = rounds })]));
        Assert.Equal("2", DebateServices.Protocols.CompleteOptions("evaluation", CreateProblem(), Given("2"))["variant.1.set.rounds"]);
        Assert.StartsWith("option 'variant.1.set.rounds': '0' is not a whole number", Assert.Throws<InputException>(() =>
            DebateServices.Protocols.CompleteOptions("evaluation", CreateProblem(), Given("0"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_typed_specification_is_stored_and_that_of_an_earlier_build_is_still_read()
    {
        var definition = new RunDefinition
        {
            Id = new("t"), Kind = "tournament", Name = "t", Protocol = "tournament", Version = "1", Options = [],
            Problem = CreateProblem(), Seed = 1,
        };
        var spec = TournamentSpecReader.Read(
            "name: t\nprotocol: mad\noptions: { rounds: 1 }\nsource: { questions: q }\ndebaters: [a, { name: b, persona: p }]\n"
            + "budget: { time: 01:00:00, cost: 0.5 }\npriority: low\njudges: [j]", "s.yaml");
        var stored = new StoredConfiguration(ModelConfiguration.Empty).WithSpecification(new StoredTournament(spec, [new("c", "why")]));
        var read = StoredConfiguration.FromDefinition(definition with { Configuration = stored.ToJson() }).GetTournament();
        Assert.Equal(JsonSerializer.Serialize(spec, WireFormat.Json), JsonSerializer.Serialize(read.Tournament, WireFormat.Json));
        Assert.Equal((spec.Budget, spec.Priority, "p", "1"),
            (read.Tournament!.Budget, read.Tournament.Priority, read.Tournament.Debaters[1].Persona, read.Tournament.Options["rounds"]));
        var before = stored with { Specification = JsonNode.Parse("""[{"source":"c","reason":"why"}]""") };
        Assert.Equal((null, new SkippedMotion("c", "why")),
            (before.GetTournament().Tournament, Assert.Single(before.GetTournament().Skipped)));
        Assert.Empty(new StoredConfiguration(ModelConfiguration.Empty).GetTournament().Skipped);
    }

    /// <summary>Everything that reads the options of a run before and beside the run itself.</summary>
    private static void Read(ProtocolDescriptor protocol, ProtocolOptions complete)
    {
        Assert.True(protocol.MaxCalls(complete) >= 0);
        Assert.True(protocol.Debaters(complete) <= protocol.Seats(complete).Count);
        try
        {
            protocol.Validate(CreateProblem(), complete);
        }
        catch (InputException)
        {
            return; // refused before the run: a combination, or what this problem lacks
        }
        if (protocol.Name == "tournament") Assert.Empty(new TournamentSchedule(CreateProblem(), [], complete).Debaters);
        if (protocol.Name == "evaluation") Assert.Empty(Evaluation.CreateChildren(CreateProblem(), [], complete));
    }

    private static Problem CreateProblem()
    {
        var graph = new ArgumentGraphBuilder();
        foreach (var id in new[] { "a", "b", "c" }) graph.AddArgument(id, $"claim {id}", 0.5);
        graph.AddAttack("b", "a");
        graph.AddSupport("c", "a");
        return new("q", "Is it so?")
        {
            Choices = ["yes", "no"], Graph = GraphJson.Write(new ArgumentMap("map", graph.Build())), Motion = "a",
            Parts = [new("a", "An answer."), new("b", "Another.")],
        };
    }
}
