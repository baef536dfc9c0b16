using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Storage;
using Debate.Testing;
using StackExchange.Redis;

namespace Debate.Grains.Tests.Journals;

/// <summary>A real redis-server that syncs every write; it is killed in order to reopen it.</summary>
public sealed class RedisJournalTests : JournalConformance, IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private RedisJournal? _journal, _second;

    protected override IJournal Journal => _journal!;

    protected override IJournal Second => _second!;

    public async ValueTask InitializeAsync()
    {
        SharedData.NeedsProgram("redis-server");
        await _redis.StartAsync();
        await OpenAsync();
    }

    protected override async Task ReopenAsync()
    {
        await _redis.KillAsync();
        await CloseAsync();
        await _redis.StartAsync();
        await OpenAsync();
    }

    protected override Task<IAsyncDisposable> HoldAsync() => Task.FromResult<IAsyncDisposable>(new MemoryStream());

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Killed_server_that_synced_every_write_lost_nothing_acknowledged_and_writers_wait_for_it()
    {
        Assert.Equal(new RedisPromises(null, null, null), await _journal!.ReadPromisesAsync());
        var runs = Enumerable.Range(0, 8).Select(i => new RunWriter($"run/{i}")).ToArray();
        var writers = runs.Select(WriteAsync).ToArray();
        for (var kill = 1; kill <= 3; kill++)
        {
            while ((await Second.ReadAsync(runs[0].Id)).Count < 100 * kill) await Task.Delay(5);
            await _redis.KillAsync();
            await _redis.StartAsync();
        }
        await Task.WhenAll(writers);
        foreach (var run in runs)
        {
            var entries = await Journal.ReadAsync(run.Id);
            Assert.Equal(400, entries.Count);
            HashChain.Verify(run.Id, entries);
        }
    }

    [Fact]
    public async Task A_damaged_line_of_the_index_is_the_trouble_of_its_run_alone()
    {
        foreach (var id in new[] { "a", "a/1", "b" })
            await Journal.AppendAsync(new(id), new RunWriter(id).Next(), RunWriter.Line(id));
        await using (var raw = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse(_redis.Address).Options))
            await raw.GetDatabase().HashSetAsync("debate:{a}:lines", "a", "{\"id\":\"a\"}");
        Assert.Equal(["a damaged", "b running"],
            (await Journal.ListAsync(new())).OrderBy(l => l.Id.Value).Select(l => $"{l.Id} {StatusWord.Format(l.Status)}"));
        Assert.Equal(["a/1", "b"], (await Journal.ListAsync(new(IncludeChildren: true, UnfinishedOnly: true))).Select(l => l.Id.Value).Order());
        Assert.Equal(RunStatus.Damaged, (await Journal.FindSummaryAsync(new("a")))!.Status);
        Assert.Single(await Journal.ReadAsync(new("a")));
    }

    [Fact]
    public async Task Watchers_miss_nothing_when_the_server_is_killed_under_them()
    {
        var run = new RunWriter("watched");
        await using var watcher = new JournalWatcher(Second, run.Id, 0);
        await using var another = new JournalWatcher(Second, run.Id, 0);
        for (var kill = 1; kill <= 3; kill++)
        {
            await Journal.AppendAsync(run.Id, run.Next());
            await watcher.UntilAsync((2 * kill) - 1);
            await _redis.KillAsync();
            await _redis.StartAsync();
            // Whoever is back first: the writer or who watches.
            Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, run.Next()));
            await watcher.UntilAsync(2 * kill);
        }
        await another.UntilAsync(6);
        Assert.Equal((await Journal.ReadAsync(run.Id)).Select(e => e.Hash), watcher.Seen.Select(e => e.Hash));
        Assert.Equal(watcher.Seen.Select(e => e.Hash), another.Seen.Select(e => e.Hash));
    }

    [Fact]
    public async Task Server_that_stays_away_is_trouble_after_the_patience()
    {
        await using var hasty = await OpenAsync(
            options => options.BacklogPolicy = BacklogPolicy.FailFast, TimeSpan.FromMilliseconds(200));
        await _redis.KillAsync();
        await Assert.ThrowsAsync<IOException>(() => hasty.AppendAsync(new RunWriter("a").Id, RunWriter.Entry(0, "start")));
        await Assert.ThrowsAsync<IOException>(() => hasty.ListAsync(new()));
    }

    // Four appends are in flight at a time, each chained to the one before, as runs with parallel branches write them.
    private async Task WriteAsync(RunWriter run)
    {
        var last = JournalEntry.NoHash;
        for (var i = 0; i < 100; i++)
        {
            var group = Enumerable.Range(0, 4).Select(_ =>
            {
                var entry = run.Next() with { PreviousHash = last };
                last = entry.Hash;
                return Journal.AppendAsync(run.Id, entry);
            }).ToArray();
            Assert.All(await Task.WhenAll(group), append => Assert.Equal(AppendResult.Appended, append));
        }
    }

    private async Task OpenAsync() => (_journal, _second) = (await OpenAsync(_ => { }), await OpenAsync(_ => { }));

    // By default a client waits for five seconds and more before it connects again, which would make up most of the time of these tests.
    private Task<RedisJournal> OpenAsync(Action<ConfigurationOptions> configure, TimeSpan? timeLimit = null) =>
        RedisJournal.OpenAsync(_redis.Address, timeLimit: timeLimit, configure: options =>
        {
            options.ReconnectRetryPolicy = new LinearRetry(100);
            configure(options);
        });

    private async Task CloseAsync()
    {
        foreach (var journal in new[] { _journal, _second }) if (journal is not null) await journal.DisposeAsync();
    }
}
