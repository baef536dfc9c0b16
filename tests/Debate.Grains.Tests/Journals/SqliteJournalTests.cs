using Debate.Deliberation.Engine;
using Debate.Storage;
using Microsoft.Data.Sqlite;

namespace Debate.Grains.Tests.Journals;

public sealed class SqliteJournalTests : JournalConformance
{
    private readonly JournalFolder _folder = new();
    private readonly Lazy<SqliteJournal> _second;
    private SqliteJournal _journal;

    public SqliteJournalTests() => (_journal, _second) = (SqliteJournal.Open(_folder.Name), new(() => SqliteJournal.Open(_folder.Name)));

    protected override IJournal Journal => _journal;

    protected override IJournal Second => _second.Value;

    protected override async Task ReopenAsync()
    {
        await _journal.DisposeAsync();
        Assert.Equal([SqliteJournal.FileName], Directory.GetFiles(_folder.Name).Select(Path.GetFileName));
        _journal = SqliteJournal.Open(_folder.Name);
    }

    // While another process holds the lock, the writer waits with a first group of one; everything that arrives meanwhile is its second
    // group.
    protected override async Task<IAsyncDisposable> HoldAsync()
    {
        var hold = new Hold(await _folder.LockAsync());
        hold.First = Journal.AppendAsync(new RunWriter("first").Id, RunWriter.Entry(0, "start"));
        return hold;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_second.IsValueCreated) await _second.Value.DisposeAsync();
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Hold(SqliteConnection connection) : IAsyncDisposable
    {
        public Task<AppendResult> First { get; set; } = Task.FromResult(AppendResult.Appended);

        public async ValueTask DisposeAsync()
        {
            Assert.False(First.IsCompleted);
            await connection.DisposeAsync();
            Assert.Equal(AppendResult.Appended, await First);
        }
    }
}
