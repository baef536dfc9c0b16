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
        Assert.Equal(seat, reply.FindSupportedSeat(["affirmative", "negative"]));
    }

    [Theory]
    [InlineData("Debater 3", "debater-3")]
    [InlineData("DEBATER-4", "debater-4")]
    [InlineData("the third debater", "debater-3")]
    [InlineData("debater two", "negative")]
    [InlineData("Debater 1 (affirmative)", "affirmative")]
    [InlineData("not affirmative", null)]
    [InlineData("It isn't the affirmative side", null)]
    [InlineData("debater-4 rather than the negative side", "debater-4")]
    [InlineData("negative, not debater-3", "negative")]
    [InlineData("neither affirmative nor negative", null)]
    [InlineData("debater-3 and debater-4", null)]
    [InlineData("debater 5", null)]
    [InlineData("ａｆｆｉｒｍａｔｉｖｅ", "affirmative")]
    public void Each_of_four_debaters_is_supported_by_name(string side, string? seat) => Assert.Equal(
        seat, new MadReply(null, side, null, null).FindSupportedSeat(["affirmative", "negative", "debater-3", "debater-4"]));

    [Fact]
    public void A_debater_who_does_not_take_part_is_not_supported() =>
        Assert.Null(new MadReply(null, "Debater 3", null, null).FindSupportedSeat(["affirmative", "negative"]));

    [Theory]
    [InlineData("Yes, slightly", true)]
    [InlineData("no preference", false)]
    [InlineData("perhaps", null)]
    [InlineData("", null)]
    [InlineData("n/a", null)]
    [InlineData("0.7", null)]
    [InlineData("**Yes**", true)]
    [InlineData("TRUE", true)]
    [InlineData("No doubt", true)]
    [InlineData("Yes, though I was undecided at first", true)]
    [InlineData("NO.", false)]
    [InlineData("**No**", false)]
    [InlineData("not-yet", false)]
    [InlineData("Not yet!", false)]
    [InlineData("Neither", false)]
    [InlineData("NONE", false)]
    [InlineData("still undecided", false)]
    [InlineData("There is no preference yet", false)]
    [InlineData("Ｎｏ", false)]
    [InlineData("否", false)]
    [InlineData("いいえ", false)]
    public void Preference_is_affirmed_denied_or_unclear(string said, bool? preference) =>
        Assert.Equal(preference, Read($"{{'preference': '{said}'}}").Preference);

    [Theory]
    [InlineData("Yes", "7", true)]
    [InlineData("perhaps", "7", true)]
    [InlineData("", "7", true)]
    [InlineData("No", "7", false)]
    [InlineData("Undecided", "7", false)]
    [InlineData("Yes", "", false)]
    [InlineData("Yes", "none", false)]
    public void A_ruling_settles_with_an_answer_and_without_a_denial(string preference, string answer, bool settles) =>
        Assert.Equal(settles, Read($$"""{"preference": "{{preference}}", "answer": "{{answer}}"}""").Settles);

    [Fact]
    public void A_ruling_without_a_preference_field_settles() => Assert.True(Read("""{"answer": "7"}""").Settles);

    [Fact]
    public void A_reply_without_a_known_field_is_refused_with_a_reason()
    {
        var reading = new MadReplyReader().Read("I support the affirmative side.");
        Assert.Null(reading.Value);
        Assert.Contains("answer", reading.Problem);
    }
}
