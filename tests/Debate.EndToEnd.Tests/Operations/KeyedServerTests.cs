using System.Net;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>Who may use a server, and what becomes of a run that is cancelled.</summary>
[Collection(OperatedServer.Name)]
public sealed class KeyedServerTests(OperatedServer shared)
{
    [Fact]
    public async Task Server_with_a_key_answers_who_shows_it()
    {
        using var http = shared.Server.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("v1/runs")).StatusCode);
        http.DefaultRequestHeaders.Add("X-Api-Key", "s3creT");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("v1/runs")).StatusCode);
        using var tool = new ToolFolder { Variables = { ["DEBATE_SERVER"] = shared.Server.Address } };
        Assert.Equal(4, (await tool.RunAsync("ls")).Code);
        tool.Variables["DEBATE_API_KEY"] = OperatedServer.Key;
        Assert.Equal(0, (await tool.RunAsync("ls")).Code);
        tool.Variables["DEBATE_SERVER"] = "http://127.0.0.1:9";
        var gone = await tool.RunAsync("ls");
        Assert.Equal(5, gone.Code);
        Assert.Contains("cannot be reached", gone.OneLine);
    }

    [Fact]
    public async Task Cancelled_run_stands_still_as_cancelled()
    {
        using var http = shared.Server.Http();
        http.DefaultRequestHeaders.Add("X-Api-Key", OperatedServer.Key);
        var id = (string?)(await SharedServer.PostAsync(http, "k", new { question = "2+2?", model = "late" })).Body["id"];
        using var reply = await http.PostAsync($"v1/runs/{id}/cancel", null);
        Assert.Equal("cancelled", (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["status"]);
        Assert.Equal("cancelled", (string?)JsonNode.Parse(await http.GetStringAsync($"v1/runs/{id}"))!["status"]);
    }
}
