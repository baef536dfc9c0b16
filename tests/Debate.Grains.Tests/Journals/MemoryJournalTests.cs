using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

public sealed class MemoryJournalTests : JournalConformance
{
    protected override IJournal Journal { get; } = new MemoryJournal();

    protected override IJournal Second => Journal;

    protected override Task ReopenAsync() => Task.CompletedTask;

    protected override Task<IAsyncDisposable> HoldAsync() => Task.FromResult<IAsyncDisposable>(new MemoryStream());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
