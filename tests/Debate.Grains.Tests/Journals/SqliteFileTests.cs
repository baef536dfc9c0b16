using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

/// <summary>Faults of a file, and what a reader leaves untouched.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reading_a_folder_that_is_not_there_lists_nothing_and_makes_nothing()
    {
        var missing = Path.Combine(_folder.Name, "missing");
        await using var journal = SqliteJournal.OpenReadOnly(missing);

        Assert.Empty(await journal.ListAsync(new()));
        Assert.Empty(await journal.ReadAsync(new RunWriter("a").Id));
        Assert.Null(await journal.FindSummaryAsync(new RunWriter("a").Id));
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task Reading_changes_nothing_in_the_folder()
    {
        await WriteAsync();
        var before = _folder.Content();

        await using (var journal = SqliteJournal.OpenReadOnly(_folder.Name))
        {
            Assert.Single(await journal.ListAsync(new()));
            Assert.Equal(3, (await journal.ReadAsync(new RunWriter("a").Id)).Count);
            Assert.Equal(before, _folder.Content());
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => journal.AppendAsync(new RunWriter("b").Id, RunWriter.Entry(0, "start")));
        }
        Assert.Equal(before, _folder.Content());
    }

    [Fact]
    public async Task Reading_after_a_crash_sees_the_log_and_leaves_it()
    {
        using var crashed = new JournalFolder();
        await using (var journal = SqliteJournal.Open(_folder.Name))
        {
            await journal.AppendAsync(new RunWriter("a").Id, RunWriter.Entry(0, "start"), RunWriter.Line("a"));
            foreach (var end in (string[])["", "-wal", "-shm"]) File.Copy(_folder.File + end, crashed.File + end);
        }
        var before = crashed.Content()[..1].Append(crashed.Content()[2]);

        await using (var journal = SqliteJournal.OpenReadOnly(crashed.Name)) Assert.Single(await journal.ListAsync(new()));

        Assert.Equal(3, crashed.Content().Length);
        Assert.Equal(before, crashed.Content()[..1].Append(crashed.Content()[2]));
        await using var reopened = SqliteJournal.Open(crashed.Name);
        Assert.Single(await reopened.ReadAsync(new RunWriter("a").Id));
    }

    [Fact]
    public async Task A_reader_sees_what_a_writer_appends_meanwhile()
    {
        var run = new RunWriter("a");
        await using var reader = SqliteJournal.OpenReadOnly(_folder.Name);
        for (var i = 0; i < 3; i++)
        {
            await using var writer = SqliteJournal.Open(_folder.Name);
            await writer.AppendAsync(run.Id, run.Next());
            Assert.Equal(2 * i + 1, (await reader.ReadAsync(run.Id)).Count);
            await writer.AppendAsync(run.Id, run.Next());
            Assert.Equal(2 * i + 2, (await reader.ReadAsync(run.Id)).Count);
        }
        Assert.Equal(6, (await reader.ReadAsync(run.Id)).Count);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        File.WriteAllText(_folder.File, new string('x', 5000));
        await AssertUnusableAsync("not a journal");
    }

    [Fact]
    public async Task A_database_of_something_else_is_named()
    {
        await _folder.RunAsync("CREATE TABLE songs(title)");
        await AssertUnusableAsync("something else");
    }

    [Fact]
    public async Task A_newer_format_is_named()
    {
        await WriteAsync();
        await _folder.RunAsync("PRAGMA user_version = 99");
        await AssertUnusableAsync("journal format 99");
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        await WriteAsync();
        using (var file = File.OpenWrite(_folder.File)) file.SetLength(4096 * 2);
        await using var journal = SqliteJournal.OpenReadOnly(_folder.Name);

        var error = await Assert.ThrowsAsync<InputException>(() => journal.ReadAsync(new RunWriter("a").Id));
        Assert.Contains(_folder.File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_line_of_the_index_is_the_trouble_of_its_run_alone()
    {
        await WriteAsync("a", "b", "c", "d");
        await _folder.RunAsync("UPDATE runs SET line = substr(line, 3) WHERE id = 'a'");
        await _folder.RunAsync("UPDATE runs SET line = replace(line, '\"kind\":\"debate\"', '\"kind\":null') WHERE id = 'b'");
        await _folder.RunAsync("UPDATE runs SET line = (SELECT line FROM runs WHERE id = 'd') WHERE id = 'c'");
        await using var journal = SqliteJournal.OpenReadOnly(_folder.Name);

        Assert.Equal(["a damaged", "b damaged", "c damaged", "d running"],
            (await journal.ListAsync(new())).OrderBy(l => l.Id.Value).Select(l => $"{l.Id} {StatusWord.Format(l.Status)}"));
        Assert.Equal("d", Assert.Single(await journal.ListAsync(new(UnfinishedOnly: true))).Id.Value);
        Assert.Equal(RunStatus.Damaged, (await journal.FindSummaryAsync(new("b")))!.Status);
        Assert.Equal(3, (await journal.ReadAsync(new("a"))).Count);
    }

    [Fact]
    public async Task An_empty_file_is_a_journal_without_runs()
    {
        File.WriteAllBytes(_folder.File, []);
        await using (var reader = SqliteJournal.OpenReadOnly(_folder.Name)) Assert.Empty(await reader.ListAsync(new()));
        await WriteAsync();
        await using (var reader = SqliteJournal.OpenReadOnly(_folder.Name)) Assert.Single(await reader.ListAsync(new()));
    }

    private async Task WriteAsync(params string[] ids)
    {
        await using var journal = SqliteJournal.Open(_folder.Name);
        foreach (var id in ids.DefaultIfEmpty("a"))
        {
            var run = new RunWriter(id);
            for (var i = 0; i < 3; i++) Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next(), RunWriter.Line(id)));
        }
    }

    private async Task AssertUnusableAsync(string reason)
    {
        var before = _folder.Content();
        await using var reader = SqliteJournal.OpenReadOnly(_folder.Name);
        var ofReader = await Assert.ThrowsAsync<InputException>(() => reader.ListAsync(new()));
        var ofWriter = Assert.Throws<InputException>(() => SqliteJournal.Open(_folder.Name));
        foreach (var error in (InputException[])[ofReader, ofWriter])
        {
            Assert.StartsWith(_folder.File, error.Message, StringComparison.Ordinal);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
        Assert.Equal(before, _folder.Content());
    }
}
