using Debate.Core.Input;
using System.IO.Pipelines;
using System.Text;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Silo;
using Debate.Silo.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Debate.EndToEnd.Tests.Hostile;

/// <summary>The parts that limit requests, each by itself: sizes, the budget of bodies on their way, quotas, and services that fail.</summary>
public sealed class RequestLimitTests
{
    private static readonly ServerLimits Small = ServerLimits.Default with { Text = 10, Body = 100_000, Bodies = 200_000 };

    [Theory]
    [InlineData("text=2MB,runs=100", 2 << 20, 100)]
    [InlineData("body = 64MB, text=1KB", 1024, 10_000)]
    public void Limits_are_read_from_text(string text, long bytes, long runs)
    {
        var limits = ServerLimits.Reader.Read("--limits", text);
        Assert.Equal((bytes, runs), (limits.Text, limits.Runs));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("text=0")]
    [InlineData("text=-1")]
    [InlineData("text=1TB")]
    [InlineData("tests=1")]
    [InlineData("text=64MB")]
    [InlineData("body=1GB,bodies=512MB")]
    [InlineData("text=99999999999999999999")]
    public void Limits_that_cannot_be_are_refused(string text) => Assert.StartsWith($"--limits '{text}': it must be NAME=NUMBER",
        Assert.Throws<InputException>(() => ServerLimits.Reader.Read("--limits", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":"0123456789"}""", null)]
    [InlineData("""{"a":"01234567890"}""", "a: a text of 11 bytes, and at most 10 are taken (limit text)")]
    [InlineData("""{"a":["","éééééé"]}""", "a[1]: a text of 12 bytes")]
    [InlineData("""{"a":{"b":[{"c":"\u00e9\u00e9\u00e9\u00e9\u00e9"}]}}""", null)]
    [InlineData("""{"a":{"b":[{"c":"\u00e9\u00e9\u00e9\u00e9\u00e9\n"}]}}""", "a.b[0].c: a text of 11 bytes")]
    [InlineData("""["\ud83d\ude00\ud83d\ude00..","\ud83d\ude00\ud83d\ude00..."]""", "[1]: a text of 11 bytes")]
    [InlineData("""{"graph":"01234567890123456789"}""", null)]
    [InlineData("""{"a":{"graph":"01234567890123456789"}}""", null)]
    [InlineData("""{"graph":{"a":"01234567890"}}""", "graph.a: a text of 11 bytes")]
    [InlineData("""{"01234567890":1}""", "body: a text of 11 bytes")]
    public void Text_is_measured_in_bytes_whatever_its_escapes(string json, string? refusal)
    {
        var error = Record.Exception(() => JsonScan.Validate(Encoding.UTF8.GetBytes(json), 64, Small));
        if (refusal is null) Assert.Null(error);
        else Assert.StartsWith(refusal, Assert.IsType<HttpProblemException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["\ud83d\ude00"]""", null)]
    [InlineData("""["\\ud83d"]""", null)]
    [InlineData("""["x\ud83d"]""", "[0]: it has half a character")]
    [InlineData("""["\ud83dx"]""", "[0]: it has half a character")]
    [InlineData("""["\ude00\ud83d"]""", "[0]: it has half a character")]
    [InlineData("""[[[[]]]]""", "[0][0][0]: it is deeper than 3 levels")]
    [InlineData("""[[[1]]]""", null)]
    [InlineData("""[1] 2""", "body: it is not JSON (line 1, byte 5)")]
    [InlineData("""[1,]""", "body: it is not JSON")]
    [InlineData("", "body: it is not JSON")]
    public void Json_is_looked_through_before_anything_is_made_of_it(string json, string? refusal)
    {
        var error = Record.Exception(() => JsonScan.Validate(Encoding.UTF8.GetBytes(json), 3, Small));
        if (refusal is null) Assert.Null(error);
        else Assert.StartsWith(refusal, Assert.IsType<InputException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_on_their_way_have_one_budget_and_give_it_back()
    {
        var bodies = new RequestBodies(Small);
        var (first, second) = (new Pipe(), new Pipe());
        var slow = bodies.ReceiveAsync(Request(first.Reader.AsStream(), 90_000));
        await first.Writer.WriteAsync(new byte[70_000], TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() => Task.FromResult(bodies.UnderWay >= 70_000), "the first body does not come");
        var other = bodies.ReceiveAsync(Request(second.Reader.AsStream(), null));
        await second.Writer.WriteAsync(new byte[60_000], TestContext.Current.CancellationToken);
        await Patience.UntilAsync(() => Task.FromResult(bodies.UnderWay >= 130_000), "the second body does not come");
        var refused = await Assert.ThrowsAsync<HttpProblemException>(() => bodies.ReceiveAsync(Request(new MemoryStream(new byte[99_000]), 99_000)));
        Assert.Equal(StatusCodes.Status429TooManyRequests, refused.Status);
        Assert.StartsWith("body: 200000 bytes of bodies are on their way (limit bodies)", refused.Message, StringComparison.Ordinal);
        foreach (var pipe in new[] { first, second }) await pipe.Writer.CompleteAsync();
        foreach (var body in new[] { await slow, await other }) body.Dispose();
        Assert.Equal(0, bodies.UnderWay);
    }

    [Theory]
    [InlineData(100_001, true)]
    [InlineData(100_001, false)]
    public async Task Body_that_is_too_large_is_refused_whether_it_says_so_or_not(int size, bool isAnnounced)
    {
        var bodies = new RequestBodies(Small);
        var refused = await Assert.ThrowsAsync<HttpProblemException>(
            () => bodies.ReceiveAsync(Request(new MemoryStream(new byte[size]), isAnnounced ? size : null)));
        Assert.Equal((413, "body: 100001 bytes, and at most 100000 are taken (limit body)"), (refused.Status, refused.Message));
        Assert.Equal(0, bodies.UnderWay);
    }

    [Fact]
    public async Task Runs_of_a_key_are_as_many_as_its_limit_says_and_another_key_has_its_own()
    {
        var limits = ServerLimits.Default with { Runs = 1 };
        var roots = new RootRuns(null!, null!, null!, NullLogger<RootRuns>.Instance);
        var quotas = new CallerQuotas(new ServerOptions("", "", Models.ModelConfiguration.Empty) { Limits = limits }, roots);
        var (ann, bob) = (CallerOf("ann"), CallerOf("bob"));
        var gate = new TaskCompletionSource<int>();
        var open = quotas.OpenRunAsync(ann, new("a"), () => gate.Task);
        var refused = await Assert.ThrowsAsync<HttpProblemException>(() => quotas.OpenRunAsync(ann, new("b"), () => Task.FromResult(1)));
        Assert.Equal((429, "runs: 1 runs of this key are open, and it may have no more (limit runs)"), (refused.Status, refused.Message));
        Assert.Equal(2, await quotas.OpenRunAsync(bob, new("c"), () => Task.FromResult(2)));
        Assert.Equal(3, await quotas.OpenRunAsync(ann, new("a"), () => Task.FromResult(3)));
        gate.SetResult(1);
        await open;
        Assert.Equal(4, await quotas.OpenRunAsync(ann, new("b"), () => Task.FromResult(4)));
    }

    private static Caller CallerOf(string key) =>
        new() { Key = new AccessKey(key, key, Tenant.Default, AccessScopes.Run, DateTimeOffset.UnixEpoch) };

    [Fact]
    public async Task Service_that_fails_ends_the_server_with_its_name_and_its_error()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService<FailingService>();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        var error = Assert.Throws<ServiceFailedException>(() => DebateServer.ThrowIfFailed(app.Services.GetServices<IHostedService>()));
        Assert.Equal("the server ended, because its FailingService failed: FormatException: it cannot be", error.Message);
        DebateServer.ThrowIfFailed([]);
    }

    private static DefaultHttpContext Request(Stream body, long? length)
    {
        var context = new DefaultHttpContext();
        (context.Request.Body, context.Request.ContentLength) = (body, length);
        return context;
    }

    private sealed class FailingService(IHostApplicationLifetime life) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = life.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            throw new FormatException("it cannot be");
        }
    }
}
