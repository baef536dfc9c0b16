using Debate.Argumentation.Dynamics;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Journals;
using Debate.Storage;

namespace Debate.Grains.Tests.Graphs;

public sealed class MemoryGraphTests : GraphConformance
{
    protected override IJournal Journal { get; } = new MemoryJournal();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Change_that_could_not_be_stored_is_told_so_and_can_be_made_again()
    {
        var journal = new CountingJournal(Journal);
        var held = Hold(journal: journal);
        await held.EditAsync(Change(GraphEdit.AddArgument("a")));
        journal.Failures = 1;
        var (lost, behind) = (Change(GraphEdit.AddArgument("b")), Change(GraphEdit.AddArgument("c")));
        var replies = await Task.WhenAll(held.EditAsync(lost), held.EditAsync(behind));
        Assert.Equal((EditStatus.Unavailable, "the disk is full"), (replies[0].Status, replies[0].Message));
        Assert.Equal(new(EditStatus.Applied, 2), replies[1]);
        Assert.Equal(new(EditStatus.Applied, 3), await held.EditAsync(lost));
        Assert.Equal(["a", "c", "b"], Ids((await Hold().ReadAsync()).Graph));
    }

    [Fact]
    public async Task Journal_that_was_changed_is_not_read()
    {
        var held = Hold();
        await held.EditAsync(Change(GraphEdit.AddArgument("a")));
        var forged = JournalEntry.Seal("another past", 2, "edit/x", default, new GraphEdited([GraphEdit.AddArgument("b")]));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(new("~graphs/g"), forged));
        Assert.Contains("entry 2", (await Assert.ThrowsAsync<ReplayException>(() => Hold().ReadAsync())).Message);
    }

    private static IEnumerable<string> Ids(Argumentation.ArgumentGraph graph) => Enumerable.Range(0, graph.ArgumentCount).Select(graph.Id);
}

public sealed class SqliteGraphTests : GraphConformance
{
    private readonly JournalFolder _folder = new();
    private readonly SqliteJournal _journal;

    public SqliteGraphTests() => _journal = SqliteJournal.Open(_folder.Name);

    protected override IJournal Journal => _journal;

    public override async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }
}
