using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>Least to most, and votes among the longest half.</summary>
public sealed class LeastToMostTests
{
    /// <summary>A seat that can double, and nothing else: 3 doubled twice needs the answer in between.</summary>
    [Theory]
    [InlineData("6", "12")]
    [InlineData("", "0")]
    public async Task What_was_answered_before_decides_the_end(string between, string expected)
    {
        await using var runs = Script(call => call.Chat[^1].Text switch
        {
            var t when t.Contains("Do not solve it yet", StringComparison.Ordinal) => """{"1": "What is 3 doubled?"}""",
            var t when t.Contains("The part to answer now", StringComparison.Ordinal) => $$"""{"reason": "r", "answer": "{{between}}"}""",
            var t => t.Contains("\n6\n", StringComparison.Ordinal) ? "Answer: 12" : "Answer: 0",
        });
        Assert.Equal(expected, Assert.Single(await runs.RunAsync("least-to-most", 1)).Answer);
    }

    [Fact]
    public async Task Each_part_hears_the_parts_before_it()
    {
        var told = new List<string>();
        await using var runs = Script(call =>
        {
            told.Add(call.Chat[^1].Text);
            return told.Count switch
            {
                1 => """{"1": "one?", "2": "two?", "3": "three?"}""",
                var n => $$"""{"reason": "r", "answer": "a{{n - 1}}"}""",
            };
        });
        var verdict = Assert.Single(await runs.RunAsync("least-to-most", 1, ("questions", "2")));
        Assert.Equal(("a3", 3, 2.0), (verdict.Answer, verdict.Rounds, verdict.Measures["parts"]));
        Assert.DoesNotContain("a1", told[1], StringComparison.Ordinal);
        Assert.Contains("one?\na1", told[2], StringComparison.Ordinal);
        Assert.Contains("two?\na2", told[3], StringComparison.Ordinal);
        Assert.DoesNotContain("three?", string.Concat(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_smaller_questions_the_question_is_answered_as_it_is()
    {
        await using var runs = Script(call =>
            call.Chat.Any(m => m.Text.Contains("Do not solve it yet", StringComparison.Ordinal)) ? "none come to mind" : null);
        var verdict = Assert.Single(await runs.RunAsync("least-to-most", 1));
        Assert.Equal(("1", 1), (verdict.Answer, verdict.Rounds));
        Assert.Equal("no smaller questions were named; the question was answered as it is", Assert.Single(verdict.Notes));
    }

    [Theory]
    [InlineData("all", "2")]
    [InlineData("longest-half", "1")]
    public async Task Votes_among_the_longest_half_are_those_of_the_longer_replies(string among, string expected)
    {
        await using var runs = Script(call => call.Sample < 3 ? "Answer: 2" : "After some thought, and then some more of it. Answer: 1");
        Assert.Equal(expected, Assert.Single(await runs.RunAsync("self-consistency", 1, ("samples", "5"), ("among", among))).Answer);
    }

    private static ReasoningRuns Script(Func<ModelCall, string?> says) => new("simulated: reasoner, accuracy: 1", says: says);
}
