using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Projections;

public sealed class AuditTests
{
    [Theory]
    [InlineData("""{"answer": "Two"}""", "")]
    [InlineData("""First, it rains. {"reason": "rain is wet", "answer": "Two"}""", "First, it rains.\nreason: rain is wet")]
    [InlineData("It rains.\n**Answer:** Two", "It rains.")]
    [InlineData("```json\n{\"preference\": \"Yes\", \"side\": \"negative\", \"reason\": \"sound\", \"answer\": \"Two\"}\n```",
        "reason: sound")]
    public void Answer_is_left_out_and_reasons_stay(string said, string left) => Assert.Equal(left, BlindTranscript.RemoveAnswer(said));

    [Fact]
    public void Only_the_seat_that_decides_is_stripped()
    {
        Statement[] said = [new(0, 1, "a", "Answer: Two"), new(1, 1, "judge", "Answer: One"), new(2, 2, "judge", "It is so.\nAnswer: Two")];
        Assert.Equal(["a: Answer: Two", "judge: It is so."], BlindTranscript.Create(said).Select(s => $"{s.Seat}: {s.Text}"));
        Assert.DoesNotContain("One", BlindTranscript.Format(said), StringComparison.Ordinal);
        Assert.Equal("(Nothing was said besides the decision.)", BlindTranscript.Format([said[1]]));
    }

    [Theory]
    [InlineData("[A] is best.\nNot B: [B1] stands against it.", 2, 2)]
    [InlineData("[A] is best.\nNobody doubts it.", 1, 2)]
    [InlineData("[B] would have been better.", 0, 1)]
    [InlineData("[A] and [B] together.", 0, 1)]
    [InlineData("[Z] says so.", 0, 1)]
    public async Task Reason_stands_where_all_that_it_cites_stands_beside_the_decision(string reason, int standing, int reasons)
    {
        const string Graph = """{"arguments": [{"id": "A"}, {"id": "B"}, {"id": "B1"}], "attacks": [["A", "B"], ["B", "A"], ["B1", "B"]]}""";
        var traced = await TraceAsync(async d =>
        {
            await d.RecordAsync("graph", () => Graph);
            return new(Decision.Decided) { Answer = "a", Side = "A", Reason = reason };
        });
        Assert.Equal(new Traceability(standing, reasons), traced);
    }

    [Fact]
    public async Task Without_a_graph_no_reason_stands_and_without_a_reason_there_is_nothing_to_trace()
    {
        var spoken = await TraceAsync(async d =>
        {
            await d.SayAsync("a", """{"reason": "I think so", "answer": "x"}""", 1);
            return new(Decision.Decided) { Answer = "x" };
        });
        Assert.Equal(new Traceability(0, 1), spoken);
        Assert.Null(await TraceAsync(_ => Task.FromResult(new Verdict(Decision.Decided) { Answer = "x" })));
        Assert.Null(await TraceAsync(_ => Task.FromResult(new Verdict(Decision.Undecided) { Reason = "tie" })));
    }

    private static async Task<Traceability?> TraceAsync(Func<IDeliberation, Task<Verdict>> protocol)
    {
        var engine = new EngineFixture(_ => "", ScriptedProtocol.Protocol("test", protocol));
        await engine.RunAsync(engine.Define("test"));
        return Traceability.Measure(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
    }
}
