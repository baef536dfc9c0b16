using Debate.Core.Input;
using System.Net;
using System.Text;
using Debate.Models;
using Debate.Silo;
using Debate.Silo.Web;
using Debate.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>What a stranger's page, a rebound name, a setting of the framework or a file in the working folder can do: nothing.</summary>
[Collection(SharedServer.Name)]
public sealed class StrangerTests(SharedServer shared)
{
    [Theory]
    [InlineData("127.0.0.1:5080", "", "", true)]
    [InlineData("127.8.9.1", "", "", true)]
    [InlineData("[::1]:5080", "", "", true)]
    [InlineData("LocalHost:5080", "", "", true)]
    [InlineData("debate.lan:5080", "", "", true)]
    [InlineData("evil.example:5080", "", "", false)]
    [InlineData("127.0.0.1.evil.example", "", "", false)]
    [InlineData("localhost.evil.example", "", "", false)]
    [InlineData("10.0.0.7:5080", "", "", false)]
    [InlineData("", "", "", false)]
    [InlineData("127.0.0.1:5080", "http://127.0.0.1:5080", "same-origin", true)]
    [InlineData("[::1]:5080", "http://[::1]:5080", "", true)]
    [InlineData("debate.lan", "https://debate.lan", "", true)]
    [InlineData("127.0.0.1:5080", "http://evil.example", "", false)]
    [InlineData("127.0.0.1:5080", "http://127.0.0.1:3000", "", false)]
    [InlineData("127.0.0.1:5080", "http://localhost:5080", "", false)]
    [InlineData("127.0.0.1:5080", "null", "", false)]
    [InlineData("127.0.0.1:5080", "file://127.0.0.1:5080", "", false)]
    [InlineData("127.0.0.1:5080", "", "cross-site", false)]
    [InlineData("127.0.0.1:5080", "", "same-site", false)]
    [InlineData("127.0.0.1:5080", "", "none", true)]
    public async Task Host_and_Origin_tell_strangers(string host, string origin, string site, bool isServed)
    {
        var options = new ServerOptions("", "", ModelConfiguration.Empty) { AllowedHosts = ["Debate.lan"] };
        var isPassed = false;
        using var gate = CreateGate(options);
        Task PassAsync(HttpContext passed)
        {
            isPassed = true;
            return Task.CompletedTask;
        }

        var guard = new StrangerMiddleware(PassAsync, options, gate);
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Headers.Host = host;
        if (origin.Length > 0) context.Request.Headers.Origin = origin;
        if (site.Length > 0) context.Request.Headers["Sec-Fetch-Site"] = site;
        if (isServed) await guard.InvokeAsync(context);
        else Assert.Equal(403, (await Assert.ThrowsAsync<HttpProblemException>(() => guard.InvokeAsync(context))).Status);
        Assert.Equal(isServed, isPassed);
    }

    [Theory]
    [InlineData("navigate", "document", "GET", true)]
    [InlineData("navigate", "iframe", "GET", false)]
    [InlineData("navigate", "document", "POST", false)]
    [InlineData("no-cors", "image", "GET", false)]
    public async Task A_link_from_elsewhere_may_be_followed(string mode, string destination, string method, bool isServed)
    {
        var isPassed = false;
        var options = new ServerOptions("", "", ModelConfiguration.Empty);
        using var gate = CreateGate(options);
        Task PassAsync(HttpContext passed)
        {
            isPassed = true;
            return Task.CompletedTask;
        }

        var guard = new StrangerMiddleware(PassAsync, options, gate);
        var context = new DefaultHttpContext();
        var headers = context.Request.Headers;
        (context.Request.Method, headers.Host, headers["Sec-Fetch-Site"]) = (method, "localhost", "cross-site");
        (headers["Sec-Fetch-Mode"], headers["Sec-Fetch-Dest"]) = (mode, destination);
        await Record.ExceptionAsync(() => guard.InvokeAsync(context));
        Assert.Equal(isServed, isPassed);
    }

