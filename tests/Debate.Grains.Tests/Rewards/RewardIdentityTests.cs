using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Models;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Debate.Storage;

namespace Debate.Grains.Tests.Rewards;

/// <summary>Which requests have rewards in common, and which never.</summary>
public sealed class RewardIdentityTests
{
    private const string Judge = "simulated: text-judge, accuracy: 0.8";
    private static readonly RewardCall Call = new("p", "2+2?", ["answer: 4"]) { Label = "4", Baseline = "answer: 5" };

    [Theory]
    [InlineData("judge: 'a, a'")]
    [InlineData("judge: b")]
    [InlineData("judge: a, debater: b")]
    [InlineData("judge: a, opponent: all-pairs")]
    [InlineData("judge: a, rounds: 2")]
    [InlineData("judge: a, shape: win")]
    [InlineData("judge: a, orders: first")]
    [InlineData("judge: a, seed: 1")]
    [InlineData("judge: a, temperature: 0.5")]
    [InlineData("judge: a, topP: 0.5")]
    [InlineData("judge: a, maxTokens: 99")]
    [InlineData("judge: a, max-tokens: 99")]
    [InlineData("judge: a, stop: ['.']")]
    public void A_profile_that_was_tuned_gives_other_rewards(string profile) =>
        Assert.NotEqual(Compute("judge: a", Judge), Compute(profile, Judge));

    [Fact]
    public void So_does_its_model() => Assert.NotEqual(Compute("judge: a", Judge), Compute("judge: a", $"{Judge}, bias: 0.1"));

    [Theory]
    [InlineData("judge: a, deadline: 3")]
    [InlineData("judge: a, record: yes")]
    [InlineData("judge: a, debater: a, rounds: 1, orders: both")]
    public void What_decides_no_reward_changes_none(string profile) =>
        Assert.Equal(Compute("judge: a", Judge), Compute(profile, $"{Judge}, latency: 5ms, parallel: 2"));

    [Fact]
    public void Each_part_of_a_request_counts()
    {
        RewardCall[] others =
        [
            Call with { Prompt = "2+3?" }, Call with { Label = "5" }, Call with { Label = null }, Call with { Baseline = "answer: 6" },
            Call with { Baseline = null }, Call with { Shape = "win" }, Call with { Opponent = "all-pairs" }, Call with { Seed = 9 },
        ];
        var computed = others.Append(Call).Select(call => Compute("judge: a", Judge, call))
            .Append(Compute("judge: a", Judge, Call, "named"));
        Assert.Equal(others.Length + 2, computed.Distinct().Count());
        Assert.Equal(Compute("judge: a", Judge, Call), Compute("judge: a", Judge, Call with { Key = "k", Rollout = "r", Answers = ["x"],
            Deadline = TimeSpan.FromSeconds(1) }));
    }

    /// <summary>The first to come has a key, also where many come at once to several silos, and over a restart.</summary>
    [Fact]
    public async Task A_key_stands_for_one_content()
    {
        var journal = new MemoryJournal();
        for (var pair = 0; pair < 50; pair++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                (Content: i % 2, Taken: await Service(journal).ClaimKeyAsync(Keyed($"k{pair}"), $"content {i % 2}") is not null))));
            var winner = Assert.Single(claims.Where(c => !c.Taken).Select(c => c.Content).Distinct());
            Assert.All(claims, c => Assert.Equal(c.Content != winner, c.Taken));
            Assert.Null(await Service(journal).ClaimKeyAsync(Keyed($"k{pair}"), $"content {winner}"));
            Assert.Equal(RewardFailure.KeyTaken, (await Service(journal).ClaimKeyAsync(Keyed($"k{pair}"), "content 9"))?.Trouble);
        }
        Assert.Null(await Service(journal).ClaimKeyAsync(Keyed(null), "content"));
        Assert.Null(await Service(journal).ClaimKeyAsync(Keyed("k0") with { Tenant = new("acme") }, "content 9"));
    }

    private static RewardCall Keyed(string? key) => Call with { Key = key };

    private static string Compute(string profile, string model, RewardCall? call = null, string? group = null)
    {
        var configuration = ModelConfiguration.Read(
            $"models: {{ a: {{ {model} }}, b: {{ {Judge} }} }}\nrewards: {{ profiles: {{ p: {{ {profile} }} }} }}", "c.yaml");
        using var models = new ModelRegistry(configuration);
        return Service(new MemoryJournal(), models).ComputeGroupKey(
            new RewardProfile("p", configuration.Rewards.Profiles["p"]), new(call ?? Call, 3) { Group = group });
    }

    private static TextRewardService Service(IJournal journal, IModelClient? models = null) =>
        new(null!, journal, DebateServices.Protocols, models!, TimeProvider.System);
}
