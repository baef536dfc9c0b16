using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Clinical;

/// <summary>A deliberation killed after any entry reaches the same verdict.</summary>
public sealed class ArgMedReplayTests
{
    [Fact]
    public async Task Dialogue_with_models_goes_on_after_every_kill()
    {
        var whole = new EngineFixture(Reply, ArgMed.Descriptor);
        var expected = await whole.RunAsync(whole.Define("argmed", ("objections", "all")));
        Assert.Equal(("B", "reasoner"), (expected.Verdict!.Answer, expected.Verdict.Ended));
        await SurvivesAsync(() => new EngineFixture(Reply, ArgMed.Descriptor), b => b.Define("argmed", ("objections", "all")), expected);
    }

    [Fact]
    public async Task Worked_example_of_the_paper_arises_from_a_dialogue()
    {
        var engine = new EngineFixture(Reply, ArgMed.Descriptor);
        var verdict = (await engine.RunAsync(engine.Define("argmed", ("objections", "all")))).Verdict!;
        // A is ruled out by two beliefs, B and C are optional: {B, A1, A2} and {C, A1, A2}.
        Assert.Equal((2, 2, 5), (verdict.Measures["optional"], verdict.Measures["explanations"], verdict.Measures["arguments"]));
        Assert.Contains("Not A: [A1]", verdict.Reason);
        Assert.Contains("[A2]", verdict.Reason);
    }

    private static async Task SurvivesAsync(Func<EngineFixture> engine, Func<EngineFixture, RunDefinition> definition, RunOutcome expected)
    {
        for (var appends = 1; ; appends++)
        {
            var killed = engine();
            killed.Journal.DiesAfter = appends;
            try
            {
                await killed.RunAsync(definition(killed));
                Assert.True(appends > 10, "the journal never died");
                return;
            }
            catch (KilledException)
            {
                killed.Journal.Revive();
            }
            Assert.Equivalent(expected.Verdict, (await killed.RunAsync(definition(killed))).Verdict);
        }
    }

    /// <summary>A pure function of the call: A gets two objections, B and C none; the reasoner prefers B.</summary>
    private static string Reply(ModelCall call)
    {
        var turn = call.Chat.Count(m => m.Role == Role.Assistant);
        return (call.Seat.Name, turn) switch
        {
            ("generator", 0) => """{"decision": "A", "goal": "calm"}""",
            ("generator", 1) => """{"condition": "asthma", "danger": "a spasm"}""",
            ("generator", 2) => """{"effect": "sleep", "condition": "a night shift"}""",
            ("generator", 3) => """{"decision": "B", "goal": "calm"}""",
            ("generator", 4) => """{"decision": "C", "goal": "calm"}""",
            ("generator", _) => """{"decision": ""}""",
            ("verifier", 0) => """{"accepts": "no", "question": "CQ1", "reason": "asthma"}""",
            ("verifier", 2) => """{"accepts": "no", "question": "CQ2", "reason": "sleep"}""",
            ("verifier", _) => """{"accepts": "yes"}""",
            _ => """{"reason": "older", "answer": "B"}""",
        };
    }
}
