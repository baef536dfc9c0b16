using System.Text;
using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Records;

public sealed class JsonLinesTests
{
    [Fact]
    public void Entry_read_back_from_its_line_is_the_same_to_the_byte() =>
        Gen.Select(Gen.String, Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks], Gen.Int[0, 9]).Sample((text, ticks, round) =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero);
            var entry = JournalEntry.Seal("before", 7, "0/1", time, new StatementMade("r", "seat", round, Wellformed(text)));
            var read = JsonLines.ParseEntry(JsonLines.FormatEntry(new("a/b"), entry));
            Assert.Equal(entry.Body.ToArray(), read.Body.ToArray());
            Assert.Equal((entry.Sequence, entry.Path, entry.Time, entry.Hash), (read.Sequence, read.Path, read.Time, read.Hash));
            Assert.Equal(entry.Hash, read.ComputeHash("before"));
        });

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"run":"a","sequence":"x","path":"0","time":"2026-01-01T00:00:00Z","hash":"","entry":{}}""")]
    public void Line_that_is_none_is_refused(string line) => Assert.Throws<InputException>(() => JsonLines.ParseEntry(line));

    private static string Wellformed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
