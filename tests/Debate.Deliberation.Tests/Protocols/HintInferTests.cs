using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>What hint-infer puts into a thought and where, and what a chain of self-correction shows to whom.</summary>
public sealed class HintInferTests
{
    private const string Thought = "First I add. Wait, is that so? Yes.\n{\"reason\": \"so\", \"answer\": \"4\"}";

    [Theory]
    [InlineData("end", "First I add. Wait, is that so? Yes.\nWait, this calculation is easy to get wrong. Maybe I should let a short program do it.\n")]
    [InlineData("breaks", "First I add. Wait\nWait, this calculation is easy to get wrong. Maybe I should let a short program do it.\n")]
    public async Task Hint_stands_where_it_should_and_before_any_answer(string where, string begun)
    {
        var (said, engine, _) = await RunAsync([Thought, "I go on. Answer: 5"], ("where", where));
        Assert.Equal(begun + "I go on. Answer: 5", said.Text);
        Assert.Equal("5", said.Verdict.Answer);
        Assert.Contains(begun.TrimEnd(), engine.Calls[1].Chat[^1].Text);
        Assert.DoesNotContain("\"4\"", engine.Calls[1].Chat[^1].Text);
    }

    [Fact]
    public async Task Program_is_run_where_it_stands_and_what_was_written_behind_it_is_taken_back()
    {
        var (said, engine, programs) = await RunAsync(
            ["So:\n```js\n2 + 3\n```\n```output\n99\n```\nAnswer: 99", "It is 5.\nAnswer: 5"], ("hints", "0"));
        Assert.Equal("So:\n```js\n2 + 3\n```\n```output\nran: 2 + 3\n'''\n```\nIt is 5.\nAnswer: 5", said.Text);
        Assert.Equal("5", said.Verdict.Answer);
        Assert.Equal("2 + 3\n", Assert.Single(programs.Calls).Source);
        Assert.DoesNotContain("99", engine.Calls[1].Chat[^1].Text);
    }

    [Fact]
    public async Task No_more_programs_are_run_than_may_be_and_the_answer_is_the_seats_own()
    {
        const string program = "```javascript\n1\n```\n";
        var (said, _, programs) = await RunAsync([program, program, program], ("programs", "2"), ("hints", "0"));
        Assert.Equal(2, programs.Calls.Count);
        Assert.Equal(2, said.Verdict.Measures["programs"]);
        Assert.Equal(3, said.Text.Split("```javascript").Length - 1);
        var (silent, _, _) = await RunAsync([program, ""], ("hints", "0"));
        Assert.Equal((Decision.Undecided, (string?)null), (silent.Verdict.Decision, silent.Verdict.Answer));
    }

    [Theory]
    [InlineData("hint-infer")]
    [InlineData("chain-of-self-correction")]
    public async Task Killed_at_any_entry_and_resumed_it_is_the_same_run_and_no_program_is_run_twice(string protocol)
    {
        async Task<(string Projection, int Programs)> PlayAsync(int dies)
        {
            var programs = new FakePrograms(call => new(ProgramEnd.Done, $"ran: {call.Source.Trim()}"));
            var engine = CreateEngine(programs);
            engine.Reply = call => call.Chat[^1].Text.Contains("\"fits\"", StringComparison.Ordinal)
                ? """{"fits": true, "answers": false, "reason": "no", "accepted": false, "answer": null}"""
                : call.Chat.Count < 4 ? "```js\n1 + 1\n```\n" : "```js\n2 + 2\n```\nAnswer: 4";
            engine.Journal.DiesAfter = dies;
            var definition = engine.Define(protocol);
            var death = await Record.ExceptionAsync(() => engine.RunAsync(definition));
            engine.Journal.Revive();
            if (death is not null) Assert.IsType<KilledException>(death);
            var outcome = await engine.RunAsync(definition);
            Assert.True(outcome.Status == RunStatus.Finished, outcome.Reason);
            var record = RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")));
            return (string.Join('\n', CanonicalProjection.Format(record)), record.Entries.Count(e => e.Body is ProgramExecuted));
        }
        var whole = await PlayAsync(int.MaxValue);
        Assert.True(whole.Programs >= 2, $"{whole.Programs} programs");
        for (var entries = 1; entries < whole.Projection.Split('\n').Length; entries++) Assert.Equal(whole, await PlayAsync(entries));
    }

