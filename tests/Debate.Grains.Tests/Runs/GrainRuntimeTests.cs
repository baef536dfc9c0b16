using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Externals;
using Debate.Storage;

namespace Debate.Grains.Tests.Runs;

/// <summary>Runs that the grains of two silos drive, called from both by turns.</summary>
public sealed class GrainRuntimeTests(ClusterFixture cluster) : RuntimeConformance, IClassFixture<ClusterFixture>
{
    internal override IRuntime Runtime { get; } = new GrainRuntime(cluster);

    internal override async Task<IRuntime> CreateAsync()
    {
        var own = new ClusterFixture();
        await own.InitializeAsync();
        return new GrainRuntime(own);
    }

    private sealed class GrainRuntime(ClusterFixture cluster) : IRuntime
    {
        private int _calls;

        public MemoryJournal Journal => cluster.Journal;

        public int SearchCount => cluster.SearchCount;

        public RunDefinition Define(string id, string protocol, WatchedModel model, params (string Name, string Value)[] options) =>
            cluster.Define(id, protocol, model, options);

        public IRuntimeRun Run(string id)
        {
            var silos = cluster.Silos;
            return new GrainRun(cluster.Grain(id, silos[Interlocked.Increment(ref _calls) % silos.Count].Name));
        }

        public Task KillDriverAsync(WatchedModel model) => cluster.KillAsync(FindDriver(model)).WaitAsync(Patience.Long);

        public Task StopDriverAsync(WatchedModel model) => cluster.StopAsync(FindDriver(model)).WaitAsync(Patience.Long);

        public ValueTask DisposeAsync() => cluster.DisposeAsync();

        private static string FindDriver(WatchedModel model) => model.Calls.First(c => c.Call.Id.IsRoot).Silo;
    }

    private sealed class GrainRun(IDeliberationGrain grain) : IRuntimeRun
    {
        public Task<RunOutcome?> StartAsync(RunDefinition definition) => grain.StartAsync(definition);

        public Task<RunOutcome?> ResumeAsync(Budget? budget) => grain.ResumeAsync(budget);

        public Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost) => grain.RunAsync(definition, atMost);

        public Task<RunOutcome> RunToEndAsync(RunDefinition definition, CancellationToken cancellation) =>
            grain.RunToEndAsync(wait => grain.RunAsync(definition, wait), "enough", cancellation);

        public Task<RunOutcome?> WaitAsync(TimeSpan atMost) => grain.WaitAsync(atMost);

        public Task<RunOutcome?> StopAsync(RunStatus status, string reason) => grain.StopAsync(status, reason);

        public Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost) => grain.WaitForTurnsAsync(seat, atMost);

        public Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply) => grain.ReplyAsync(reply);
    }
}
