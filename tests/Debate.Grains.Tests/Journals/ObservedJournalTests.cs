using Debate.Deliberation.Engine;
using Debate.Runtime.Telemetry;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

public sealed class ObservedJournalTests
{
    [Fact]
    public async Task Listeners_hear_of_durable_entries_and_of_no_refused_one()
    {
        var (inner, heard) = (new MemoryJournal(), new List<string>());
        var journal = new ObservedJournal(inner, TimeProvider.System);
        journal.Appended += (id, entry) => heard.Add($"{id} {entry.Sequence} {inner.ReadAsync(id).Result.Count}");
        var run = new RunWriter("a");

        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next("start"), RunWriter.Line("a")));
        Assert.Equal(AppendResult.Fenced, await journal.AppendAsync(run.Id, RunWriter.Entry(0, "0")));
        Assert.Equal(AppendResult.PathExists, await journal.AppendAsync(run.Id, RunWriter.Entry(1, "start")));
        Assert.Equal(AppendResult.Appended, await journal.AppendAsync(run.Id, run.Next()));

        Assert.Equal(["a 0 1", "a 1 2"], heard);
        Assert.Equal(2, (await journal.ReadAsync(run.Id)).Count);
        Assert.Equal(RunWriter.Line("a"), await journal.FindSummaryAsync(run.Id));
        Assert.Single(await journal.ListAsync(new()));
    }
}
