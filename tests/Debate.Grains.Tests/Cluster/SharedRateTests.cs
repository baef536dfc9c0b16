using System.Collections.Concurrent;
using System.Globalization;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Deliberations;
using Debate.Grains.Models;
using Debate.Grains.Placement;
using Debate.Hosting;
using Debate.Models;
using Debate.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using Orleans.TestingHost;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Two silos that share a provider of sixty requests a minute, on a clock that the test controls.</summary>
public sealed class SharedRateTests : IAsyncLifetime
{
    private const int Rate = 60;
    private const int Debates = 40;
    private const int Samples = 8;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly ModelConfiguration Limited =
        new([new SimulatedSpec("limited", SimulatedKind.Bernoulli) { RequestsPerMinute = Rate, Parallel = 64 }]);

    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<(string Silo, DateTimeOffset Time)> _starts = new();
    private readonly MemoryJournal _journal = new();
    private InProcessTestCluster? _cluster;

    private IGrainFactory Grains => _cluster!.Client;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            silo.UseRoles(SiloRoles.All).Services.AddDebate(_journal, Limited, isShared: true);
            silo.Services.AddSingleton(p => new Watched(options.SiloName, this, p.GetRequiredService<IModelRates>()));
            silo.Services.AddSingleton(p => new LocalModels(p.GetRequiredService<Watched>()));
            silo.Services.AddSingleton(p => new EnginePorts(
                _journal, p.GetRequiredService<IModelClient>(), p.GetRequiredService<ISolvers>(), p.GetRequiredService<IChildRunner>(),
                DebateServices.Protocols, _clock, "test"));
        });
        builder.ConfigureClient(client => client.Services.AddDebateWireFormat());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await ClusterRolesConvergence.KnownAsync([.. _cluster.Silos]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Two_silos_never_exceed_the_rate_in_five_minutes_also_when_whoever_grants_moves()
    {
        var began = _clock.GetUtcNow();
        var runs = Enumerable.Range(0, Debates).Select(i =>
            Grains.GetGrain<IDeliberationGrain>($"run-{i.ToString(CultureInfo.InvariantCulture)}")).ToArray();
        foreach (var run in runs) await run.StartAsync(Snapshot(run.GetPrimaryKeyString()));
        for (var steps = 1; _starts.Count < Debates * Samples; steps++)
        {
            _clock.Advance(Step);
            if (steps % 240 == 0) await Grains.GetGrain<IModelRateGrain>("limited").Cast<IGrainManagementExtension>().DeactivateOnIdle();
            // The clock advances only after both silos have had a moment to work.
            foreach (var run in runs.Take(4)) await run.GetStatusAsync();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        foreach (var run in runs) Assert.Equal(RunStatus.Finished, (await run.WaitAsync(TimeSpan.FromHours(1)))!.Status);

        var starts = _starts.Select(s => s.Time).Order().ToArray();
        Assert.True(starts[^1] - began > TimeSpan.FromMinutes(5));
        for (var i = Rate; i < starts.Length; i++)
            Assert.True(starts[i] - starts[i - Rate] >= TimeSpan.FromMinutes(1), $"{starts[i - Rate]:O} {starts[i]:O}");
        Assert.All(_starts.CountBy(s => s.Silo), silo => Assert.InRange(silo.Value, Debates * Samples / 10, Debates * Samples));
        Assert.Equal(2, _starts.Select(s => s.Silo).Distinct().Count());
    }

    private static RunDefinition Snapshot(string id)
    {
        var entry = SelfConsistency.Descriptor;
        var options = entry.CompleteOptions(new() { ["samples"] = Samples.ToString(CultureInfo.InvariantCulture) });
        return new()
        {
            Id = new(id),
            Kind = entry.Kind,
            Name = "test",
            Protocol = entry.Name,
            Version = entry.Fingerprint,
            Options = options,
            Seats = [.. entry.Seats(options).Select(seat => new Seat(seat, "limited"))],
            Problem = new("q", "What is two and two?") { Answers = ["4"], WrongAnswers = ["5"] },
            Seed = 7,
        };
    }

    /// <summary>The models of a silo; records when each call was admitted.</summary>
    private sealed class Watched(string silo, SharedRateTests test, IModelRates rates) : IModelClient, IDisposable
    {
        private readonly ModelRegistry _models = new(Limited, new() { Clock = test._clock, Rates = rates });

        public ModelTerms? FindTerms(string model) => _models.FindTerms(model);

        public async ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation)
        {
            var place = await _models.AdmitAsync(model, admission, cancellation);
            test._starts.Enqueue((silo, test._clock.GetUtcNow()));
            return place;
        }

        public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => _models.AskAsync(call, cancellation);

        public void Dispose() => _models.Dispose();
    }
}
