using CsCheck;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Shapes;
using Debate.Rewards.Tests.Exports;

namespace Debate.Rewards.Tests.Texts;

public sealed class GroupRewardsTests
{
    private static readonly Gen<double> Unit = Gen.Double[0, 1];

    [Fact]
    public async Task A_verdict_holds_rewards_probabilities_by_order_and_winners_as_such()
    {
        var run = await PlayedRuns.AnswersAsync();
        var rewards = run.Completion!.Verdict.Rewards!;
        Assert.Equal([0.9, 0.5, 0.1], rewards.Probabilities.Select(p => Math.Round(p, 9)));
        Assert.Equal([(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.9)], rewards.Contests.Select(c => (c.One, c.Other, c.InOrder)));
        Assert.Equal([0], rewards.Winners);
        Assert.Equal("answer-1", run.Completion.Verdict.Side);
        Assert.Empty(run.Completion.Verdict.Measures);
        var stored = System.Text.Encoding.UTF8.GetString(run.Entries[^1].Entry.Body.Span);
        Assert.Contains("\"rewards\":{\"rewards\":[", stored, StringComparison.Ordinal);
        Assert.Contains("\"winners\":[0]", stored, StringComparison.Ordinal);
    }

    /// <summary>The keys that earlier builds wrote, letter for letter, as the end of a stored journal.</summary>
    [Fact]
    public void Rewards_of_earlier_builds_are_read_from_their_measures()
    {
        const string stored = """
            {"kind":"decided","verdict":{"decision":"decided","answer":"answer-2","side":"answer-2","ended":"judged","rounds":0,"notes":[],
            "measures":{"contest.0.in-order":0.25,"contest.0.one":0,"contest.0.other":1,"contest.0.reversed":0.75,"contest.1.in-order":1,
            "contest.1.one":1,"contest.1.other":-1,"contest.1.reversed":0.5,"disagreement.0":0.5,"disagreement.1":0.5,"probability.0":0.5,
            "probability.1":0.625,"reward.0":-1.5,"reward.1":2}},"usage":{"calls":1,"cached":0,"tokensIn":1,"tokensOut":1,"cost":0}}
            """;
        var entry = new JournalEntry(0, "end", default, System.Text.Encoding.UTF8.GetBytes(stored), "");
        var rewards = GroupRewards.FromVerdict(((RunCompleted)entry.ReadBody()).Verdict)!;
        Assert.Equal([-1.5, 2], rewards.Rewards);
        Assert.Equal([0.5, 0.625], rewards.Probabilities);
        Assert.Equal([0.5, 0.5], rewards.Disagreements);
        Assert.Equal([new(0, 1, 0.25, 0.75), new(1, -1, 1, 0.5)], rewards.Contests);
        Assert.Equal([1], rewards.Winners);
    }

    /// <summary>Reports name the numbers as ever, and so they say the same as the typed ones.</summary>
    [Fact]
    public void Measures_say_what_the_rewards_say() => Gen.Select(Unit.Array[1, 6], Gen.Bool).Sample((p, both) =>
    {
        var contests = p.Select((x, i) => new PairwiseJudgement(i, PairwiseJudgement.Outsider, x, both ? 1 - x / 2 : null));
        var rewards = new JudgedGroup([.. p.Select(x => $"{x}")], [.. contests]).WithRewards([.. p.Select(x => -x)]);
        var read = RewardMeasures.Read(RewardMeasures.Write(rewards))!;
        Assert.Equal(rewards.Rewards.AsEnumerable(), read.Rewards);
        Assert.Equal(rewards.Probabilities.AsEnumerable(), read.Probabilities);
        Assert.Equal(rewards.Disagreements.AsEnumerable(), read.Disagreements);
        Assert.Equal(rewards.Contests.AsEnumerable(), read.Contests);
    }, seed: "0000000000005", iter: 100);

    [Theory]
    [InlineData(new[] { 0.6 }, new[] { 0 })]
    [InlineData(new[] { 0.4 }, new[] { -1 })]
    [InlineData(new[] { 0.5 }, new[] { 0, -1 })]
    [InlineData(new[] { 0.2, 0.7, 0.7 }, new[] { 1, 2 })]
    [InlineData(new[] { 0.3, 0.1 }, new[] { 0 })]
    public void Who_wins(double[] probabilities, int[] winners) =>
        Assert.Equal(winners, new GroupRewards([], [.. probabilities], [], []).Winners);

    [Fact]
    public void A_members_part_is_its_own_and_from_its_side()
    {
        var group = new GroupRewards([1, 2], [0.3, 0.7], [0.2, 0.2], [new(0, 1, 0.4, 0.2)]);
        var part = group.ForMember(1);
        Assert.Equal((2, 0.7, 0.2), (part.Rewards[0], part.Probabilities[0], part.Disagreements[0]));
        var contest = Assert.Single(part.Contests);
        Assert.Equal((1, 0), (contest.One, contest.Other));
        Assert.Equal(0.8, contest.InOrder, 1e-9);
        Assert.Equal(0.6, contest.Reversed!.Value, 1e-9);
    }
}
