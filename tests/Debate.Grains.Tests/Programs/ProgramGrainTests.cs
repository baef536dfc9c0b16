using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;

namespace Debate.Grains.Tests.Programs;

/// <summary>Programs are run where that is the role, away from the silo that drives the run.</summary>
public sealed class ProgramGrainTests : IAsyncLifetime
{
    private readonly ClusterFixture _cluster = new("web,deliberation,solver,model-host", "program");

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Program_is_run_on_the_silo_with_the_role_and_its_result_stands_in_the_journal()
    {
        var outcome = await ClusterFixture.RunAsync(_cluster.Grain("executes"), _cluster.Define("executes", "executes", new WatchedModel()));
        var runner = _cluster.Silos.Single(s => _cluster.Roles(s.Name).HasRole(Grains.Placement.SiloRole.Program)).Name;
        Assert.Equal($"executes on {runner}: 6 * 7 of input", outcome!.Verdict!.Answer);
        var entry = Assert.Single((await _cluster.Journal.ReadAsync(new("executes"))).Select(e => e.ReadBody()).OfType<ProgramExecuted>());
        Assert.Equal(new(ProgramEnd.Done, outcome.Verdict.Answer!, "\u00e9"), entry.Result);
    }
}
