using Debate.Deliberation.Engine;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;
using Debate.Runtime.Rewards;
using Debate.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Debate.Grains.Tests.Rewards;

/// <summary>Callers that wait for a group of three, at a clock that is turned by hand.</summary>
public sealed class RolloutGroupMembershipTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly MemoryJournal _journal = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task At_the_deadline_of_its_first_answer_a_group_is_closed_for_good()
    {
        var members = Open();
        var early = await WaitAsync(members, "a");
        _clock.Advance(Deadline - TimeSpan.FromSeconds(1));
        var late = await WaitAsync(members, "b");
        Assert.False(early.IsFull.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((false, false), (await early.IsFull, await late.IsFull));
        Assert.Equal(["its deadline has passed"], await ReadClosingsAsync());
        Assert.Equal("2 of 3 answers came in time", members.DescribeMissing(0));
        await WholeGroupAsync(members, 1, "c", "a", "d");
    }

    [Fact]
    public async Task A_group_is_closed_when_its_last_caller_hangs_up_and_not_before()
    {
        var members = Open();
        using CancellationTokenSource one = new(), other = new();
        var first = await WaitAsync(members, "a", one.Token);
        var second = await WaitAsync(members, "b", other.Token);
        await one.CancelAsync();
        Assert.False(await first.IsFull);
        Assert.Empty(await ReadClosingsAsync());
        await other.CancelAsync();
        Assert.False(await second.IsFull);
        Assert.Equal(["nobody waits for it any more"], await ReadClosingsAsync());
        await WholeGroupAsync(members, 1, "c", "d", "e");
    }

    /// <summary>While another waits, one who hung up and comes again is the same member; one beside a waiting one is another.</summary>
    [Fact]
    public async Task A_retry_is_the_same_member_and_the_same_words_at_once_are_another()
    {
        var members = Open();
        using var stop = new CancellationTokenSource();
        var lost = await WaitAsync(members, "a", stop.Token);
        var waiting = await WaitAsync(members, "b");
        await stop.CancelAsync();
        await lost.IsFull;
        members.Leave(lost.Caller, isAnswered: false);
        var again = await WaitAsync(members, "a");
        Assert.Equal(lost.Caller.Place, again.Caller.Place);
        var twin = await WaitAsync(members, "a");
        Assert.NotEqual(again.Caller.Place, twin.Caller.Place);
        Assert.All(await Task.WhenAll(again.IsFull, twin.IsFull, waiting.IsFull), Assert.True);
        Assert.Equal(["a", "a", "b"], members.GetAnswers(0));
        Assert.Equal([0, 1, 2], new[] { again, twin, waiting }.Select(w => members.FindIndex(w.Caller.Place)).Order());
    }

    [Fact]
    public async Task A_group_that_was_open_when_its_silo_was_lost_takes_nobody_in()
    {
        await WaitAsync(Open(), "lost");
        var members = Open();
        await WholeGroupAsync(members, 1, "a", "b", "c");
        Assert.Equal(["its silo was lost"], await ReadClosingsAsync());
        // One that was whole is known over the loss, also by a key.
        var known = await Open().EnterAsync(Call("b"), Deadline, TestContext.Current.CancellationToken);
        Assert.Equal((1, null), (known.Place.Group, known.Group));
    }

    [Fact]
    public async Task Keys_and_rollouts_tell_members_from_one_another()
    {
        var members = Open();
        RewardCall[] calls = [Call("a") with { Key = "k" }, Call("a") with { Rollout = "r" }, Call("a")];
        var entered = new List<RolloutPlace>();
        foreach (var call in calls.Concat(calls.Take(2)))
            entered.Add((await members.EnterAsync(call, Deadline, TestContext.Current.CancellationToken)).Place);
        Assert.Equal([new(0, 0), new(0, 1), new(0, 2), new(0, 0), new(0, 1)], entered);
    }

    private async Task WholeGroupAsync(RolloutGroupMembership members, int group, params string[] answers)
    {
        var waiting = new List<(RolloutGroupMembership.Caller Caller, Task<bool> IsFull)>();
        foreach (var answer in answers) waiting.Add(await WaitAsync(members, answer));
        Assert.All(await Task.WhenAll(waiting.Select(w => w.IsFull)), Assert.True);
        Assert.Equal([group], waiting.Select(w => w.Caller.Place.Group).Distinct());
        Assert.Equal(answers.Order(StringComparer.Ordinal), members.GetAnswers(group));
    }

    private async Task<(RolloutGroupMembership.Caller Caller, Task<bool> IsFull)> WaitAsync(
        RolloutGroupMembership members, string answer, CancellationToken stop = default)
    {
        var caller = await members.EnterAsync(Call(answer), Deadline, CancellationToken.None);
        return (caller, members.WaitUntilFullAsync(caller, _clock.GetUtcNow() + Deadline, stop));
    }

    private async Task<string[]> ReadClosingsAsync() => [.. (await _journal.ReadAsync(new("~cohorts/cohort.x")))
        .Where(e => e.Path.StartsWith("closed/", StringComparison.Ordinal)).Select(e => ((DecisionRecorded)e.ReadBody()).Value)];

    private static RewardCall Call(string answer) => new("p", "q", [answer]);

    private RolloutGroupMembership Open() => new(_journal, _clock, new("cohort.x"), 3);
}
