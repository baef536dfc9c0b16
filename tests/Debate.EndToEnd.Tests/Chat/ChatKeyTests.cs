using System.Net.Http.Headers;
using System.Net.Http.Json;
using Debate.EndToEnd.Tests.Operations;

namespace Debate.EndToEnd.Tests.Chat;

/// <summary>Debates as models at a server with keys.</summary>
[Collection(OperatedServer.Name)]
public sealed class ChatKeyTests(OperatedServer shared)
{
    [Theory]
    [InlineData(null, 401, "authentication_error", "invalid_api_key")]
    [InlineData("wrong", 401, "authentication_error", "invalid_api_key")]
    [InlineData("read", 403, "permission_error", null)]
    [InlineData("run", 200, null, null)]
    public async Task A_key_is_asked_for_and_refused_in_the_shape_of_the_path(string? scopes, int status, string? type, string? code)
    {
        using var http = Connect(scopes is null or "wrong" ? scopes : await AddKeyAsync("asker", scopes));
        var (reply, body) = await ChatServer.AskAsync(http, ChatServer.Body("debate/direct@sim", "Is it so?"));
        Assert.Equal((status, type, code), ((int)reply.StatusCode, (string?)body["error"]?["type"], (string?)body["error"]?["code"]));
        using var listed = await http.GetAsync("v1/models");
        Assert.Equal(scopes switch { "read" => 200, "run" => 403, _ => 401 }, (int)listed.StatusCode);
    }

    [Fact]
    public async Task Equal_requests_are_one_for_one_key_and_two_for_two_keys()
    {
        var (one, other) = (await AddKeyAsync("one", "run"), await AddKeyAsync("other", "run"));
        var runs = await Task.WhenAll(new[] { one, one, other }.Select(StartAsync));
        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    /// <summary>Starts a stream of a debate that takes long, and leaves it.</summary>
    private async Task<string> StartAsync(string key)
    {
        using var http = Connect(key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(ChatServer.Body("debate/direct@late", "Is it late?", stream: true)),
        };
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return reply.Headers.GetValues("X-Debate-Run").Single();
    }

    private async Task<string> AddKeyAsync(string name, string scopes)
    {
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = shared.Server.Data } };
        return (string)(await tool.RunAsync("key", "add", name, "--tenant", "chatters", "--scopes", scopes, "-o", "json")).Json["key"]!;
    }

    private HttpClient Connect(string? key)
    {
        var http = shared.Server.Http();
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
