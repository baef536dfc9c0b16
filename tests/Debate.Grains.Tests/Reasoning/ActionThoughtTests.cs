using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>
/// A text of actions: from a right beginning going on, reflecting and exploring end right with .9, .8 and .6, from a wrong one with .1, .6 and
/// .4; the beginning is right with .5.
/// </summary>
public sealed class ActionThoughtTests
{
    private const string Sharp = "accepts: [1, 0]";

    /// <summary>Whoever chooses: a critic who knows reflects where it is wrong, one who calls it stuck explores; one who likes all goes on.</summary>
    [Theory]
    [InlineData("critic", Sharp, 0.75)]
    [InlineData("critic", "accepts: [1, 0], stuck: 1", 0.65)]
    [InlineData("critic", "accepts: [1, 1]", 0.5)]
    [InlineData("critic", "accepts: [0, 0]", 0.7)]
    [InlineData("seat", Sharp, 0.5)]
    public async Task Reflecting_where_it_is_wrong_is_worth_what_was_computed(string chooser, string traits, double expected)
    {
        var runs = LongRun.Size(500, 5_000);
        await using var texts = Act(traits);
        ReasoningRuns.AssertShare(expected, await texts.ShareRightAsync("action-thought", runs, ("chooser", chooser)), runs);
    }

    /// <summary>Both ways to go on give one number, and the verdict says which it was.</summary>
    [Theory]
    [InlineData(Abilities.None, "auto", "prefix: turn (model thinker cannot continue a message)")]
    [InlineData(Abilities.Prefix, "require", "prefix: continued")]
    [InlineData(Abilities.Prefix, "turn", "prefix: turn")]
    public async Task A_seat_goes_on_by_prefix_or_by_turn(Abilities can, string prefix, string note)
    {
        const int runs = 300;
        await using var texts = Act(Sharp, can: can);
        var verdicts = await texts.RunAsync("action-thought", runs, ("chooser", "critic"), ("prefix", prefix));
        Assert.All(verdicts, v => Assert.Equal(note, v.Notes[0]));
        ReasoningRuns.AssertShare(0.75, verdicts.Index().Count(v => v.Item.Answer == texts.Problem(v.Index).Answers[0]) / (double)runs, runs);
    }

    [Fact]
    public async Task A_model_that_cannot_continue_is_refused_where_it_must()
    {
        await using var texts = Act(Sharp, can: Abilities.None);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => texts.RunAsync("action-thought", 1, ("prefix", "require")));
        Assert.Equal("action-thought: model 'thinker': cannot continue a message; say can: [prefix] in its entry where its server does", error.Message);
        Assert.Empty(await texts.ReadEntriesAsync("action-thought", 0));
    }

    [Fact]
    public async Task Exploring_begins_after_the_last_sound_segment()
    {
        string[] segments = ["[continue]\nfirst", "second, wrong", "third\nAnswer: 1"];
        string[] checks = ["""{"accepted": true}""", """{"accepted": true, "stuck": true}"""];
        var (solved, checkedTimes, last) = (0, 0, "");
        await using var texts = Act(Sharp, call =>
        {
            if (call.Seat.Name == "critic") return checks[checkedTimes++];
            last = call.Chat[^1].Text;
            return segments[solved++];
        });
        var verdict = Assert.Single(await texts.RunAsync("action-thought", 1, ("chooser", "critic")));
        Assert.Equal("[continue]\nfirst\n\n[explore]\n", last);
        Assert.Equal(("1", 1.0, 0.0), (verdict.Answer, verdict.Measures["explorations"], verdict.Measures["reflections"]));
        Assert.Equal("[continue]\nfirst\n\n[explore]\nthird\nAnswer: 1",
            Assert.Single(Transcript.Read(await texts.ReadAsync("action-thought", 0))).Text);
    }

    [Fact]
    public async Task A_seat_that_chooses_may_write_several_segments_at_once_and_what_they_did_is_counted()
    {
        await using var texts = Act(Sharp, call => "[continue]\nThe answer is 7.\n\n[reflect]\nNo: the answer is 1.\n\n<|explore|>\nAnother way.\nAnswer: 1");
        var verdict = Assert.Single(await texts.RunAsync("action-thought", 1));
        Assert.Equal(("1", 3.0, 1.0, 1.0, 1.0, 0.0), (verdict.Answer, verdict.Measures["segments"], verdict.Measures["reflections"],
            verdict.Measures["explorations"], verdict.Measures["rescued"], verdict.Measures["spoilt"]));
    }

    [Theory]
    [InlineData("[continue]\nand on")]
    [InlineData("[continue]")]
    [InlineData("no mark at all")]
    public async Task A_text_without_an_answer_is_asked_for_one(string segment)
    {
        var calls = 0;
        await using var texts = Act(Sharp, call => call.Chat[^1].Text.Contains("\n\nAnswer:", StringComparison.Ordinal) ? " 1" : calls++ < 50 ? segment : "stop");
        var verdict = Assert.Single(await texts.RunAsync("action-thought", 1, ("segments", "3")));
        Assert.Equal("1", verdict.Answer);
        Assert.InRange(calls, 1, 3);
    }

    private static ReasoningRuns Act(string traits, Func<ModelCall, string?>? says = null, Abilities? can = null) =>
        new($"simulated: reasoner, accuracy: 0.5, {traits}", says: says) { Can = can };
}