    /// <summary>A form can send the first three types and none, and nothing else.</summary>
    [Theory]
    [InlineData("v1/score", "text/plain", 415)]
    [InlineData("v1/runs", "application/x-www-form-urlencoded", 415)]
    [InlineData("verify", "multipart/form-data; boundary=x", 415)]
    [InlineData("v1/episodes", null, 415)]
    [InlineData("get_reward", "text/plain; application/json", 415)]
    [InlineData("classify", "application/json; charset=utf-16", 415)]
    [InlineData("v1/score", "application/json; charset=utf-8", 400)]
    [InlineData("v1/score", "Application/JSON", 400)]
    [InlineData("v1/runs/none/cancel", "text/plain", 415)]
    public async Task Each_body_has_a_type_that_no_form_sends(string path, string? type, int status)
    {
        using var http = shared.Server.Http();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var reply = await http.PostAsync(path, content);
        Assert.Equal((status, "nosniff"), ((int)reply.StatusCode, reply.Headers.GetValues("X-Content-Type-Options").Single()));
    }

    [Fact]
    public async Task Foreign_page_and_rebound_name_reach_no_door_of_the_server()
    {
        using var http = shared.Server.Http();
        foreach (var (method, path) in new[] { ("GET", "v1/runs"), ("GET", "v1/hosts"), ("GET", "v1/models"), ("POST", "v1/runs/none/cancel"),
            ("GET", "dashboard"), ("GET", "health/ready"), ("POST", "v1/score"), ("POST", "v1/chat/completions"), ("GET", "nowhere") })
        {
            foreach (var (header, value) in new[] { ("Host", "evil.example"), ("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site") })
            {
                using var request = new HttpRequestMessage(new(method), path);
                request.Headers.TryAddWithoutValidation(header, value);
                using var reply = await http.SendAsync(request);
                Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
                // OpenAI's clients read a shape of their own.
                Assert.StartsWith(path is "v1/models" or "v1/chat/completions" ? "{\"error\"" : "{\"type\"", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        // Empty and of no page.
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("v1/runs/none/cancel", null)).StatusCode);
    }

    /// <summary>The fixture plants Kestrel's own settings in the variables and in a file of the working folder.</summary>
    [Fact]
    public void What_is_bound_is_what_was_checked()
    {
        Assert.Contains("Kestrel__Endpoints__planted__Url", shared.Server.Tool.Variables.Keys);
        Assert.StartsWith("http://127.0.0.1:", shared.Server.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, true)]
    [InlineData("http://localhost:0;http://[::1]:0", null, true)]
    [InlineData("http://loopback:5080", "an-api-key-of-32-characters-here", false)]
    [InlineData("http://my.machine:5080", "an-api-key-of-32-characters-here", false)]
    [InlineData("http://0.0.0.0:5080", "an-api-key-of-32-characters-here", true)]
    [InlineData("http://*:5080", "an-api-key-of-32-characters-here", true)]
    [InlineData("http://0.0.0.0:5080", null, false)]
    [InlineData("http://0.0.0.0:5080", "stored", true)]
    [InlineData("http://127.0.0.1:5080;http://[::]:5081", null, false)]
    [InlineData("http://+:5080", null, false)]
    [InlineData("http://unix:/tmp/debate.sock", null, false)]
    [InlineData(";", null, false)]
    [InlineData("5080", null, false)]
    public async Task Beyond_loopback_a_server_needs_a_key(string urls, string? key, bool isTaken)
    {
        var options = new ServerOptions(urls, "", ModelConfiguration.Empty) { ApiKey = key == "stored" ? null : key };
        Task Require() => options.RequireApiKeyBeyondLoopbackAsync(() => Task.FromResult(key == "stored"));
        if (isTaken) await Require();
        else Assert.StartsWith("--urls '", (await Assert.ThrowsAsync<InputException>(Require)).Message, StringComparison.Ordinal);
    }

    private static AccessGate CreateGate(ServerOptions options) =>
        new(new(new MemoryJournal(), TimeProvider.System), options, TimeProvider.System, NullLogger<AccessGate>.Instance);

    [Theory]
    [InlineData("secret-of-a-file\n", "secret-of-a-file")]
    [InlineData("secret-of-a-file\r\n", "secret-of-a-file")]
    [InlineData("   ", null)]
    [InlineData("\n", null)]
    [InlineData("two words", null)]
    [InlineData("schlüssel", null)]
    public void A_key_is_what_a_header_can_carry(string text, string? key)
    {
        ServerOptions Read() => ServerOptions.Read(name => name == "api-key" ? new("DEBATE_API_KEY", text) : null, "", ModelConfiguration.Empty);
        if (key is not null) Assert.Equal(key, Read().ApiKey);
        else Assert.StartsWith("DEBATE_API_KEY: it is blank", Assert.Throws<InputException>(Read).Message, StringComparison.Ordinal);
    }
}
