using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Models;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Deliberations on two silos, with contract records actually sent between them.</summary>
public sealed class ClusterTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Mad_started_from_either_silo_or_a_client_runs_to_its_verdict()
    {
        foreach (var (id, grain) in new[]
        {
            ("mad-0", cluster.Grain("mad-0", cluster.Silos[0].Name)),
            ("mad-1", cluster.Grain("mad-1", cluster.Silos[1].Name)),
            ("mad-2", cluster.Client.GetGrain<IDeliberationGrain>("mad-2")),
        })
        {
            var model = new WatchedModel();
            await grain.StartAsync(cluster.Define(id, "mad", model));
            var outcome = await ClusterFixture.EndAsync(grain);
            Assert.Equal((RunStatus.Finished, id, "fallback", 11L),
                (outcome.Status, outcome.Verdict!.Answer, outcome.Verdict.Ended, outcome.Usage.Calls));
            Assert.Equal(11, model.Calls.Count);
            Assert.Equal(RunStatus.Finished, (await grain.GetStatusAsync())!.Status);
        }
    }

    [Fact]
    public async Task Children_run_on_both_silos()
    {
        var model = new WatchedModel();
        var outcome = await ClusterFixture.RunAsync(cluster.Grain("both"), cluster.Define("both", "family", model));
        Assert.Equal(Answer("both"), outcome!.Verdict!.Answer);
        Assert.Equal(1 + LambdaProtocol.Children * 5, outcome.Usage.Calls);
        var children = model.Calls.Where(c => !c.Call.Id.IsRoot).GroupBy(c => c.Call.Id.Value).ToArray();
        Assert.Equal(LambdaProtocol.Children, children.Length);
        Assert.All(children, c => Assert.Single(c.Select(call => call.Silo).Distinct()));
        Assert.Equal(2, children.Select(c => c.First().Silo).Distinct().Count());
    }

    /// <summary>A record of one assembly inside a record of another, in a call of a third: Orleans 10 had trouble with this.</summary>
    [Fact]
    public async Task Record_is_sent_between_silos_and_handed_over_as_it_is_within_one()
    {
        var definition = cluster.Define("witness", "witness", new WatchedModel());
        Assert.Equal("witnessed", (await ClusterFixture.RunAsync(cluster.Grain("witness"), definition))!.Verdict!.Answer);
        var pairs = Enumerable.Range(0, LambdaProtocol.Children)
            .Select(i => (Sent: LambdaProtocol.Handed[$"{i} sent"], Received: LambdaProtocol.Handed[$"{i} received"])).ToArray();
        Assert.All(pairs, p => Assert.Equal(JsonSerializer.Serialize(p.Sent), JsonSerializer.Serialize(p.Received)));
        Assert.Contains(pairs, p => !ReferenceEquals(p.Sent, p.Received));
        Assert.Contains(pairs, p => ReferenceEquals(p.Sent, p.Received));
        var deliberated = (await cluster.Journal.ReadAsync(new("witness"))).Select(e => e.ReadBody()).OfType<ChildCompleted>().ToArray();
        Assert.Equal(LambdaProtocol.Children, deliberated.Length);
        Assert.All(deliberated, d => Assert.Equal("<&>", Assert.Single(d.Verdict.Notes)));
    }

    [Fact]
    public async Task Model_host_is_called_over_the_wire()
    {
        var model = new WatchedModel();
        var seat = cluster.Define("wire", "mad", model).Seats[0];
        var sent = new ModelCall(new("wire/x"), "2/0", seat, [new(Role.System, "<&>"), new(Role.User, "hello 😀")], 3, -7, new("q", "?"));
        var host = cluster.Client.GetGrain<IModelHostGrain>("wire");
        var answer = await host.AskAsync(sent, CancellationToken.None);
        Assert.Equal((WatchedModel.Debater(sent), 1L), (answer.Reply!.Text, answer.Reply.Usage.Calls));
        var received = Assert.Single(model.Calls).Call;
        Assert.NotSame(sent, received);
        Assert.Equal(JsonSerializer.Serialize(sent), JsonSerializer.Serialize(received));

        model.Reply = (_, _) => throw new OutageException(FailureKind.Unauthorised, "no key");
        Assert.Equal(new HostReply(null, FailureKind.Unauthorised, "no key"), await host.AskAsync(sent, CancellationToken.None));
    }

    private static string Answer(string root) =>
        string.Join(' ', Enumerable.Range(0, LambdaProtocol.Children).Select(i => $"{root}/child-{i}"));
}
