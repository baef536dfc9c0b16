using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Episodes;
using Debate.Rewards.Tests.Exports;

namespace Debate.Rewards.Tests.Episodes;

public sealed class EpisodeRewardsTests
{
    [Fact]
    public void Rewards_sum_to_zero_whoever_wins_among_however_many() => Gen.Select(Gen.Int[2, 5], Gen.Int[0, 4]).Sample((count, winner) =>
    {
        string[] debaters = [.. Enumerable.Range(0, count).Select(i => $"d{i}")];
        var rewards = EpisodeRewards.ZeroSum(new(Decision.Decided) { Side = debaters[winner % count] }, debaters, debaters)!;
        Assert.Equal(1, rewards[debaters[winner % count]]);
        Assert.Equal(0, rewards.Values.Sum(), 1e-12);
        Assert.Equal(count - 1, rewards.Values.Count(r => r < 0));
    });

    [Fact]
    public void Undecided_is_nothing_for_everybody_and_unscored_is_not_zero()
    {
        string[] debaters = ["pro", "con"];
        Assert.All(EpisodeRewards.ZeroSum(new(Decision.Undecided), debaters, debaters)!.Values, r => Assert.Equal(0, r));
        Assert.Null(EpisodeRewards.ZeroSum(new(Decision.Refused), debaters, debaters));
        Assert.Null(EpisodeRewards.ZeroSum(new(Decision.Decided) { Side = "the moon" }, debaters, debaters));
        Assert.Null(EpisodeRewards.ZeroSum(new(Decision.Decided) { Answer = "4" }, debaters, debaters));
        Assert.Null(EpisodeRewards.ZeroSum(new(Decision.Decided) { Side = "solver" }, ["solver"], ["solver"]));
    }

    [Fact]
    public async Task Last_turn_of_each_role_earns_all_and_other_shapes_take_the_place()
    {
        var run = await PlayedRuns.DebateAsync();
        string[] debaters = ["affirmative", "negative"];
        var rewards = EpisodeRewards.Compute(run, debaters)!;
        Assert.Equal(["affirmative 0", "negative 0", "affirmative -1", "negative 1"], rewards.Turns.Select(t => $"{t.Seat} {t.Reward}"));
        Assert.Equal("step-12", rewards.Turns[0].PolicyVersion);
        Assert.Equal("1", ExternalSeat.ParsePath(rewards.Turns[1].Turn));
        var half = EpisodeRewards.Compute(run, debaters, (_, seats, _) => seats.ToDictionary(s => s, _ => 0.5))!;
        Assert.Equal([0, 0, 0.5, 0.5], half.Turns.Select(t => t.Reward));
        Assert.Null(EpisodeRewards.Compute(run, debaters, (_, _, _) => null));
    }

    [Fact]
    public async Task Shapes_of_the_catalogue_reward_roles_and_look_at_their_last_words()
    {
        var run = await PlayedRuns.DebateAsync();
        string[] debaters = ["affirmative", "negative"];
        Assert.Equal([0, 1], Of("win01"));
        Assert.Equal([-1, 1], Of("zero-sum"));
        // The last statements of both sides are longer than ten characters.
        Assert.All(Of("win + length(10, 1)").Zip(Of("win")), r => Assert.True(r.First < r.Second));
        Assert.Null(EpisodeRewards.ParseShape("win")(new(Decision.Refused), debaters, debaters));
        Assert.All(EpisodeRewards.ParseShape("win01")(new(Decision.Undecided), debaters, debaters)!.Values, r => Assert.Equal(0.5, r));
        Assert.Equal([1, 0, 0], EpisodeRewards.ParseShape("win01")(new(Decision.Decided) { Side = "a" }, ["a", "b", "c"],
            ["", "", ""])!.Values);
        Assert.Throws<InputException>(() => EpisodeRewards.ParseShape("nothing"));

        double[] Of(string shape) =>
            [.. debaters.Select(seat => EpisodeRewards.Compute(run, debaters, EpisodeRewards.ParseShape(shape))!.Roles[seat])];
    }
}
