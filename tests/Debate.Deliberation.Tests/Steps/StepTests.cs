using CsCheck;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Tests.Steps;

/// <summary>Steps of a text, and texts with insertions.</summary>
public sealed class StepTests
{
    [Theory]
    [InlineData("Step 1: add.\nmore\nStep 2: divide.\n\nStep 3: done.", "Step 1: add.\nmore\n|Step 2: divide.\n\n|Step 3: done.")]
    [InlineData("So.\n## Step 1\na\n## Step 2\nb", "So.\n## Step 1\na\n|## Step 2\nb")]
    [InlineData("1. One\n2. Two\n2. Two again\n3. Three", "1. One\n|2. Two\n2. Two again\n|3. Three")]
    [InlineData("1. One\n1.5 is no step\n2. Two", "1. One\n1.5 is no step\n|2. Two")]
    [InlineData("2. Two\n3. Three", "2. Two\n|3. Three")]
    [InlineData("One.\ntwo\n\nThree.\n \n\nFour", "One.\ntwo\n\n|Three.\n \n\n|Four")]
    [InlineData("First this. Then that! Dr. Who is no end? Right", "First this. |Then that! |Dr. Who is no end? |Right")]
    [InlineData("それは六です。だから七。", "それは六です。|だから七。")]
    [InlineData("a\n```\nx\n\ny\n```\nb\n\nc", "a\n```\nx\n\ny\n```\nb\n\n|c")]
    [InlineData("```\n1. x\n2. y\n```", "```\n1. x\n2. y\n```")]
    [InlineData("```\nStep 1: a. b\n\nStep 2", "```\nStep 1: a. b\n\nStep 2")]
    [InlineData("one word", "one word")]
    [InlineData("  \n", "")]
    public void The_first_rule_that_gives_two_steps_is_taken(string text, string steps) =>
        Assert.Equal(steps.Length == 0 ? [] : steps.Split('|'), StepSplitter.Split(text));

    private static readonly string[] Pieces =
    [
        "Step 1", "Step 2: x", "1. ", "2. ", "```", "\n", "\n\n", ". ", "No. 5", "A. B", "。", " ", "word", "\r\n", "## Step 3", "é\u0301", "\t",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(Pieces).Array[0, 30].Select(string.Concat);

    [Fact]
    public void Steps_joined_are_the_text_and_none_is_blank() => Texts.Sample(text =>
    {
        var steps = StepSplitter.Split(text);
        Assert.Equal(string.IsNullOrWhiteSpace(text) ? "" : text, string.Concat(steps));
        Assert.DoesNotContain(steps, string.IsNullOrWhiteSpace);
    });

    [Fact]
    public void Prefixes_are_beginnings_that_grow_and_never_the_whole() => Texts.Sample(text =>
    {
        var prefixes = StepSplitter.ListPrefixes(text);
        Assert.Equal(Math.Max(0, StepSplitter.Split(text).Count - 1), prefixes.Count);
        Assert.All(prefixes, p => Assert.StartsWith(p, text, StringComparison.Ordinal));
        Assert.Equal(prefixes.Select(p => p.Length).Distinct().Order(), prefixes.Select(p => p.Length));
    });

    [Theory]
    [InlineData("a. ")]
    [InlineData("A. ")]
    [InlineData("1. x\n")]
    [InlineData(".")]
    [InlineData("```\n")]
    [InlineData("Step 1")]
    public void Splitting_takes_time_linear_in_the_text(string part) => LinearTime.Holds(part, text => StepSplitter.Split(text));

    [Fact]
    public void A_splice_knows_what_its_author_wrote_byte_for_byte()
    {
        var splice = Splice.Empty.Continue("I have 4").Insert("\nWait.\n", "trigger").Continue("2, no 41").Insert("!", "end").Continue("");

        Assert.Equal("I have 4\nWait.\n2, no 41!", splice.Text);
        Assert.Equal("I have 42, no 41", splice.OwnText);
        Assert.Equal((1, 1, 0), (splice.CountInserted("trigger"), splice.CountInserted("end"), splice.CountInserted("other")));
        Assert.Equal([null, "trigger", null, "end", null], splice.Segments.Select(s => s.Reason));
    }

    [Fact]
    public void A_cut_splice_is_a_beginning_of_it_and_keeps_whose_words_are_whose()
    {
        var splice = Splice.Empty.Continue("abc").Insert("--", "hint").Continue("def");

        Assert.Equal(["", "a", "ab", "abc", "abc-", "abc--", "abc--d", "abc--de", "abc--def", "abc--def"],
            Enumerable.Range(0, 10).Select(n => splice.Cut(n).Text));
        Assert.Equal("abc", splice.Cut(4).OwnText);
        Assert.Equal(Splice.Empty.Continue("abc").Insert("--", "hint").Continue("d"), splice.Cut(6));
        Assert.NotEqual(Splice.Empty.Continue("abc--d"), splice.Cut(6));
    }
}
