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
        var run = new RunWriter("debate-1");
        JournalEntry[] written = [run.Next("start"), run.Next("2/0", "Grüße, 世界 🙂 \u0000 end"), run.Next("2/§ é", "")];
        foreach (var entry in written) Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, entry));

        var read = await Journal.ReadAsync(run.Id);

        Assert.Equal(written.Select(Shown), read.Select(Shown));
        HashChain.Verify(run.Id, read);
    }

    [Fact]
    public async Task An_unknown_run_has_no_entries_and_no_line()
    {
        Assert.Empty(await Journal.ReadAsync(new RunWriter("nobody").Id));
        Assert.Null(await Journal.FindSummaryAsync(new RunWriter("nobody").Id));
        Assert.Empty(await Journal.ListAsync(new(IncludeChildren: true)));
    }

    [Fact]
    public async Task Reading_from_a_sequence_number_gives_the_rest()
    {
        var run = new RunWriter("a");
        for (var i = 0; i < 5; i++) await Journal.AppendAsync(run.Id, run.Next());

        Assert.Equal([3, 4], (await Journal.ReadAsync(run.Id, 3)).Select(e => e.Sequence));
        Assert.Empty(await Journal.ReadAsync(run.Id, 5));
        Assert.Equal(5, (await Journal.ReadAsync(run.Id, -1)).Count);
    }

    [Theory]
    [InlineData(0, 2, new long[] { 0, 1 })]
    [InlineData(3, 1, new long[] { 3 })]
    [InlineData(3, 9, new long[] { 3, 4 })]
    [InlineData(1, 0, new long[0])]
    [InlineData(-1, 1, new long[] { 0 })]
    [InlineData(7, 2, new long[0])]
    public async Task A_page_holds_no_more_than_was_asked_for(long from, int count, long[] expected)
    {
        var run = new RunWriter("a");
        for (var i = 0; i < 5; i++) await Journal.AppendAsync(run.Id, run.Next());

        Assert.Equal(expected, (await Journal.ReadAsync(run.Id, from, count)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task First_and_last_entry_are_found_without_the_others()
    {
        var run = new RunWriter("a");
        Assert.Null(await Journal.FindFirstAsync(run.Id));
        Assert.Null(await Journal.FindLastAsync(run.Id));
        JournalEntry[] written = [run.Next("start"), run.Next(), run.Next("end", "Grüße")];
        foreach (var entry in written) await Journal.AppendAsync(run.Id, entry);

        Assert.Equal(Shown(written[0]), Shown((await Second.FindFirstAsync(run.Id))!));
        Assert.Equal(Shown(written[2]), Shown((await Second.FindLastAsync(run.Id))!));
    }

    [Fact]
    public async Task An_entry_is_found_by_its_path()
    {
        var run = new RunWriter("a");
        foreach (var path in new[] { "start", "edit/x", "edit/X" }) await Journal.AppendAsync(run.Id, run.Next(path));

        Assert.Equal([0, 1, 2, null, null], [
            await Journal.FindSequenceAsync(run.Id, "start"), await Journal.FindSequenceAsync(run.Id, "edit/x"),
            await Second.FindSequenceAsync(run.Id, "edit/X"),
            await Journal.FindSequenceAsync(run.Id, "edit/"), await Journal.FindSequenceAsync(new RunWriter("b").Id, "start"),
        ]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Only_the_next_sequence_number_is_taken(long sequence)
    {
        var run = new RunWriter("a");
        JournalEntry[] two = [run.Next(), run.Next()];
        foreach (var entry in two) await Journal.AppendAsync(run.Id, entry);

        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(run.Id, RunWriter.Entry(sequence, "elsewhere")));
        Assert.Equal(two.Select(Shown), (await Journal.ReadAsync(run.Id)).Select(Shown));
    }

    [Fact]
    public async Task An_entry_that_names_the_one_before_is_taken_behind_that_one_alone()
    {
        var run = new RunWriter("a");
        var (first, other) = (run.Next(), RunWriter.Entry(0, "other"));
        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(run.Id, first with { PreviousHash = other.Hash }));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, first with { PreviousHash = JournalEntry.NoHash }));
        var second = run.Next();
        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(run.Id, second with { PreviousHash = other.Hash }));
        Assert.Equal(AppendResult.Fenced, await Second.AppendAsync(run.Id, second with { PreviousHash = other.Hash }));
        Assert.Equal(AppendResult.Appended, await Second.AppendAsync(run.Id, second with { PreviousHash = first.Hash }));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, run.Next() with { PreviousHash = second.Hash }));
        HashChain.Verify(run.Id, await Journal.ReadAsync(run.Id));
    }

    [Fact]
    public async Task A_run_starts_with_zero()
    {
        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(new RunWriter("a").Id, RunWriter.Entry(1, "1"), RunWriter.Line("a")));
        Assert.Empty(await Journal.ReadAsync(new RunWriter("a").Id));
        Assert.Null(await Journal.FindSummaryAsync(new RunWriter("a").Id));
    }

    [Fact]
    public async Task A_path_is_taken_once_in_a_run()
    {
        var (run, other) = (new RunWriter("a"), new RunWriter("b"));
        await Journal.AppendAsync(run.Id, run.Next("start"));

        Assert.Equal(AppendResult.PathExists, await Journal.AppendAsync(run.Id, RunWriter.Entry(1, "start")));
        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(run.Id, RunWriter.Entry(0, "start")));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(other.Id, other.Next("start")));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, run.Next("Start")));
    }

    [Fact]
    public async Task Of_two_writers_exactly_one_gets_each_sequence_number()
    {
        var id = new RunWriter("raced").Id;
        for (var i = 0; i < 100; i++)
        {
            var appendResult = await Task.WhenAll(
                Task.Run(() => Journal.AppendAsync(id, RunWriter.Entry(i, $"{i}", "first"))),
                Task.Run(() => Second.AppendAsync(id, RunWriter.Entry(i, $"{i}", "second"))));

            Assert.Equal([AppendResult.Appended, AppendResult.Fenced], appendResult.Order());
            var last = Assert.Single(await Second.ReadAsync(id, i));
            Assert.Equal(appendResult[0] == AppendResult.Appended ? "first" : "second", Assert.IsType<StatementMade>(last.ReadBody()).Text);
        }
    }

    [Fact]
    public async Task A_large_body_reads_back()
    {
        var run = new RunWriter("large");
        var entry = run.Next(text: new string('é', 1 << 19));
        Assert.True(entry.Body.Length > 1 << 20);

        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, entry));
        Assert.Equal(Shown(entry), Shown(Assert.Single(await Journal.ReadAsync(run.Id))));
    }

    [Fact]
    public async Task A_reopened_journal_has_everything_and_goes_on()
    {
        var run = new RunWriter("root/child.1_2-3");
        for (var i = 0; i < 20; i++) await Journal.AppendAsync(run.Id, run.Next(), RunWriter.Line(run.Id.Value, calls: i));
        var before = await Journal.ReadAsync(run.Id);

        await ReopenAsync();

        Assert.Equal(before.Select(Shown), (await Journal.ReadAsync(run.Id)).Select(Shown));
        Assert.Equal(RunWriter.Line(run.Id.Value, calls: 19), await Journal.FindSummaryAsync(run.Id));
        Assert.Equal(AppendResult.Fenced, await Journal.AppendAsync(run.Id, RunWriter.Entry(0, "again")));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(run.Id, run.Next()));
    }

    private static (long, string, DateTimeOffset, string, string) Shown(JournalEntry entry) =>
        (entry.Sequence, entry.Path, entry.Time, entry.Hash, Convert.ToHexString(entry.Body.Span));
}
