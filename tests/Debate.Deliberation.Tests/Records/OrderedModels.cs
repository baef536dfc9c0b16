using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Records;

/// <summary>Models that reply in the order set by a test, after all calls have been sent.</summary>
internal sealed class OrderedModels(IReadOnlyList<int> order) : IModelClient
{
    private readonly SortedDictionary<string, TaskCompletionSource<ModelReply>> _calls = new(StringComparer.Ordinal);

    public ModelTerms FindTerms(string model) => ModelTerms.Free with { MaxUsage = new(1, 0, 10, 5) };

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        var reply = new TaskCompletionSource<ModelReply>();
        _calls.Add(call.Path, reply);
        if (_calls.Count == order.Count) _ = ReplyAsync();
        return reply.Task;
    }

    private async Task ReplyAsync()
    {
        // The last call must have been sent too: its caller starts to wait only after AskAsync has returned.
        await Task.Yield();
        var paths = _calls.Keys.ToArray();
        foreach (var index in order) _calls[paths[index]].SetResult(new($"reply at {paths[index]}", new Usage(1, 0, 10, 5)));
    }
}
