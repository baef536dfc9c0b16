using System.Diagnostics;
using CsCheck;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>What a model thinks is told from what it says.</summary>
public sealed class ThoughtTagsTests
{
    [Theory]
    [InlineData("<think>\nhm, 5? no\n</think>\n\nThe answer is 4.", "The answer is 4.", "hm, 5? no")]
    [InlineData("hm, 5? no\n</think>\n\n4", "4", "hm, 5? no")]
    [InlineData("4 <think> or is it 5", "4", "or is it 5")]
    [InlineData("<think>it goes on and on", "", "it goes on and on")]
    [InlineData("<think></think>4", "4", null)]
    [InlineData("<Think>a</THINK>4", "4", "a")]
    [InlineData("<think>a</think>one <think>b</think>two", "one two", "a b")]
    [InlineData("<think>a<think>b</think>c</think>4", "4", "a<think>b c")]
    [InlineData("a</think>b</think>4", "4", "a b")]
    [InlineData("[THINK]a[/THINK]4", "4", "a")]
    [InlineData("<|channel>thought\na<channel|>4", "4", "a")]
    [InlineData("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>4", "4", "a")]
    [InlineData("<seed:think>a</seed:think>4", "4", "a")]
    [InlineData("{\"reason\": \"<think>hm</think> because\", \"answer\": \"4\"}", "{\"reason\": \" because\", \"answer\": \"4\"}", "hm")]
    [InlineData("Thoughts stand between `<think>` and `</think>`.", "Thoughts stand between `<think>` and `</think>`.", null)]
    [InlineData("The tag \"<think>\" opens them", "The tag \"<think>\" opens them", null)]
    [InlineData("I think [think] 4 < 5", "I think [think] 4 < 5", null)]
    [InlineData("So: <|start|>assistant<|channel|>final<|message|>I won", "So: <|start|>assistant<|channel|>final<|message|>I won", null)]
    [InlineData(" spaced ", " spaced ", null)]
    [InlineData("", "", null)]
    public void Thoughts_are_told_from_what_is_said(string reply, string said, string? thoughts) =>
        Assert.Equal((said, thoughts), ThoughtTags.Split(reply));

    /// <summary>What is said holds no tag that was not there: parts are not joined to one.</summary>
    [Fact]
    public void What_is_said_has_nothing_more_to_split()
    {
        string[] pieces = ["<think>", "</think>", "<thi", "nk>", "<", ">", "/", "[THINK]", "[/THINK]", "think", " ", "\n", "a", "`", "<|channel>thought", "<channel|>"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 14].Select(string.Concat).Where(t => !t.Contains('`', StringComparison.Ordinal))
            .Sample(text =>
            {
                var said = ThoughtTags.Remove(text);
                Assert.Equal(said, ThoughtTags.Remove(said));
            }, iter: 5000);
    }

    [Fact]
    public void Hostile_megabyte_takes_linear_time()
    {
        string[] hostile = ["<think>", "</think>", "a</think>", "<thi<think>", "<|channel|>analysis<|message|>", "<|start|>assistant", "`<think>`", "<think>a</think>"];
        ThoughtTags.Split("<think>a</think>b");
        foreach (var piece in hostile)
        {
            var start = Stopwatch.GetTimestamp();
            ThoughtTags.Split(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), piece);
        }
    }
}
