using Debate.Deliberation.Engine;
using Debate.Grains.Journals;
using Debate.Testing;

namespace Debate.Grains.Tests.Journals;

/// <summary>A real redis-server that syncs every write; to reopen, it is killed.</summary>
public sealed class RedisJournalTests : JournalConformance, IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private RedisJournal? _journal, _second;

    protected override IJournal Journal => _journal!;

    protected override IJournal Second => _second!;

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsInstalled && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("redis-server is missing on CI");
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is not on this machine");
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
    public async Task Killed_server_that_synced_every_write_lost_nothing_acknowledged_and_a_client_goes_on_by_itself()
    {
        Assert.Null(await _journal!.DurabilityAsync());
        var run = new WrittenRun("a");
        for (var i = 0; i < 50; i++) Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, run.Next(), WrittenRun.Line("a", calls: i)));
        await _redis.KillAsync();
        await Assert.ThrowsAsync<IOException>(() => Journal.AppendAsync(run.Id, WrittenRun.Entry(50, "lost")));
        await _redis.StartAsync();
        Assert.Equal(50, (await PatientlyAsync(() => Journal.ReadAsync(run.Id))).Count);
        Assert.Equal(49, (await Journal.FindAsync(run.Id))!.Usage.Calls);
        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, run.Next()));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "redis://HOST:PORT")]
    [InlineData("redis", "redis://HOST:PORT")]
    [InlineData("redis://127.0.0.1:1", "no server answers")]
    public async Task Address_without_a_server_is_refused(string address, string told) =>
        Assert.Contains(told, (await Assert.ThrowsAsync<InputException>(() => RedisJournal.OpenAsync(address))).Message);

    private async Task OpenAsync() => (_journal, _second) = (await RedisJournal.OpenAsync(_redis.Address), await RedisJournal.OpenAsync(_redis.Address));

    private async Task CloseAsync()
    {
        foreach (var journal in new[] { _journal, _second }) if (journal is not null) await journal.DisposeAsync();
    }

    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> ask)
    {
        for (var until = Environment.TickCount64 + 30_000; ; await Task.Delay(20))
        {
            try
            {
                return await ask();
            }
            catch (IOException) when (Environment.TickCount64 < until)
            {
                continue;
            }
        }
    }
}
