using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

/// <summary>The writer when it cannot write, and when it ends.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_told_to_those_who_wait_and_leaves_nothing_half_written()
    {
        var run = new RunWriter("a");
        await using var journal = SqliteJournal.Open(
            _folder.Name, TimeSpan.FromSeconds(60), database => database.QueryFirst("PRAGMA max_page_count = 20", row => row.GetInt64(0)));
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next(), RunWriter.Line("a", calls: 1)));

        var (small, large) = (RunWriter.Entry(1, "1"), RunWriter.Entry(1, "1", new string('x', 200_000)));
        var error = await Assert.ThrowsAsync<StorageFullException>(() => journal.AppendAsync(run.Id, large, RunWriter.Line("a", calls: 2)));

        Assert.Contains(_folder.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Single(await journal.ReadAsync(run.Id));
        Assert.Equal(1, (await journal.FindSummaryAsync(run.Id))!.Usage.Calls);
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, small));
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, RunWriter.Entry(2, "2")));
    }

    [Fact]
    public async Task A_group_that_cannot_be_written_fails_whole_and_can_be_tried_again()
    {
        await using var journal = SqliteJournal.Open(
            _folder.Name, TimeSpan.FromSeconds(60), database => database.QueryFirst("PRAGMA max_page_count = 20", row => row.GetInt64(0)));
        JournalEntry[] entries = [RunWriter.Entry(0, "0"), RunWriter.Entry(1, "1"), RunWriter.Entry(2, "2", new string('x', 200_000))];
        Task<AppendResult>[] appendResult;
        await using (await _folder.LockAsync())
        {
            _ = journal.AppendAsync(new RunWriter("first").Id, RunWriter.Entry(0, "0"));
            appendResult = [.. entries.Select(entry => journal.AppendAsync(new RunWriter("a").Id, entry))];
        }

        await Assert.ThrowsAsync<StorageFullException>(() => Task.WhenAll(appendResult));
        var written = await journal.ReadAsync(new RunWriter("a").Id);
        Assert.Equal(appendResult.Count(task => task.IsCompletedSuccessfully), written.Count);
        for (var i = written.Count; i < 2; i++)
            Assert.Equal(AppendResult.Appended, await journal.AppendAsync(new RunWriter("a").Id, entries[i]));
    }

    [Fact]
    public async Task Runs_wait_for_space_and_new_ones_are_refused_until_there_is_some()
    {
        SqliteDatabase? writer = null;
        var (isFreed, told) = (new ManualResetEventSlim(), new List<string?>());
        var space = new StorageSpace(_folder.Name, told.Add)
        {
            // On the writer's thread, whose connection it is.
            Probe = () => isFreed.IsSet && writer!.QueryFirst("PRAGMA max_page_count = 100000", row => row.GetInt64(0)) > 0,
        };
        await using var journal = SqliteJournal.Open(_folder.Name, TimeSpan.FromSeconds(60), database =>
        {
            writer = database;
            database.QueryFirst("PRAGMA max_page_count = 20", row => row.GetInt64(0));
        }, space: space);
        var run = new RunWriter("a");
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next(), RunWriter.Line("a")));

        var waiting = journal.AppendAsync(run.Id, run.Next(text: new string('x', 200_000)), RunWriter.Line("a", calls: 1));
        var next = journal.AppendAsync(run.Id, run.Next(), RunWriter.Line("a", calls: 2));
        var child = journal.AppendAsync(new("a/0"), RunWriter.Entry(0, "start"), RunWriter.Line("a/0"));
        var refused = await Assert.ThrowsAsync<StorageFullException>(async () =>
        {
            // The first may still be taken before the space is used up.
            for (var i = 0; ; i++) await journal.AppendAsync(new($"new-{i}"), RunWriter.Entry(0, "start"), RunWriter.Line($"new-{i}"));
        });
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, space.Full);
        Assert.False(waiting.IsCompleted || next.IsCompleted);

        isFreed.Set();
        Assert.All(await Task.WhenAll(waiting, next, child), result => Assert.Equal(AppendResult.Appended, result));
        Assert.Equal(2, (await journal.FindSummaryAsync(run.Id))!.Usage.Calls);
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(new("b"), RunWriter.Entry(0, "start"), RunWriter.Line("b")));
        Assert.Null(space.Full);
        Assert.Equal([refused.Message, null], told);
    }

    [Fact]
    public async Task Who_waits_for_space_is_told_when_the_journal_is_closed()
    {
        var space = new StorageSpace(_folder.Name, _ => { }) { Probe = () => false };
        var journal = SqliteJournal.Open(_folder.Name, TimeSpan.FromSeconds(60),
            database => database.QueryFirst("PRAGMA max_page_count = 20", row => row.GetInt64(0)), space: space);
        var run = new RunWriter("a");
        await journal.AppendAsync(run.Id, run.Next());
        var waiting = journal.AppendAsync(run.Id, run.Next(text: new string('x', 200_000)));
        await Patience.UntilAsync(() => Task.FromResult(space.Full is not null), "it is not told that the disk is full");
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<StorageFullException>(() => waiting);
    }

    [Fact]
    public void Space_is_back_where_a_file_can_be_written()
    {
        Assert.True(new StorageSpace(_folder.Name, _ => { }).IsBack());
        Assert.False(new StorageSpace(Path.Combine(_folder.Name, "missing"), _ => { }).IsBack());
        Assert.DoesNotContain(Directory.GetFiles(_folder.Name), file => file.Contains("space.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lock_held_for_too_long_is_told_and_the_writer_goes_on()
    {
        await using var journal = SqliteJournal.Open(_folder.Name, TimeSpan.FromMilliseconds(50), _ => { });
        var id = new RunWriter("a").Id;
        await using (await _folder.LockAsync())
        {
            var error = await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(id, RunWriter.Entry(0, "start")));
            Assert.Contains("another process", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(id, RunWriter.Entry(0, "start")));
    }

    [Fact]
    public async Task What_is_queued_when_the_journal_is_closed_is_written()
    {
        var run = new RunWriter("a");
        var journal = SqliteJournal.Open(_folder.Name);
        var appendResult = Enumerable.Range(0, 2000).Select(_ => journal.AppendAsync(run.Id, run.Next())).ToArray();
        await journal.DisposeAsync();

        Assert.All(appendResult, append => Assert.Equal(AppendResult.Appended, append.Result));
        await using var reader = SqliteJournal.OpenReadOnly(_folder.Name);
        Assert.Equal(2000, (await reader.ReadAsync(run.Id)).Count);
    }

    [Fact]
    public async Task A_closed_journal_takes_and_gives_nothing()
    {
        var journal = SqliteJournal.Open(_folder.Name);
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(new RunWriter("a").Id, RunWriter.Entry(0, "start")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.ListAsync(new()));
    }

    [Fact]
    public async Task A_hash_that_is_none_is_refused_before_it_is_queued()
    {
        await using var journal = SqliteJournal.Open(_folder.Name);
        var entry = RunWriter.Entry(0, "start") with { Hash = "none" };
        await Assert.ThrowsAsync<ArgumentException>(() => journal.AppendAsync(new RunWriter("a").Id, entry));
    }

    [Fact]
    public async Task Many_openers_of_one_new_folder_all_get_a_journal()
    {
        var journals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteJournal.Open(_folder.Name))));
        var appendResult = await Task.WhenAll(journals.Select((journal, i) =>
            journal.AppendAsync(new RunWriter($"r{i}").Id, RunWriter.Entry(0, "start"), RunWriter.Line($"r{i}"))));
        Assert.All(appendResult, append => Assert.Equal(AppendResult.Appended, append));
        Assert.Equal(8, (await journals[0].ListAsync(new())).Count);
        foreach (var journal in journals) await journal.DisposeAsync();
    }
}
