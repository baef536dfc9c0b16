using CsCheck;
using Debate.Core.Output;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class HostileReplyTests
{
    private const int Million = 1_000_000;

    private static readonly string[] Seeds =
    [
        """{"preference": "Yes", "side": "Affirmative", "reason": "It's \"clear\"\n", "answer": "1.5"}""",
        "{'Whether there is a preference': 'No', 'Supported Side': '', 'Reason': 'both aren''t sure', 'debate_answer': ''}",
        "Thinking...\n```json\n{\"answer\": [1, {\"x\": None}], \"reason\": '''a\nb''',}\n```\nDone.",
        "The answer is \\boxed{\\frac{1}{2}}. {answer: Paris, side: \u201Cnegative\u201D}",
        "\u4ED6\u8BF4 {'Correct Translation': '\u6253\u7403 \U0001F600', 'Reason': \"l'\u00E9t\u00E9\"}",
    ];

    private static readonly string[] Bits =
        ["{", "}", "[", "]", "'", "\"", "\\", ",", ":", "\n", "```", "'''", "\"\"\"",
         "\\u", "\uD83D", "\u202E", "\u001B[2J", "None", "<<<", " "];

    private static readonly Gen<string> Mutated =
        from seed in Gen.OneOf(Seeds)
        from edits in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 400], Gen.OneOf(Bits)).Array[1, 12]
        select edits.Aggregate(seed, Edit);

    private static string Edit(string text, (int Kind, int At, string Bit) edit)
    {
        var at = text.Length == 0 ? 0 : edit.At % text.Length;
        return edit.Kind switch
        {
            0 => text.Insert(at, edit.Bit),
            1 => text.Length == 0 ? text : text.Remove(at, Math.Min(3, text.Length - at)),
            _ => text.Insert(at, text[at..Math.Min(text.Length, at + 7)]),
        };
    }

    [Fact]
    public void Five_thousand_mutated_replies_are_read_or_refused_without_a_throw()
    {
        var (read, refused) = (0, 0);
        Mutated.Sample(reply =>
        {
            var reading = new MadReplyReader().Read(reply);
            Assert.True(reading.Value is null != reading.Problem is null);
            _ = reading.Value is null ? refused++ : read++;
            Assert.NotNull(FinalAnswer.Extract(reply));
            Assert.NotNull(SafeText.WithoutMarkers(reply));
        }, seed: "0000KOIPe3Cq1", iter: 5000, threads: 1);
        Assert.True(read > 1000 && refused > 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Any_text_at_all_is_read_without_a_throw() => Gen.String.Sample(text =>
    {
        _ = StructuredReply.Read(text);
        _ = FinalAnswer.Extract(text);
        _ = SafeText.WithoutMarkers(text);
    }, seed: "0000KOIPe3Cq1", iter: 3000, threads: 1);

    [Theory]
    [InlineData("{")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("{\"")]
    [InlineData("{'a")]
    [InlineData("{'a':'b',")]
    [InlineData("{a:")]
    [InlineData("{a:[")]
    [InlineData("{\"a\": \"b\" ")]
    [InlineData("[")]
    [InlineData("\\boxed{")]
    [InlineData("```{")]
    [InlineData("the answer is ")]
    [InlineData("\u001B]")]
    [InlineData(" ")]
    [InlineData("{'a','a")]
    [InlineData("{\"a\":1}}")]
    public void Text_made_of_it_is_read_in_linear_time(string unit) => LinearTime.Holds(unit, reply =>
    {
        Assert.NotNull(new MadReplyReader().Read(reply).Problem);
        _ = FinalAnswer.Extract(reply);
        _ = SafeText.WithoutMarkers(reply);
    });

    [Fact]
    public void An_answer_after_a_megabyte_of_prose_is_found() =>
        Assert.Equal("5", new MadReplyReader().Read(new string('x', Million) + "{'answer': '5'}").Value?.Answer);

    [Fact]
    public void Code_is_text()
    {
        var reading = new MadReplyReader().Read("{'answer': '__import__(\"os\").system(\"true\")', 'reason': exec('1')}");
        Assert.Equal("__import__(\"os\").system(\"true\")", reading.Value?.Answer);
        Assert.Equal("exec('1')", reading.Value?.Reason);
    }
}
