namespace Debate.EndToEnd.Tests.Graphs;

/// <summary>Orleans clients of a real server, through its gateway.</summary>
[Collection(SharedServer.Name)]
public sealed class GraphServerTests(SharedServer shared)
{
    [Fact]
    public async Task Hard_instance_is_cancelled_and_small_questions_are_answered_meanwhile()
    {
        var server = shared.Server;
        var ran = await new ToolProcess(server.Tool.StartProgram("GraphEditors", "hard", server.Data, "14", "20", "2")).EndAsync();
        Assert.True(ran.Code == 0, ran.Error + ran.Out);
        Assert.Contains("of 2", ran.Out);
    }
}
