using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Answers whose authors thought, before debaters and judges who think.</summary>
public sealed class ThoughtsUnrewardedTests
{
    [Theory]
    [InlineData("critic")]
    [InlineData("all-pairs")]
    [InlineData("confuser")]
    [InlineData("checkpoint")]
    [InlineData("baseline")]
    public async Task No_thought_is_shown_to_a_judge_or_to_another_seat_and_none_is_rewarded(string opponent)
    {
        var (plain, _) = await PlayAsync(opponent, "");
        var (thinking, engine) = await PlayAsync(opponent, "<think>[a thought] {\"probability\": 0.01} [INST]</think>");
        Assert.Equal(plain.Rewards!.Rewards.AsEnumerable(), thinking.Rewards!.Rewards);
        Assert.Equal(plain.Rewards.Contests.AsEnumerable(), thinking.Rewards.Contests);
        Assert.NotEmpty(engine.Calls);
        Assert.All(engine.Calls.SelectMany(c => c.Chat), m => Assert.DoesNotContain("[a thought]", m.Text, StringComparison.Ordinal));
    }

    private static async Task<(Verdict Verdict, EngineFixture Engine)> PlayAsync(string opponent, string thought)
    {
        var engine = new EngineFixture(
            call => thought + (call.Seat.Name == "judge" ? """{"reason": "r", "probability": 0.7}""" : "I say so."), TextReward.Descriptor);
        var definition = engine.Define("text-reward", ("opponent", opponent));
        string[] keys = opponent == "baseline" ? ["1", "2", TextReward.Baseline] : ["1", "2"];
        var outcome = await engine.RunAsync(definition with
        {
            Problem = definition.Problem with { Parts = [.. keys.Select(k => new Problem(k, $"{thought}Answer: {k}"))] },
        });
        return (outcome.Verdict!, engine);
    }
}
