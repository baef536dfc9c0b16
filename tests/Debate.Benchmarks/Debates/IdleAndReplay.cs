using System.Diagnostics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;

namespace Debate.Benchmarks.Debates;

/// <summary>The cost of a deliberation while it waits for a model, and the speed of replaying a journal.</summary>
internal static class IdleAndReplay
{
    private const int Waiting = 2000;
    private const int Replays = 2000;

    public static async Task RunAsync()
    {
        await IdleAsync();
        await ReplayAsync();
        await ReplayAsync();
    }

    private static async Task IdleAsync()
    {
        using var models = new HangingModels();
        await using var silo = await EmbeddedSilo.StartAsync(new MemoryJournal(), models);
        using var stop = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var runs = Enumerable.Range(0, Waiting).Select(i => silo.RunAsync(ElevenCallDebate.Define($"idle-{i}"), stop.Token)).ToArray();
        await models.HangingAsync(Waiting);
        Console.WriteLine($"idle: {(GC.GetTotalMemory(forceFullCollection: true) - before) / Waiting / 1024.0:0.0} KiB a deliberation that waits for its first reply");
        await stop.CancelAsync();
        await Task.WhenAll(runs);
    }

    /// <summary>Replays runs that lack only their verdict: every effect is recalled from the journal.</summary>
    private static async Task ReplayAsync()
    {
        var whole = new MemoryJournal();
        var host = new Host(whole);
        await new RunDriver(host.Ports, new("run")).StartAsync(ElevenCallDebate.Define("run"));
        var entries = await whole.ReadAsync(new("run"));
        var journal = new MemoryJournal();
        var ids = Enumerable.Range(0, Replays).Select(i => new DeliberationId($"run-{i}")).ToArray();
        foreach (var id in ids)
            foreach (var entry in entries.SkipLast(1)) await journal.AppendAsync(id, entry);
        var watch = Stopwatch.StartNew();
        foreach (var id in ids) await new RunDriver(new Host(journal).Ports, id).ResumeAsync();
        Console.WriteLine($"replay: {Replays * ElevenCallDebate.Effects / watch.Elapsed.TotalSeconds:0} effects/s on one thread, {host.Calls} calls asked before");
    }

    private sealed class Host : IModelClient, IChildRunner
    {
        private readonly InstantModels _models = new();

        public Host(IJournal journal) =>
            Ports = new(journal, this, new InlineSolvers(), this, DebateServices.Protocols, TimeProvider.System, "benchmark");

        public EnginePorts Ports { get; }

        public int Calls { get; private set; }

        public ModelTerms FindTerms(string model) => ModelTerms.Free with { MaxUsage = new(1) };

        public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
        {
            Calls++;
            return _models.AskAsync(call, cancellation);
        }

        public Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation) =>
            throw new NotSupportedException("no children here");
    }

    private sealed class HangingModels : IModelClient, IDisposable
    {
        private readonly SemaphoreSlim _hanging = new(0);

        public ModelTerms FindTerms(string model) => ModelTerms.Free;

        public async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
        {
            _hanging.Release();
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new UnreachableException();
        }

        public async Task HangingAsync(int calls)
        {
            for (var i = 0; i < calls; i++) await _hanging.WaitAsync();
        }

        public void Dispose() => _hanging.Dispose();
    }
}
