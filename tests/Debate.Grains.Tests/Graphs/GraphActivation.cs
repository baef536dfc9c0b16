using Debate.Contracts;
using Debate.Grains.Graphs;

namespace Debate.Grains.Tests.Graphs;

/// <summary>A graph session under the concurrency rule of a grain: many calls at once, one thread at a time.</summary>
internal sealed class GraphActivation(GraphSession held)
{
    private readonly TaskScheduler _turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    public Task<EditReply> EditAsync(GraphChange change) => InTurnsAsync(() => held.EditAsync(change));

    public Task<GraphView> ReadAtAsync(long version) => InTurnsAsync(() => held.ReadAtAsync(version));

    public Task<GraphView> ReadAsync() => InTurnsAsync(held.ReadAsync);

    private Task<T> InTurnsAsync<T>(Func<Task<T>> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.None, _turns).Unwrap();
}
