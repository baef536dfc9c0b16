using System.Diagnostics;
using CsCheck;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class ItemReaderTests
{
    private static readonly ItemReader Reader = new(["rain", "sun", "a.b"]);

    [Theory]
    [InlineData("""{"item": "sun"}""", 1)]
    [InlineData("I thought of [rain], but: {\"item\": \"sun\"}", 1)]
    [InlineData("rain", 0)]
    [InlineData(" [a.b]. ", 2)]
    [InlineData("Neither [rain] nor [snow], so I reveal [sun].", 1)]
    public void Item_is_read_however_it_is_named(string reply, int item) => Assert.Equal(item, Reader.Read(reply).Value?.Index);

    [Theory]
    [InlineData("")]
    [InlineData("snow")]
    [InlineData("""{"item": "snow"} although [rain] would do""")]
    [InlineData("I reveal rain or sun.")]
    [InlineData("]][[")]
    public void What_names_none_is_refused_with_a_reason(string reply)
    {
        var reading = Reader.Read(reply);
        Assert.Null(reading.Value);
        Assert.NotEmpty(reading.Problem!);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("[]")]
    [InlineData("[]]")]
    [InlineData("[x]")]
    public void Brackets_are_read_in_linear_time(string unit) =>
        LinearTime.Holds(unit, reply => Assert.Equal(1, Reader.Read("[sun]" + reply).Value?.Index));

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String[Gen.Char["[]{}\":, rainsu.item\\\n"], 0, 60].Sample(reply =>
    {
        var reading = Reader.Read(reply);
        return reading.Value is null == reading.Problem is not null && reading.Value is null or { Index: >= 0 and < 3 };
    });
}
