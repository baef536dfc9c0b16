using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class MadReplyTests
{
    private static MadReply Read(string reply) => new MadReplyReader().Read(reply).Value!;

    [Fact]
    public void The_published_names_and_ours_mean_the_same()
    {
        var expected = new MadReply(true, "Affirmative", "It is right.", "1.5");
        Assert.Equal(expected, Read("""
            {"Whether there is a preference": "Yes", "Supported Side": "Affirmative", "Reason": "It is right.", "debate_answer": "1.5"}
            """));
        Assert.Equal(expected, Read("{'preference': True, 'side': 'Affirmative', 'reason': 'It is right.', 'answer': 1.5}"));
        Assert.Equal(expected with { Answer = "He plays." }, Read("""
            {'Whether there is a preference': 'Yes', 'Supported Side': 'Affirmative', 'Reason': 'It is right.',
             'Correct Translation': 'He plays.'}
            """));
    }

    [Fact]
    public void An_open_verdict_of_the_published_script_lets_the_debate_go_on()
    {
        var reply = Read("{'Whether there is a preference': 'No', 'Supported Side': '', 'Reason': '', 'debate_translation': ''}");
        Assert.Equal(new MadReply(false, null, null, null), reply);
    }

    [Theory]
    [InlineData("Affirmative side", "affirmative")]
    [InlineData("NEGATIVE", "negative")]
    [InlineData("both", null)]
    [InlineData("none", null)]
    [InlineData("Affirmative and negative", null)]
    public void The_side_is_kept_as_said(string side, string? seat)
    {
        var reply = Read($"{{\"side\": \"{side}\"}}");
        Assert.Equal(side, reply.Side);
        Assert.Equal(seat, reply.SupportedSeat);
    }

    [Theory]
    [InlineData("Yes, slightly", true)]
    [InlineData("no preference", false)]
    [InlineData("perhaps", null)]
    public void Preference_is_the_first_word(string said, bool? preference) =>
        Assert.Equal(preference, Read($"{{'preference': '{said}'}}").Preference);

    [Fact]
    public void A_reply_without_a_known_field_is_refused_with_a_reason()
    {
        var reading = new MadReplyReader().Read("I support the affirmative side.");
        Assert.Null(reading.Value);
        Assert.Contains("answer", reading.Problem);
    }
}
