using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Externals;
using Debate.Runtime.Runs;
using Debate.Storage;

namespace Debate.Grains.Tests.Runs;

/// <summary>Runs that this process drives by itself.</summary>
public sealed class LocalRuntimeTests : RuntimeConformance, IAsyncDisposable
{
    private readonly LocalTestRuntime _runtime = new();

    internal override IRuntime Runtime => _runtime;

    internal override Task<IRuntime> CreateAsync() => Task.FromResult<IRuntime>(new LocalTestRuntime());

    public ValueTask DisposeAsync() => _runtime.DisposeAsync();

    [Fact]
    public async Task Stopped_runtime_takes_no_more_runs()
    {
        await using var runtime = new LocalTestRuntime();
        var definition = runtime.Define("late", "mad", new WatchedModel());
        var stopped = runtime.Driver;
        await stopped.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stopped.RunAsync(definition));
        Assert.Empty(await runtime.Journal.ReadAsync(new("late")));
    }

    [Fact]
    public async Task Steps_of_one_run_never_overlap_however_many_threads_there_are()
    {
        var (inside, overlaps) = (0, 0);
        await using var runtime = new LocalTestRuntime();
        var model = new WatchedModel { Reply = async (call, _) =>
        {
            await Task.Yield();
            if (Interlocked.Increment(ref inside) > 1) overlaps++;
            Thread.SpinWait(2000);
            Interlocked.Decrement(ref inside);
            return "Answer: 4";
        } };
        var definition = runtime.Define("steps", "self-consistency", model, ("samples", "40"));
        Assert.Equal(RunStatus.Finished, (await runtime.Driver.RunAsync(definition, TestContext.Current.CancellationToken)).Status);
        Assert.Equal((40, 0), (model.Calls.Count, overlaps));
    }

    /// <summary>A runtime in this process over one journal; a killed or stopped one is replaced by another over the same journal.</summary>
    private sealed class LocalTestRuntime : IRuntime
    {
        private readonly ConcurrentDictionary<string, WatchedModel> _models = new();
        private readonly List<SiloProcess> _processes = [];

        public LocalTestRuntime() => Driver = CreateDriver();

        public MemoryJournal Journal { get; } = new();

        public int SearchCount => Driver.SearchCount;

        public LocalRuntime Driver { get; private set; }

        public RunDefinition Define(string id, string protocol, WatchedModel model, params (string Name, string Value)[] options)
        {
            _models[id] = model;
            return LambdaProtocol.Define(id, protocol, options);
        }

        public IRuntimeRun Run(string id) => new LocalRun(Driver, new(id));

        public Task KillDriverAsync(WatchedModel model)
        {
            _processes[^1].Die();
            Driver = CreateDriver();
            return Task.CompletedTask;
        }

        public async Task StopDriverAsync(WatchedModel model)
        {
            await Driver.DisposeAsync();
            Driver = CreateDriver();
        }

        public async ValueTask DisposeAsync()
        {
            await Driver.DisposeAsync();
            foreach (var process in _processes) process.Bury();
        }

        private LocalRuntime CreateDriver()
        {
            var process = new SiloProcess($"process {_processes.Count}", Journal, _models);
            _processes.Add(process);
            return new(process, process, LambdaProtocol.Protocols, new() { TakesReplies = true });
        }
    }

    private sealed class LocalRun(LocalRuntime runtime, DeliberationId id) : IRuntimeRun
    {
        public Task<RunOutcome?> StartAsync(RunDefinition definition) => runtime.StartAsync(definition);

        public Task<RunOutcome?> ResumeAsync(Budget? budget) => runtime.ResumeAsync(id, budget);

        public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost) => runtime.RunAsync(definition, atMost);

        public Task<RunOutcome> RunToEndAsync(RunDefinition definition, CancellationToken cancellation) =>
            runtime.RunAsync(definition, cancellation);

        public Task<RunOutcome?> WaitAsync(TimeSpan atMost) => runtime.WaitAsync(id, atMost);

        public Task<RunOutcome?> StopAsync(RunStatus status, string reason) => runtime.StopAsync(id, status, reason);

        public Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost) => runtime.WaitForTurnsAsync(id, seat, atMost);

        public Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply) => runtime.ReplyAsync(id, reply);
    }
}