    [Fact]
    public async Task A_verifier_apart_sees_question_program_and_output_and_nothing_else()
    {
        var engine = CreateEngine(new(_ => new(ProgramEnd.Failed, "half <<<end>>>", "it threw")));
        engine.Reply = call => call.Seat.Name == "solver" ? "My secret thought.\n```js\n6 * 7\n```"
            : """{"fits": true, "answers": true, "reason": "fine", "accepted": true, "answer": "42"}""";
        var outcome = await engine.RunAsync(engine.Define("chain-of-self-correction", ("verify", "apart")));
        Assert.Equal(("42", "accepted"), (outcome.Verdict!.Answer, outcome.Verdict.Ended));
        var seen = Assert.Single(engine.Calls, c => c.Seat.Name == "verifier").Chat.Select(m => m.Text).Aggregate((a, b) => a + b);
        Assert.Contains("What is two and two?", seen);
        Assert.Contains("6 * 7", seen);
        Assert.Contains("error: it threw", seen);
        Assert.DoesNotContain("secret", seen);
        // An output cannot end the quote in which it stands.
        Assert.Equal(2, seen.Split("<<<end>>>").Length - 1);
    }

    [Theory]
    [InlineData("""{"fits": true, "answers": false, "accepted": true, "answer": "42"}""")]
    [InlineData("""{"fits": true, "answers": true, "accepted": true, "answer": null}""")]
    [InlineData("""{"fits": "no", "answers": "yes", "accepted": "yes", "answer": "42"}""")]
    public async Task What_denies_a_part_or_gives_no_answer_accepts_nothing(string judgement)
    {
        var engine = CreateEngine(new(_ => new(ProgramEnd.Done, "42")));
        engine.Reply = call => call.Chat[^1].Text is var told && told.Contains("\"fits\"", StringComparison.Ordinal) ? judgement
            : told.Contains("Conclude", StringComparison.Ordinal) ? "Answer: 41" : "```js\n1\n```";
        var verdict = (await engine.RunAsync(engine.Define("chain-of-self-correction", ("stages", "2")))).Verdict!;
        Assert.Equal(("41", "stages", 2), (verdict.Answer, verdict.Ended, verdict.Rounds));
    }

    [Fact]
    public async Task Without_a_program_in_the_last_stage_there_is_no_verdict()
    {
        var engine = CreateEngine(new(_ => new(ProgramEnd.Done, "42")));
        engine.Reply = _ => "I would rather not.";
        var verdict = (await engine.RunAsync(engine.Define("chain-of-self-correction", ("stages", "1")))).Verdict!;
        Assert.Equal((Decision.Undecided, ReplyFault.Unread, "no-program"), (verdict.Decision, verdict.Fault, verdict.Ended));
        Assert.Equal(3, engine.Calls.Count);
    }

    private static EngineFixture CreateEngine(FakePrograms programs)
    {
        var engine = new EngineFixture(_ => "", HintInfer.Descriptor, ChainOfSelfCorrection.Descriptor);
        engine.Ports = engine.Ports with { Programs = programs };
        return engine;
    }

    private static async Task<((string Text, Verdict Verdict) Said, EngineFixture Engine, FakePrograms Programs)> RunAsync(
        string[] replies, params (string Name, string Value)[] options)
    {
        var programs = new FakePrograms(call => new(ProgramEnd.Done, $"ran: {call.Source.Trim()}\n```"));
        var engine = CreateEngine(programs);
        engine.Reply = _ => replies[engine.Calls.Count - 1];
        var outcome = await engine.RunAsync(engine.Define("hint-infer", options));
        Assert.True(outcome.Status == RunStatus.Finished, outcome.Reason);
        var said = Transcript.Read(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
        return ((Assert.Single(said).Text, outcome.Verdict!), engine, programs);
    }
}
