using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Texts;
using Debate.Runtime.Rewards;
using Debate.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Debate.Grains.Tests.Rewards;

public sealed class RolloutGroupJournalTests
{
    private readonly MemoryJournal _journal = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Groups_are_read_as_they_were_written()
    {
        var written = await OpenAsync();
        foreach (var key in new[] { "a", "b", "c" }) await written.JoinAsync(key, $"text of {key}");
        await written.CloseAsync("its deadline has passed");
        await written.JoinAsync("c", "text of c");
        var read = (await OpenAsync()).Groups;
        Assert.Equal((new RolloutPlace(0, 0), new(0, 1), new(2, 0)), (read.Find("a"), read.Find("b"), read.Find("c")));
        Assert.Equal((1, 1), read.FindClosedBefore(2));
        Assert.Equal(2, read.Open);
        Assert.Equal("text of b", read[read.Find("b")!.Value].Answer);
    }

    /// <summary>Builds before 2026-11-30 wrote paths of keys alone, and closed nothing.</summary>
    [Fact]
    public async Task Journals_of_earlier_builds_are_read()
    {
        var hash = JournalEntry.NoHash;
        for (var i = 0; i < 5; i++)
        {
            var member = new DecisionRecorded($"{i}", $"h.{i}", $"text {i}");
            var entry = JournalEntry.Seal(hash, i, $"member/h.{i}", _clock.GetUtcNow(), member);
            Assert.Equal(AppendResult.Appended, await _journal.AppendAsync(new("~cohorts/cohort.x"), entry));
            hash = entry.Hash;
        }
        var read = await OpenAsync();
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)],
            Enumerable.Range(0, 5).Select(i => read.Groups.Find($"h.{i}")!.Value).Select(p => (p.Group, p.Index)));
        await read.CloseAsync("its silo was lost");
        Assert.Equal(new RolloutPlace(3, 0), await read.JoinAsync("h.4", "text 4"));
        Assert.Equal(3, (await OpenAsync()).Groups.Open);
    }

    [Fact]
    public async Task Of_two_writers_one_is_fenced()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        await one.JoinAsync("a", "a");
        await Assert.ThrowsAsync<FencedException>(() => other.JoinAsync("b", "b"));
        Assert.Null((await OpenAsync()).Groups.Find("b"));
    }

    private Task<RolloutGroupJournal> OpenAsync() => RolloutGroupJournal.ReadAsync(_journal, _clock, new("cohort.x"), 2);
}
