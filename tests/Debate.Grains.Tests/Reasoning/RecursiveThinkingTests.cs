using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>Thinking that is improved in turns.</summary>
public sealed class RecursiveThinkingTests
{
    /// <summary>Each round a wrong answer becomes right with f and a right one wrong with h: the series tends to f / (f + h), up or down.</summary>
    [Theory]
    [InlineData(0.3, 0.1, 1, 0.6)]
    [InlineData(0.3, 0.1, 2, 0.66)]
    [InlineData(0.3, 0.1, 4, 0.7176)]
    [InlineData(0.1, 0.3, 2, 0.34)]
    public async Task Each_round_fixes_and_harms_as_computed(double fix, double harm, int iterations, double expected)
    {
        var runs = LongRun.Size(400, 5_000);
        foreach (var can in new[] { Abilities.None, Abilities.Prefix })
        {
            await using var thinking = Think(FormattableString.Invariant($"fix: {fix}, harm: {harm}"), can: can);
            ReasoningRuns.AssertShare(expected,
                await thinking.ShareRightAsync("recursive-thinking", runs, ("iterations", $"{iterations}"), ("integrate", "no")), runs);
        }
    }

    /// <summary>The thinking that the critic writes is what the seat answers behind: another thinking, another answer.</summary>
    [Theory]
    [InlineData("I have 1. ", "1")]
    [InlineData("I have 9. ", "9")]
    public async Task The_critics_thinking_decides_the_answer(string thinking, string answer)
    {
        foreach (var can in new[] { Abilities.None, Abilities.Prefix })
        {
            await using var runs = Think("fix: 0, harm: 0", can: can, says:
                call => call.Seat.Name == "critic" && call.Chat[^1].Text.Contains("anew", StringComparison.Ordinal) ? $"[thinking]{thinking}[/thinking]" : null);
            Assert.Equal(answer, Assert.Single(await runs.RunAsync("recursive-thinking", 1, ("integrate", "no"))).Answer);
        }
    }

    /// <summary>Each answer has one fact of its own; a seat that repeats what it reads has them all, however many rounds there were.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task What_is_brought_together_loses_no_fact(int iterations)
    {
        var answers = 0;
        await using var runs = Think("fix: 0", call => call.Chat[^1].Text switch
        {
            var t when call.Seat.Name == "critic" => t.Contains("anew", StringComparison.Ordinal) ? "[thinking]better[/thinking]" : """{"feedback": "more"}""",
            var t when t.Contains("answered several times", StringComparison.Ordinal) =>
                $"Answer: {string.Join(' ', Enumerable.Range(0, 9).Where(i => t.Contains($"fact{i}", StringComparison.Ordinal)).Select(i => $"fact{i}"))}",
            var t => t.Contains("[/thinking]", StringComparison.Ordinal) && t.Contains("better", StringComparison.Ordinal)
                ? $"It is fact{answers++}" : $"[thinking]first[/thinking]It is fact{answers++}",
        });
        var verdict = Assert.Single(await runs.RunAsync("recursive-thinking", 1, ("iterations", $"{iterations}")));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, iterations + 1).Select(i => $"fact{i}")), verdict.Answer);
        Assert.Equal(("integrated", iterations + 1.0), (verdict.Ended, verdict.Measures["answers"]));
    }

    [Fact]
    public async Task A_reflection_of_its_own_takes_the_place_of_the_critics_feedback()
    {
        var asked = new List<string>();
        await using var runs = Think("fix: 0", call =>
        {
            asked.Add(call.Chat[^1].Text);
            return call.Seat.Name == "critic" || asked.Count > 1 ? null
                : "[thinking]I have 1. [/thinking][reflect]CANARY is missing[/reflect]\nAnswer: 1";
        });
        var verdict = Assert.Single(await runs.RunAsync("recursive-thinking", 1, ("iterations", "1"), ("integrate", "no")));
        Assert.Equal(1, verdict.Measures["reflections"], 1e-9);
        Assert.Equal(3, asked.Count);
        Assert.Contains("CANARY", asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain(asked, t => t.Contains("\"feedback\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thinking_that_cannot_be_read_leaves_the_run_undecided()
    {
        await using var runs = Think("fix: 0", _ => "I do not think aloud.");
        var verdict = Assert.Single(await runs.RunAsync("recursive-thinking", 1));
        Assert.Equal((Decision.Undecided, ReplyFault.Unread), (verdict.Decision, verdict.Fault));
    }

    private static ReasoningRuns Think(string traits, Func<ModelCall, string?>? says = null, Abilities? can = null) =>
        new($"simulated: reasoner, accuracy: 0.5, {traits}", says: says) { Can = can };
}
