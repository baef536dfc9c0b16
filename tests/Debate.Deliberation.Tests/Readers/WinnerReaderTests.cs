using CsCheck;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>What counts as a vote.</summary>
public sealed class WinnerReaderTests
{
    private static readonly WinnerReader Reader = new();

    [Theory]
    [InlineData("""{"reason": "r", "winner": "1"}""", 1)]
    [InlineData("""{"winner": 2}""", 2)]
    [InlineData("""{'Winner': 'Debater 2', 'reason': 'x'}""", 2)]
    [InlineData("""I think so. {"winner": "the first one"}""", 1)]
    [InlineData("""{"winner": "the second one"}""", 2)]
    [InlineData("""{"winner": "No-one, really"}""", 0)]
    [InlineData("""{"winner": "Debater two, and no one else"}""", 2)]
    [InlineData("""{"winner": "the second one, not the first one"}""", 2)]
    [InlineData("""{"winner": "Debater 1 rather than debater 2"}""", 1)]
    [InlineData("""{"winner": "debater one"}""", 1)]
    [InlineData("""{"winner": "one"}""", 1)]
    [InlineData("""{"winner": "2nd"}""", 2)]
    [InlineData("""{"winner": "not a tie: 2"}""", 2)]
    [InlineData("""{"winner": "no one"}""", 0)]
    [InlineData("""{"winner": "Nobody"}""", 0)]
    [InlineData("""{"winner": "tie"}""", 0)]
    [InlineData("""{"winner": "neither one"}""", 0)]
    [InlineData("""{"winner": "Tie between 1 and 2"}""", 0)]
    public void A_vote_is_read(string reply, int place) => Assert.Equal(place, Reader.Read(reply).Value!.Position);

    [Theory]
    [InlineData("the winner is 1")]
    [InlineData("""{"winner": ""}""")]
    [InlineData("""{"winner": "1 or 2"}""")]
    [InlineData("""{"winner": "the better one"}""")]
    [InlineData("""{"winner": "not debater 1"}""")]
    [InlineData("""{"winner": "the author of this statement"}""")]
    [InlineData("""{"reason": "1"}""")]
    public void Anything_else_is_asked_again(string reply) => Assert.NotNull(Reader.Read(reply).Problem);

    [Fact]
    public void No_text_throws() => Gen.String.Sample(text => Assert.True(Reader.Read(text) is { Value: null } or { Problem: null }));
}
