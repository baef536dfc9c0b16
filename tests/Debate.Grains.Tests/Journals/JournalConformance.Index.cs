using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Journals;

public abstract partial class JournalConformance
{
    [Fact]
    public async Task The_line_of_the_index_comes_with_its_entry_and_stays_until_the_next()
    {
        var run = new RunWriter("a");
        await Journal.AppendAsync(run.Id, run.Next());
        Assert.Null(await Journal.FindSummaryAsync(run.Id));
        Assert.Empty(await Journal.ListAsync(new()));

        await Journal.AppendAsync(run.Id, run.Next(), RunWriter.Line("a", calls: 1));
        await Journal.AppendAsync(run.Id, run.Next());
        Assert.Equal(RunWriter.Line("a", calls: 1), await Journal.FindSummaryAsync(run.Id));

        var end = RunWriter.Line("a", 0, RunStatus.Finished, calls: 3);
        await Journal.AppendAsync(run.Id, run.Next(), end);
        Assert.Equal(end, await Journal.FindSummaryAsync(run.Id));
        Assert.Equal([end], await Journal.ListAsync(new()));
    }

    [Fact]
    public async Task A_refused_entry_leaves_the_line_as_it_was()
    {
        var run = new RunWriter("a");
        await Journal.AppendAsync(run.Id, run.Next("start"), RunWriter.Line("a", calls: 1));
        await Journal.AppendAsync(run.Id, RunWriter.Entry(1, "start"), RunWriter.Line("a", calls: 2));
        await Journal.AppendAsync(run.Id, RunWriter.Entry(7, "7"), RunWriter.Line("a", calls: 3));

        Assert.Equal(1, (await Journal.FindSummaryAsync(run.Id))!.Usage.Calls);
    }

    [Fact]
    public async Task Roots_are_listed_newest_first_and_by_id_where_they_started_together()
    {
        await StartAsync(("b", 1), ("a", 1), ("c", 2), ("B", 1), ("old", -5), ("a/x", 9));

        Assert.Equal(["c", "B", "a", "b", "old"], await IdsAsync(new()));
        Assert.Equal(["a/x", "c", "B", "a", "b", "old"], await IdsAsync(new(IncludeChildren: true)));
    }

    [Fact]
    public async Task Under_lists_a_run_and_all_that_it_started()
    {
        await StartAsync(("t", 0), ("t/1", 1), ("t/1/2", 2), ("t-1", 3), ("t.1", 3), ("t0", 3), ("T/1", 3), ("u/t/1", 3));

        Assert.Equal(["t/1/2", "t/1", "t"], await IdsAsync(new(Subtree: new RunWriter("t").Id)));
        Assert.Equal(["t/1/2", "t/1"], await IdsAsync(new(IncludeChildren: true, Subtree: new RunWriter("t/1").Id)));
        Assert.Empty(await IdsAsync(new(Subtree: new RunWriter("t/1/3").Id)));
    }

    [Theory]
    [InlineData(RunStatus.Running, true)]
    [InlineData(RunStatus.Interrupted, true)]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.OutOfBudget, true)]
    [InlineData(RunStatus.Cancelled, true)]
    [InlineData(RunStatus.Finished, false)]
    public async Task Unfinished_runs_are_those_without_a_verdict(RunStatus status, bool isListed)
    {
        foreach (var id in (string[])["root", "root/child"])
        {
            var run = new RunWriter(id);
            await Journal.AppendAsync(run.Id, run.Next(), RunWriter.Line(id));
            await Journal.AppendAsync(run.Id, run.Next(), RunWriter.Line(id, 0, status));
        }

        Assert.Equal(isListed ? ["root"] : [], await IdsAsync(new(UnfinishedOnly: true)));
        Assert.Equal(isListed ? ["root", "root/child"] : [], await IdsAsync(new(UnfinishedOnly: true, Subtree: new RunWriter("root").Id)));
    }

    [Fact]
    public async Task A_list_is_read_in_pages_that_nothing_moves()
    {
        await StartAsync(("b", 1), ("a", 1), ("c", 2), ("B", 1), ("old", -5), ("a/x", 9), ("a/y", 1));
        var came = 0;
        foreach (var limit in new[] { 1, 2, 3, 100 })
            foreach (var children in new[] { false, true })
            {
                var (seen, query) = (new List<string>(), new RunQuery(IncludeChildren: children) { Limit = limit });
                var whole = await IdsAsync(query with { Limit = int.MaxValue });
                for (var page = await Journal.ListAsync(query); page.Count > 0; page = await Journal.ListAsync(query))
                {
                    Assert.True(page.Count == limit || page.Count + seen.Count == whole.Length, $"{page.Count} of {limit}");
                    seen.AddRange(page.Select(run => run.Id.Value));
                    query = query with { Behind = RunPlace.Of(page[^1]) };
                    // One that comes meanwhile stands before all of them.
                    if (limit == 2) await StartAsync(($"new{++came}", 20 + came));
                }
                Assert.Equal(whole, seen);
            }
    }

    [Fact]
    public async Task A_list_is_narrowed_by_times_and_statuses()
    {
        await StartAsync(("a", 1), ("b", 2), ("c", 3));
        var done = new RunWriter("d");
        await Journal.AppendAsync(done.Id, done.Next(), RunWriter.Line("d", 4, RunStatus.Finished));
        var at = RunWriter.Line("b", 2).Started;

        Assert.Equal(["d", "c", "b"], await IdsAsync(new() { Since = at }));
        Assert.Equal(["a"], await IdsAsync(new() { Until = at }));
        Assert.Equal(["d"], await IdsAsync(new() { Statuses = [RunStatus.Finished] }));
        Assert.Equal(["c", "b"], await IdsAsync(new() { Statuses = [RunStatus.Running], Since = at }));
        Assert.Equal(["c"], await IdsAsync(new() { Statuses = [RunStatus.Running, RunStatus.Failed], Limit = 1 }));
        Assert.Empty(await IdsAsync(new() { Statuses = [RunStatus.Cancelled] }));
    }

    private async Task StartAsync(params (string Id, int Minute)[] runs)
    {
        foreach (var (id, minute) in runs)
        {
            var appendResult = await Journal.AppendAsync(new RunWriter(id).Id, RunWriter.Entry(0, "start"), RunWriter.Line(id, minute));
            Assert.Equal(AppendResult.Appended, appendResult);
        }
    }

    private async Task<string[]> IdsAsync(RunQuery query) => [.. (await Journal.ListAsync(query)).Select(line => line.Id.Value)];
}
