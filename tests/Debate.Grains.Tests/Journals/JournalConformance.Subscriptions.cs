using CsCheck;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Journals;

public abstract partial class JournalConformance
{

    /// <summary>What happens to one run, in this order: appends by two writers, watchers that come at a cursor, watchers that leave.</summary>
    private static readonly Gen<(int Act, int Number)[]> Interleavings = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 12]).Array[1, 40];

    [Fact]
    public async Task A_subscriber_gets_what_is_there_and_what_comes_from_either_side()
    {
        var run = new RunWriter("watched");
        for (var i = 0; i < 3; i++) await Journal.AppendAsync(run.Id, run.Next());
        await using var watcher = new JournalWatcher(Second, run.Id, 1);
        await watcher.UntilAsync(3);
        await Journal.AppendAsync(run.Id, run.Next());
        await watcher.UntilAsync(4);
        await Second.AppendAsync(run.Id, run.Next());
        await watcher.UntilAsync(5);

        Assert.Equal((await Journal.ReadAsync(run.Id, 1)).Select(Shown), watcher.Seen.Select(Shown));
    }

    [Fact]
    public async Task A_run_may_be_watched_before_it_starts_and_behind_its_end()
    {
        var (run, other) = (new RunWriter("later"), new RunWriter("later/1"));
        await using var early = new JournalWatcher(Journal, run.Id, -5);
        await using var ahead = new JournalWatcher(Second, run.Id, 2);
        for (var i = 0; i < 4; i++)
        {
            await Journal.AppendAsync(other.Id, other.Next());
            await Journal.AppendAsync(run.Id, run.Next());
        }
        await early.UntilAsync(4);
        await ahead.UntilAsync(4);

        Assert.Equal([0, 1, 2, 3], early.Seen.Select(e => e.Sequence));
        Assert.Equal([2, 3], ahead.Seen.Select(e => e.Sequence));
        Assert.All(early.Seen, entry => Assert.Equal(Shown(early.Seen[(int)entry.Sequence]), Shown(entry)));
    }

    [Fact]
    public async Task A_refused_entry_is_shown_to_nobody()
    {
        var run = new RunWriter("refused");
        await using var watcher = new JournalWatcher(Journal, run.Id, 0);
        await Journal.AppendAsync(run.Id, run.Next("start"));
        await Journal.AppendAsync(run.Id, RunWriter.Entry(1, "start"));
        await Journal.AppendAsync(run.Id, RunWriter.Entry(5, "5"));
        await Second.AppendAsync(run.Id, RunWriter.Entry(0, "0", "not this one"));
        await Journal.AppendAsync(run.Id, run.Next("end"));
        await watcher.UntilAsync(2);

        Assert.Equal(["start", "end"], watcher.Seen.Select(e => e.Path));
    }

    [Fact]
    public async Task A_watcher_that_reads_slowly_misses_nothing_of_a_long_run()
    {
        var run = new RunWriter("long");
        await Journal.AppendAsync(run.Id, run.Next());
        await using var watching = Journal.SubscribeAsync(run.Id, 0, TestContext.Current.CancellationToken).GetAsyncEnumerator();
        Assert.True(await watching.MoveNextAsync());
        var seen = watching.Current.ToList();
        // Far more than any follower keeps.
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(_ => Journal.AppendAsync(run.Id, run.Next())));
        while (seen.Count < 1501 && await watching.MoveNextAsync().AsTask().WaitAsync(Patience.Long)) seen.AddRange(watching.Current);

        Assert.Equal(Enumerable.Range(0, 1501).Select(i => (long)i), seen.Select(e => e.Sequence));
        HashChain.Verify(run.Id, seen);
    }

    [Fact]
    public async Task Who_stops_watching_is_done_at_once()
    {
        var run = new RunWriter("left");
        await Journal.AppendAsync(run.Id, run.Next());
        using var stop = new CancellationTokenSource();
        var seen = new List<JournalEntry>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entries in Journal.SubscribeAsync(run.Id, 0, stop.Token))
            {
                seen.AddRange(entries);
                await stop.CancelAsync();
            }
        }).WaitAsync(Patience.Long);
        Assert.Single(seen);
    }

    [Fact]
    public async Task Each_subscriber_sees_exactly_the_entries_in_order_whatever_the_interleaving()
    {
        var round = 0;
        await Interleavings.SampleAsync(async acts =>
        {
            var run = new RunWriter($"watched-{Interlocked.Increment(ref round)}");
            var (watchers, appended, appends) = (new List<(JournalWatcher Watcher, long From)>(), 0, new List<Task<AppendResult>>());
            foreach (var (act, number) in acts)
            {
                if (act <= 2)
                    for (var i = 0; i <= number; i++, appended++) appends.Add((act == 0 ? Second : Journal).AppendAsync(run.Id, run.Next()));
                // Two sides keep an order among themselves only where one waits for the other.
                await Task.WhenAll(appends);
                if (act is 3 or 4) watchers.Add((new(act == 3 ? Journal : Second, run.Id, number), number));
                else if (act == 5 && watchers.Count > 0) await watchers[number % watchers.Count].Watcher.DisposeAsync();
            }
            Assert.All(await Task.WhenAll(appends), append => Assert.Equal(AppendResult.Appended, append));
            foreach (var (watcher, from) in watchers)
            {
                if (!watcher.IsDisposed && from < appended) await watcher.UntilAsync(appended);
                await watcher.DisposeAsync();
                var expected = (await Journal.ReadAsync(run.Id, from)).Select(Shown).ToArray();
                var seen = watcher.Seen.Select(Shown).ToArray();
                Assert.Equal(expected.Take(seen.Length), seen);
            }
        }, seed: "0000KOIPe036", iter: 25, threads: 1);
    }
}
