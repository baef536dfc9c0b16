using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>Debaters who run programs before they speak: MAD, judged and league debates with <c>tools=program</c>.</summary>
public sealed class ProgramToolTests
{
    private const string Program = "Let me compute that.\n```js\n6 * 7\n```\n";

    private static readonly string[] DebatersOf = ["affirmative", "negative", "pro", "con"];

    [Theory]
    [InlineData("mad", "mad/debater")]
    [InlineData("judged", "judged/own")]
    [InlineData("league", "league/side")]
    public async Task What_a_program_prints_is_what_the_debater_argues_from(string protocol, string _)
    {
        async Task<(string Heard, int Programs, EngineFixture Engine)> DebateAsync(string output, string tools)
        {
            var programs = new FakePrograms(__ => new(ProgramEnd.Done, output));
            var engine = CreateEngine(programs);
            var outcome = await engine.RunAsync(Define(engine, protocol, tools));
            Assert.True(outcome.Status == RunStatus.Finished, outcome.Reason);
            var judge = engine.Calls.Last(c => !DebatersOf.Contains(c.Seat.Name));
            return (judge.Chat[^1].Text, programs.Calls.Count, engine);
        }
        var (heard, count, engine) = await DebateAsync("42", "program");
        Assert.Contains("it is 42", heard);
        Assert.DoesNotContain("Let me compute", heard);
        Assert.True(count >= 2, $"{count} programs");
        Assert.Contains("it is 43", (await DebateAsync("43", "program")).Heard);
        var without = await DebateAsync("42", "none");
        Assert.Equal(0, without.Programs);
        Assert.DoesNotContain(without.Engine.Calls, c => c.Chat[0].Text.Contains("fenced block", StringComparison.Ordinal));
        // Only debaters are told of programs, and only their chats hold the output.
        Assert.All(engine.Calls, c => Assert.Equal(
            DebatersOf.Contains(c.Seat.Name), c.Chat[0].Text.Contains("fenced block", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_debater_who_writes_nothing_but_programs_is_heard_after_three()
    {
        var programs = new FakePrograms(_ => new(ProgramEnd.TooManyStatements, "", "more than 1 statements"));
        var engine = CreateEngine(programs);
        engine.Reply = call => DebatersOf.Contains(call.Seat.Name) ? Program : Rule(call);
        var outcome = await engine.RunAsync(Define(engine, "mad", "program"));
        Assert.Equal(RunStatus.Finished, outcome.Status);
        Assert.Equal(6, programs.Calls.Count);
        Assert.Contains("error: more than 1 statements", engine.Calls[1].Chat[^1].Text);
        Assert.Contains("no more programs", engine.Calls[3].Chat[^1].Text);
        Assert.Equal(2 * 4 + 1, engine.Calls.Count);
        var statements = Transcript.Read(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
        Assert.Equal(9, statements.Count);
    }

    private static EngineFixture CreateEngine(FakePrograms programs)
    {
        var engine = new EngineFixture(_ => "", Deliberation.Protocols.JudgedDebate.Descriptor, Deliberation.Protocols.League.Descriptor)
        {
            Reply = call => !DebatersOf.Contains(call.Seat.Name) ? Rule(call)
                : call.Chat[^1].Text is var told && told.Contains("<<<statement of output>>>", StringComparison.Ordinal)
                    ? $"I computed it, and it is {told.Split('\n').SkipWhile(l => !l.StartsWith("<<<", StringComparison.Ordinal)).ElementAt(1)}."
                    : Program,
        };
        engine.Ports = engine.Ports with { Programs = programs };
        return engine;
    }

    private static string Rule(ModelCall call) => call.Seat.Name == "moderator"
        ? """{"preference": "Yes", "side": "Affirmative", "reason": "so", "answer": "42"}"""
        : """{"reason": "so", "winner": 1, "side": "pro", "answer": "4"}""";

    private static RunDefinition Define(EngineFixture engine, string protocol, string tools)
    {
        var definition = engine.Define(protocol, protocol == "judged"
            ? [("tools", tools), ("rounds", "1"), ("stance", "own")] : [("tools", tools)]);
        return definition with { Problem = new("q", "How much is six times seven?") { Answers = ["42"], WrongAnswers = ["41"] } };
    }
}
