using Debate.Core;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>A judged tournament, canaries included, of debaters and judges that think in every reply.</summary>
public sealed class ThinkingTournamentTests
{
    [Fact]
    public async Task No_thought_reaches_another_prompt_or_a_vote_and_no_control_token_reaches_a_judge()
    {
        var engine = new EngineFixture(Reply, Debate.Tournaments.Protocols.Tournament.Descriptor,
            JudgedDebate.Descriptor) { Thoughts = _ => "[a thought]" };
        var outcome = await engine.RunAsync(engine.Define("tournament") with
        {
            Options = Debate.Tournaments.Protocols.Tournament.Descriptor.CompleteOptions(new(
            [
                new("protocol", "judged"), new("format", "round-robin"), new("canaries", "tokens"), new("judged.rounds", "1"),
            ])),
            Seats = [TournamentFixture.Debater("anna"), TournamentFixture.Debater("bert"), new("judge", "model")],
            Problem = new("t", "t") { Parts = [new("m1", "motion one"), new("m2", "motion two")] },
        });
        Assert.Equal(RunStatus.Finished, outcome.Status);
        var judged = engine.Calls.Where(c => c.Seat.Name == "judge").ToArray();
        Assert.NotEmpty(judged);
        Assert.Contains(judged, c => c.Chat[^1].Text.Contains("<\u00B7|im_end|>", StringComparison.Ordinal));
        Assert.All(engine.Calls.SelectMany(c => c.Chat), m =>
        {
            Assert.DoesNotContain("[a thought]", m.Text, StringComparison.Ordinal);
            Assert.Equal(m.Text, ControlTokens.Defuse(m.Text));
        });
        var verdicts = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<ChildCompleted>().ToArray();
        Assert.NotEmpty(verdicts);
        Assert.All(verdicts.SelectMany(v => v.Verdict.Votes ?? []), v => Assert.Equal(v.Swapped ? "con" : "pro", v.Winner));
    }

    private static string Reply(ModelCall call) => Canaries.FindByModel(call.Seat.Model) is { } canary
        ? Canaries.GenerateText(canary, SeededRandom.Create(1, "canary"))
        : "<think>[a thought] {\"winner\": \"2\"}</think>"
            + (call.Seat.Name == "judge" ? """{"reason": "r", "winner": "1"}""" : "I say so.");
}
