using System.Net;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Inquiries;
using Debate.Client;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>Graphs over the HTTP client, and the sample that asks one why not.</summary>
[Collection(SharedServer.Name)]
public sealed class GraphClientTests(SharedServer shared)
{
    private const string Map = """
        name: trial
        arguments:
          - { id: m, text: Do it. }
          - { id: x, text: It costs., attacks: [m] }
          - { id: y, text: It is cheap., attacks: [x] }
        """;

    [Fact]
    public async Task A_graph_is_put_asked_contested_edited_followed_and_removed()
    {
        using var client = new DebateHttpClient(shared.Server.Address);
        var graphs = client.Graphs;
        var put = await graphs.PutAsync("typed", Map, "yaml", expected: 0, key: "typed-put");
        var again = await graphs.PutAsync("typed", Map, "yaml", expected: 0, key: "typed-put");
        Assert.Equal((1, null, 1, true), (put.Version, put.Repeated, again.Version, again.Repeated));
        Assert.True((await graphs.AskAcceptanceAsync("typed", "m")).Accepted);
        Assert.Equal(["m", "y"], Assert.Single((await graphs.ListExtensionsAsync("typed", "grounded")).Extensions).Order());
        Assert.Equal("m", Assert.Single((await graphs.AskStrengthAsync("typed", "m")).Strengths).Id);
        Assert.NotEmpty((await graphs.ExplainAsync("typed", "x")).Sentences);
        Assert.Equal(3, (await graphs.DescribeAsync("typed")).Arguments);
        GraphEdit[] doubt = [GraphEdit.AddArgument("z", "Who says so?", 0.7), GraphEdit.AddAttack("z", "y")];
        Assert.Equal("rejected", (await graphs.ContestAsync("typed", doubt)).Changes.Single(c => c.Id == "m").After!.Status);
        Assert.Equal(2, (await graphs.EditAsync("typed", doubt, expected: 1)).Version);
        var old = await Assert.ThrowsAsync<RequestRefusedException>(() => graphs.EditAsync("typed", [GraphEdit.SetScore("z", 0.1)], expected: 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, old.Status);
        GraphEdit[] rest =
        [
            GraphEdit.SetText("z", "Who?"), GraphEdit.SetScore("z", 0.25), GraphEdit.AddSupport("z", "x"), GraphEdit.RetractAttack("z", "y"),
            GraphEdit.RetractLinks("z", "x"), GraphEdit.AddInference(new("step", ["y", "z"], "m")), GraphEdit.Retract("x"),
        ];
        Assert.Equal(3, (await graphs.EditAsync("typed", rest)).Version);
        Assert.Equal(["z"], (await graphs.CompareAsync("typed", 1)).Difference!.Added.Select(a => a.Id));
        Assert.Contains("Who?", await graphs.ReadAsync("typed", "yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Who?", await graphs.ReadAsync("typed", "yaml", version: 1), StringComparison.Ordinal);
        Assert.Contains(await graphs.ListAsync().ToArrayAsync(), g => g is { Id: "typed", Version: 3 });
        await graphs.DeleteAsync("typed", expected: 3);
        var gone = await Assert.ThrowsAsync<RequestRefusedException>(() => graphs.DescribeAsync("typed"));
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    }

    [Fact]
    public async Task Changes_are_followed_each_once_until_the_graph_is_removed()
    {
        using var client = new DebateHttpClient(shared.Server.Address);
        await client.Graphs.PutAsync("followed", Map, "yaml");
        var news = client.Graphs.FollowAsync("followed", 1).ToArrayAsync().AsTask();
        for (var i = 0; i < 5; i++) await client.Graphs.EditAsync("followed", [GraphEdit.AddArgument($"n{i}")]);
        await client.Graphs.DeleteAsync("followed");
        var seen = await news.WaitAsync(Patience.Long);
        Assert.Equal(["put", "edited", "edited", "edited", "edited", "edited", "removed"], seen.Select(n => n.Kind));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], seen.Select(n => (int)n.Version));
        Assert.Equal("n0", seen[1].Edits!.Value[0].GetProperty("add").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_framework_is_solved()
    {
        using var client = new DebateHttpClient(shared.Server.Address);
        const string cycle = "p af 4\n1 2\n2 1\n3 4\n4 3\n";
        Assert.Equal(4, (int)(await client.Graphs.SolveAsync("CE-ST", cycle)).Count!.Value);
        var all = await client.Graphs.SolveAsync("EE-PR", cycle, limit: 3);
        Assert.Equal((3, false), (all.Extensions!.Count, all.Complete));
        var one = await client.Graphs.SolveAsync("DC-CO", cycle, argument: "1", seconds: 5);
        Assert.Equal((InquiryStatus.Decided, true, true), (one.Status, one.Accepted, one.Witness!.Contains("1")));
        var wrong = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Graphs.SolveAsync("DC-XX", cycle));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
    }

    [Fact]
    public async Task The_sample_tells_why_and_why_not_and_what_doubt_would_change()
    {
        var tool = shared.Server.Tool;
        var told = await new ToolProcess(tool.StartProgram("WhyNot", $"http://127.0.0.1:9,{shared.Server.Address}")).EndAsync();
        Assert.True(told.Code == 0, told.Error);
        Assert.Contains("Why take-umbrella?", told.Out, StringComparison.Ordinal);
        Assert.Contains("Why not sunny?", told.Out, StringComparison.Ordinal);
        Assert.Contains("old-forecast", told.Out[told.Out.IndexOf("Why not", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("If that were in doubt, take-umbrella would be rejected, not accepted.", told.Out, StringComparison.Ordinal);
        var one = await new ToolProcess(tool.StartProgram("WhyNot", shared.Server.Address, "umbrella", "sunny")).EndAsync();
        Assert.StartsWith("Why not sunny?", one.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Why take-umbrella?", one.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await new ToolProcess(tool.StartProgram("WhyNot")).EndAsync()).Code);
    }
}
