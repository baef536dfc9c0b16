using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Cluster;

/// <summary>
/// A silo's connections to the outside: the shared journal and the models. Silos of a test share a process, so a killed one would go on in
/// the background; once this is dead, it neither writes nor calls and never answers, as after kill -9.
/// </summary>
internal sealed class SiloProcess(string silo, IJournal journal, ConcurrentDictionary<string, WatchedModel> models)
    : IJournal, IModelClient
{
    private static readonly Usage Once = new(1, 0, 10, 5);
    private readonly TaskCompletionSource _buried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDead;

    public void Die() => _isDead = true;

    /// <summary>Releases hanging calls when the test is over.</summary>
    public void Bury() => _buried.TrySetCanceled();

    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        AliveAsync(() => journal.AppendAsync(id, entry, summary));

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue) =>
        AliveAsync(() => journal.ReadAsync(id, from, count));

    public Task<JournalEntry?> FindLastAsync(DeliberationId id) => AliveAsync(() => journal.FindLastAsync(id));

    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        journal.SubscribeAsync(id, from, stop);

    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => AliveAsync(() => journal.FindSummaryAsync(id));

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) => AliveAsync(() => journal.ListAsync(query));

    public ModelTerms? FindTerms(string model) => models.ContainsKey(model) ? new(64, null, null, 0, 0, Simulated: true) : null;

    public async ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation)
    {
        models[model].Queued.Add();
        await models[model].Admission(cancellation);
        return new MemoryStream();
    }

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => AliveAsync(async () =>
    {
        var model = models[call.Seat.Model];
        model.Calls.Enqueue((silo, call));
        model.Asked.Add();
        await using var cancelled = cancellation.Register(model.Cancelled.Add);
        return new ModelReply(await model.Reply(call, cancellation), Once);
    });

    private async Task<T> AliveAsync<T>(Func<Task<T>> act)
    {
        if (_isDead) await _buried.Task;
        var result = await act();
        if (_isDead) await _buried.Task;
        return result;
    }
}
