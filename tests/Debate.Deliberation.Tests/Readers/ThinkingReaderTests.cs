using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>Sections of a reply in which a seat thinks aloud: nested, missing, twice, unclosed.</summary>
public sealed class ThinkingReaderTests
{
    /// <summary>A reply, and its thinking, reflection and answer with | between them; null where it is refused.</summary>
    [Theory]
    [InlineData("[thinking]t[/thinking]a", "t||a")]
    [InlineData("[thinking]t[/thinking][reflect]r[/reflect]a", "t|r|a")]
    [InlineData("[thinking]t[reflect]r[/reflect]u[/thinking]a", "tu|r|a")]
    [InlineData("[thinking]t[thinking]u[/thinking]v[/thinking]a", "t\nuv||a")]
    [InlineData("[thinking]t[/thinking]a[thinking]u[/thinking]b", "t\nu||ab")]
    [InlineData("t[/thinking]a", "t||a")]
    [InlineData("[THINKING]t[/Thinking] a ", "t||a")]
    [InlineData("<|thinking|>t<|/thinking|>a", "t||a")]
    [InlineData("<\u00B7|thinking|>t<\u00B7|/thinking|>a", "t||a")]
    [InlineData("[thinking]t[/thinking]a[/thinking]b", "t||ab")]
    [InlineData("[thinking]t[/thinking]a[/reflect]", "t||a")]
    [InlineData("a", null)]
    [InlineData("[thinking][/thinking]a", null)]
    [InlineData("[thinking]t[/thinking]", null)]
    [InlineData("[thinking]t", null)]
    [InlineData("[thinking]t[/thinking]a[reflect]r", null)]
    [InlineData("[reflect]r[/reflect]a", null)]
    [InlineData("", null)]
    public void Sections_are_told_apart(string reply, string? expected)
    {
        var read = new ThinkingReader().Read(reply).Value;
        Assert.Equal(expected, read is null ? null : $"{read.Thinking}|{read.Reflection}|{read.Answer}");
    }

    [Fact]
    public void Thinking_alone_needs_no_answer() =>
        Assert.Equal(new ThinkingReply("t", null, ""), new ThinkingReader(needsAnswer: false).Read("[thinking]t[/thinking]").Value);

    [Theory]
    [InlineData("""{"step": "a", "done": true}""", "a", true)]
    [InlineData("""{"step": "a"}""", "a", false)]
    [InlineData("""Well: {'step': 'a', 'done': 'Yes'}""", "a", true)]
    [InlineData("""{"step": "", "done": true}""", null, false)]
    [InlineData("step a", null, false)]
    public void Steps_are_read(string reply, string? step, bool done) =>
        Assert.Equal(step is null ? null : new StepReply(step, done), new StepReader().Read(reply).Value);

    [Theory]
    [InlineData("""{"reason": "r", "accepted": true}""", true, false)]
    [InlineData("""{"reason": "r", "accepted": "no", "stuck": true}""", false, true)]
    [InlineData("""{"reason": "r", "accepted": "perhaps"}""", null, false)]
    [InlineData("accepted", null, false)]
    public void Soundness_is_read(string reply, bool? accepted, bool stuck) =>
        Assert.Equal(accepted is { } yes ? new SoundReply(yes, stuck, "r") : null, new SoundReader().Read(reply).Value);

    [Theory]
    [InlineData("""{"value": 0.7}""", 0.7)]
    [InlineData("""{"value": "70 %"}""", 0.7)]
    [InlineData("""{"value": 3}""", 0.03)]
    [InlineData("""{"value": "-1"}""", 0.0)]
    [InlineData("""{"value": "high"}""", null)]
    [InlineData("0.7", null)]
    public void Values_are_read_and_lie_between_0_and_1(string reply, double? value)
    {
        if (value is { } wanted) Assert.Equal(wanted, new StepValueReader().Read(reply).Value!.Score, 1e-9);
        else Assert.Null(new StepValueReader().Read(reply).Value);
    }

    [Theory]
    [InlineData("""{"1": "a", "2": "b"}""", 5, "a b")]
    [InlineData("""{"1": "a", "2": "b", "3": "c"}""", 2, "a b")]
    [InlineData("""{"1": "a", "3": "c"}""", 5, "a")]
    [InlineData("""{"2": "b"}""", 5, null)]
    public void Numbered_texts_are_read_up_to_a_gap(string reply, int most, string? texts) =>
        Assert.Equal(texts, new NumberedReader(most).Read(reply).Value is { } read ? string.Join(' ', read.Items) : null);
}
