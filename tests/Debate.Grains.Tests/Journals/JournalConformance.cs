using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Journals;

/// <summary>The contract of every journal; one subclass per store.</summary>
public abstract partial class JournalConformance : IAsyncDisposable
{
    /// <summary>The journal under test, initially empty.</summary>
    protected abstract IJournal Journal { get; }

    /// <summary>A second connection to the same runs, as from another process if the store allows that.</summary>
    protected abstract IJournal Second { get; }

    /// <summary>Closes the journal and opens the same runs again, if the store outlives its process.</summary>
    protected abstract Task ReopenAsync();

    /// <summary>Makes everything that is appended until the hold ends one group, if the store groups its writes.</summary>
    protected abstract Task<IAsyncDisposable> HoldAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task An_entry_reads_back_as_it_was_written()
    {
        var run = new WrittenRun("debate-1");
        JournalEntry[] written = [run.Next("start"), run.Next("2/0", "Grüße, 世界 🙂 \u0000 end"), run.Next("2/§ é", "")];
        foreach (var entry in written) Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, entry));

        var read = await Journal.ReadAsync(run.Id);

        Assert.Equal(written.Select(Shown), read.Select(Shown));
        Chain.Verify(run.Id, read);
    }

    [Fact]
    public async Task An_unknown_run_has_no_entries_and_no_line()
    {
        Assert.Empty(await Journal.ReadAsync(new WrittenRun("nobody").Id));
        Assert.Null(await Journal.FindAsync(new WrittenRun("nobody").Id));
        Assert.Empty(await Journal.ListAsync(new(Children: true)));
    }

    [Fact]
    public async Task Reading_from_a_sequence_number_gives_the_rest()
    {
        var run = new WrittenRun("a");
        for (var i = 0; i < 5; i++) await Journal.AppendAsync(run.Id, run.Next());

        Assert.Equal([3, 4], (await Journal.ReadAsync(run.Id, 3)).Select(e => e.Sequence));
        Assert.Empty(await Journal.ReadAsync(run.Id, 5));
        Assert.Equal(5, (await Journal.ReadAsync(run.Id, -1)).Count);
    }

    [Fact]
    public async Task An_entry_is_found_by_its_path()
    {
        var run = new WrittenRun("a");
        foreach (var path in new[] { "start", "edit/x", "edit/X" }) await Journal.AppendAsync(run.Id, run.Next(path));

        Assert.Equal([0, 1, 2, null, null], [
            await Journal.FindAsync(run.Id, "start"), await Journal.FindAsync(run.Id, "edit/x"), await Second.FindAsync(run.Id, "edit/X"),
            await Journal.FindAsync(run.Id, "edit/"), await Journal.FindAsync(new WrittenRun("b").Id, "start"),
        ]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Only_the_next_sequence_number_is_taken(long sequence)
    {
        var run = new WrittenRun("a");
        JournalEntry[] two = [run.Next(), run.Next()];
        foreach (var entry in two) await Journal.AppendAsync(run.Id, entry);

        Assert.Equal(Append.Fenced, await Journal.AppendAsync(run.Id, WrittenRun.Entry(sequence, "elsewhere")));
        Assert.Equal(two.Select(Shown), (await Journal.ReadAsync(run.Id)).Select(Shown));
    }

    [Fact]
    public async Task An_entry_that_names_the_one_before_is_taken_behind_that_one_alone()
    {
        var run = new WrittenRun("a");
        var (first, other) = (run.Next(), WrittenRun.Entry(0, "other"));
        Assert.Equal(Append.Fenced, await Journal.AppendAsync(run.Id, first with { Before = other.Hash }));
        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, first with { Before = JournalEntry.NoHash }));
        var second = run.Next();
        Assert.Equal(Append.Fenced, await Journal.AppendAsync(run.Id, second with { Before = other.Hash }));
        Assert.Equal(Append.Fenced, await Second.AppendAsync(run.Id, second with { Before = other.Hash }));
        Assert.Equal(Append.Done, await Second.AppendAsync(run.Id, second with { Before = first.Hash }));
        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, run.Next() with { Before = second.Hash }));
        Chain.Verify(run.Id, await Journal.ReadAsync(run.Id));
    }

    [Fact]
    public async Task A_run_starts_with_zero()
    {
        Assert.Equal(Append.Fenced, await Journal.AppendAsync(new WrittenRun("a").Id, WrittenRun.Entry(1, "1"), WrittenRun.Line("a")));
        Assert.Empty(await Journal.ReadAsync(new WrittenRun("a").Id));
        Assert.Null(await Journal.FindAsync(new WrittenRun("a").Id));
    }

    [Fact]
    public async Task A_path_is_taken_once_in_a_run()
    {
        var (run, other) = (new WrittenRun("a"), new WrittenRun("b"));
        await Journal.AppendAsync(run.Id, run.Next("start"));

        Assert.Equal(Append.PathTaken, await Journal.AppendAsync(run.Id, WrittenRun.Entry(1, "start")));
        Assert.Equal(Append.Fenced, await Journal.AppendAsync(run.Id, WrittenRun.Entry(0, "start")));
        Assert.Equal(Append.Done, await Journal.AppendAsync(other.Id, other.Next("start")));
        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, run.Next("Start")));
    }

    [Fact]
    public async Task Of_two_writers_exactly_one_gets_each_sequence_number()
    {
        var id = new WrittenRun("raced").Id;
        for (var i = 0; i < 100; i++)
        {
            var became = await Task.WhenAll(
                Task.Run(() => Journal.AppendAsync(id, WrittenRun.Entry(i, $"{i}", "first"))),
                Task.Run(() => Second.AppendAsync(id, WrittenRun.Entry(i, $"{i}", "second"))));

            Assert.Equal([Append.Done, Append.Fenced], became.Order());
            var last = Assert.Single(await Second.ReadAsync(id, i));
            Assert.Equal(became[0] == Append.Done ? "first" : "second", Assert.IsType<Said>(last.Read()).Text);
        }
    }

    [Fact]
    public async Task A_large_body_reads_back()
    {
        var run = new WrittenRun("large");
        var entry = run.Next(text: new string('é', 1 << 19));
        Assert.True(entry.Body.Length > 1 << 20);

        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, entry));
        Assert.Equal(Shown(entry), Shown(Assert.Single(await Journal.ReadAsync(run.Id))));
    }

    [Fact]
    public async Task A_reopened_journal_has_everything_and_goes_on()
    {
        var run = new WrittenRun("root/child.1_2-3");
        for (var i = 0; i < 20; i++) await Journal.AppendAsync(run.Id, run.Next(), WrittenRun.Line(run.Id.Value, calls: i));
        var before = await Journal.ReadAsync(run.Id);

        await ReopenAsync();

        Assert.Equal(before.Select(Shown), (await Journal.ReadAsync(run.Id)).Select(Shown));
        Assert.Equal(WrittenRun.Line(run.Id.Value, calls: 19), await Journal.FindAsync(run.Id));
        Assert.Equal(Append.Fenced, await Journal.AppendAsync(run.Id, WrittenRun.Entry(0, "again")));
        Assert.Equal(Append.Done, await Journal.AppendAsync(run.Id, run.Next()));
    }

    private static (long, string, DateTimeOffset, string, string) Shown(JournalEntry entry) =>
        (entry.Sequence, entry.Path, entry.Time, entry.Hash, Convert.ToHexString(entry.Body.Span));
}
