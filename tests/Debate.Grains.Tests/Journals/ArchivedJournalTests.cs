using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;
using Debate.Testing;
using StackExchange.Redis;

namespace Debate.Grains.Tests.Journals;

/// <summary>Finished runs move from a real redis-server to files, wherever an archiver is interrupted.</summary>
public sealed class ArchivedJournalTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UnixEpoch.AddHours(1);
    private readonly RedisServer _redis = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("archive-");
    private RedisJournal? _live;

    private RedisJournal Live => _live!;

    private RunArchive Archive => new(_folder.FullName);

    private ArchivedJournal Journal => new(Live, Archive);

    public async ValueTask InitializeAsync()
    {
        SharedData.NeedsProgram("redis-server");
        await _redis.StartAsync();
        _live = await RedisJournal.OpenAsync(_redis.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_live is not null) await _live.DisposeAsync();
        await _redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Archived_run_leaves_redis_and_reads_as_before()
    {
        await WriteAsync("t", RunStatus.Finished, children: 3);
        await WriteAsync("open", RunStatus.Running, children: 1);
        var before = await ShownAsync();

        Assert.Equal(["t"], (await Journal.ArchiveAsync(Later, default)).Select(id => id.Value));

        Assert.Equal(before, await ShownAsync());
        Assert.Equal(["debate:{t}:sealed"], (await KeysAsync()).Where(key => key.Contains("{t}", StringComparison.Ordinal)));
        Assert.Equal(["open"], (await Live.ListAsync(new())).Select(line => line.Id.Value));
        Assert.Empty(await Journal.ArchiveAsync(Later, default));
        await using var folder = SqliteJournal.OpenReadOnly(Path.Combine(_folder.FullName, "t"));
        Assert.Equal(["t"], (await folder.ListAsync(new())).Select(line => line.Id.Value));
    }

    [Fact]
    public async Task What_finished_a_moment_ago_and_what_is_not_finished_stays()
    {
        await WriteAsync("young", RunStatus.Finished, children: 1);
        foreach (var status in Enum.GetValues<RunStatus>().Where(s => s != RunStatus.Finished))
            await WriteAsync($"{status}", status, children: 1);
        Assert.Empty(await Journal.ArchiveAsync(DateTimeOffset.UnixEpoch, default));
        Assert.Equal(["young"], (await Journal.ArchiveAsync(Later, default)).Select(id => id.Value));
    }

    [Fact]
    public async Task Nothing_is_appended_to_an_archived_run_not_even_a_first_entry()
    {
        await WriteAsync("t", RunStatus.Finished, children: 1);
        await Journal.ArchiveAsync(Later, default);
        foreach (var id in new[] { "t", "t/0", "t/new" })
            foreach (var sequence in new[] { 0, 3 })
                Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(new(id), RunWriter.Entry(sequence, "again"),
                    RunWriter.Line(id)));
        Assert.Equal(3, (await Journal.ReadAsync(new("t"))).Count);
        Assert.Equal(["t"], (await Journal.ListAsync(new())).Select(line => line.Id.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Who_is_killed_in_the_middle_loses_nothing_and_another_finishes_it(int steps)
    {
        await WriteAsync("t", RunStatus.Finished, children: 3);
        var before = await ShownAsync();
        var root = new DeliberationId("t");
        Assert.True(await Live.ClaimAsync(root));
        await Live.SealAsync(root);
        if (steps == 1) Directory.CreateDirectory(Path.Combine(_folder.FullName, "~t~left")).CreateSubdirectory("half");
        if (steps >= 2) await Archive.AddAsync(Live, root);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse(_redis.Address).Options);
        if (steps >= 3) await redis.GetDatabase().KeyDeleteAsync(["debate:{t}:entries:t/0", "debate:{t}:paths:t/0", "debate:{t}:last:t/0"]);
        if (steps >= 4) await redis.GetDatabase().KeyDeleteAsync(["debate:{t}:entries:t"]);
        Assert.Equal(before, await ShownAsync());
        Assert.Empty(await Journal.ArchiveAsync(Later, default));

        // The claim of a dead archiver ends by itself.
        await redis.GetDatabase().KeyDeleteAsync("debate:{t}:claimed");
        Assert.Equal(["t"], (await Journal.ArchiveAsync(Later, default)).Select(id => id.Value));
        Assert.Equal(before, await ShownAsync());
        Assert.Equal(["debate:{t}:sealed"], await KeysAsync());
        Assert.Equal(["t"], _folder.GetDirectories().Select(d => d.Name));
    }

    [Fact]
    public async Task Two_servers_that_archive_at_once_archive_each_run_once()
    {
        for (var i = 0; i < 12; i++) await WriteAsync($"t{i}", RunStatus.Finished, children: 2);
        await using var second = await RedisJournal.OpenAsync(_redis.Address);
        var before = await ShownAsync();
        var archived = await Task.WhenAll(Journal.ArchiveAsync(Later, default),
            new ArchivedJournal(second, Archive).ArchiveAsync(Later, default));
        Assert.Equal(12, archived.SelectMany(ids => ids).Distinct().Count());
        Assert.Equal(12, archived.Sum(ids => ids.Count));
        Assert.Equal(before, await ShownAsync());
    }

    /// <summary>A root and its children, three entries each.</summary>
    private async Task WriteAsync(string root, RunStatus status, int children)
    {
        foreach (var id in Enumerable.Range(0, children).Select(i => $"{root}/{i}").Prepend(root))
        {
            var run = new RunWriter(id);
            var line = RunWriter.Line(id, 0, id == root ? status
                : RunStatus.Finished) with { Finished = DateTimeOffset.UnixEpoch.AddMinutes(1) };
            await Live.AppendAsync(run.Id, run.Next("start"), RunWriter.Line(id));
            await Live.AppendAsync(run.Id, run.Next("2/0", "Grüße, 世界 🙂 \u0000 end"));
            await Live.AppendAsync(run.Id, run.Next("end", ""), line);
        }
    }

    /// <summary>Everything that a reader sees.</summary>
    private async Task<string> ShownAsync()
    {
        var shown = new List<string>();
        foreach (var query in new RunQuery[] { new(), new(IncludeChildren: true), new(UnfinishedOnly: true), new(Subtree: new("t")),
            new(IncludeChildren: true, Subtree: new("t/0")) })
        {
            shown.Add($"{query}");
            foreach (var line in await Journal.ListAsync(query))
            {
                Assert.Equal(line, await Journal.FindSummaryAsync(line.Id));
                var entries = await Journal.ReadAsync(line.Id);
                HashChain.Verify(line.Id, entries);
                shown.Add($"{line} {await Journal.FindSequenceAsync(line.Id, "2/0")} {(await Journal.ReadAsync(line.Id, 1)).Count}");
                shown.AddRange(entries.Select(e => $"{e.Sequence} {e.Path} {e.Time:O} {Convert.ToHexString(e.Body.Span)} {e.Hash}"));
            }
        }
        return string.Join('\n', shown);
    }

    /// <summary>The keys that Redis holds permanently.</summary>
    private async Task<string[]> KeysAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse(_redis.Address).Options);
        return [.. redis.GetServers()[0].Keys().Select(key => key.ToString())
            .Where(key => !key.EndsWith(":claimed", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
