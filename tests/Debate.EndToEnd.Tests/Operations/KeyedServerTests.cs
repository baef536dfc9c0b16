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

    /// <summary>Clients of trainers know a URL and no header; from http://any:KEY@host they make HTTP basic authentication.</summary>
    [Theory]
    [InlineData("POST", "v1/score", "any:" + OperatedServer.Key, "", false)]
    [InlineData("POST", "get_reward", ":" + OperatedServer.Key, "", false)]
    [InlineData("POST", "classify", "any:%733cret", "", false)]
    [InlineData("POST", "verify", "any:" + OperatedServer.Key, "", false)]
    [InlineData("GET", "reverify_mode", "any:" + OperatedServer.Key, "", false)]
    [InlineData("POST", "v1/score", "any:s3creT", "", true)]
    [InlineData("POST", "v1/score", OperatedServer.Key, "", true)]
    [InlineData("POST", "v1/score", "any:" + OperatedServer.Key, "Origin", true)]
    [InlineData("POST", "v1/score", "any:" + OperatedServer.Key, "Sec-Fetch-Site", true)]
    [InlineData("POST", "v1/runs", "any:" + OperatedServer.Key, "", true)]
    [InlineData("GET", "v1/runs", "any:" + OperatedServer.Key, "", true)]
    [InlineData("POST", "v1/episodes", "any:" + OperatedServer.Key, "", true)]
    public async Task Key_is_a_password_at_the_doors_of_rewards_alone(
        string method, string path, string user, string header, bool isRefused)
    {
        using var http = shared.Server.Http();
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("{}", null, "application/json") };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(user)));
        // A page of our own origin is still a page: a browser would send a remembered password for it.
        if (header.Length > 0) request.Headers.Add(header, header == "Origin" ? shared.Server.Address : "same-origin");
        using var reply = await http.SendAsync(request);
        Assert.Equal(isRefused, reply.StatusCode == HttpStatusCode.Unauthorized);
        // A browser must not ask its user for a password that it then sends for anybody's page.
        if (isRefused) Assert.Equal("Bearer", reply.Headers.WwwAuthenticate.ToString());
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
