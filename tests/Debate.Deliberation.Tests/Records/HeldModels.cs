using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Records;

/// <summary>Models whose replies come in the order that a test wants; all calls must be out before the first reply.</summary>
internal sealed class HeldModels(IReadOnlyList<int> order) : IModelHosts
{
    private readonly SortedDictionary<string, TaskCompletionSource<ModelReply>> _calls = new(StringComparer.Ordinal);

    public ValueTask<IDisposable> AdmitAsync(Seat seat, Applicant who, CancellationToken cancellation) => NoPlace.Free;

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var reply = new TaskCompletionSource<ModelReply>();
        _calls.Add(call.Path, reply);
        if (_calls.Count == order.Count) _ = ReplyAsync();
        return reply.Task;
    }

    public Usage Bound(Seat seat, Chat chat) => new(1, 0, 10, 5);

    private async Task ReplyAsync()
    {
        // The last call must be out too: it is waited for only after it returned.
        await Task.Yield();
        var paths = _calls.Keys.ToArray();
        foreach (var index in order) _calls[paths[index]].SetResult(new($"reply at {paths[index]}", new Usage(1, 0, 10, 5)));
    }
}
