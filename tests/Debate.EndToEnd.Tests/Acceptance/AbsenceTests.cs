using System.Globalization;
using System.Text.Json.Nodes;
using Debate.Core.Input;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>Tournaments one of whose debaters has an endpoint that goes away, and may come back.</summary>
public sealed class AbsenceTests
{
    private const int Questions = 3;

    [Fact]
    public async Task Round_robin_waits_for_who_is_gone_plays_the_rest_and_ends_as_an_undisturbed_one_when_it_is_back()
    {
        await using var calm = await Table.SetAsync();
        var undisturbed = await calm.Tool.RunAsync(Run("round-robin"));
        Assert.True(undisturbed.Code == 0, undisturbed.Error);
        await using var table = await Table.SetAsync();
        await table.Gone.StopAsync();
        // Killed while the others play, and gone on with until nothing but the absent one is missing.
        await KillAfterAsync(table, 4, Run("round-robin"));
        var stands = await table.Tool.RunAsync("tournament", "resume", "t", "-o", "json");
        Assert.Equal((3, "interrupted", 36, 18, 18), (stands.Code, (string?)stands.Json["status"], (int)stands.Json["debates"]!,
            (int)stands.Json["finished"]!, (int)stands.Json["failed"]!));
        var absent = Assert.Single(stands.Json["absent"]!.AsArray())!;
        Assert.Equal("gone", (string?)absent["name"]);
        Assert.Contains(table.Gone.Url, (string?)absent["reason"], StringComparison.Ordinal);
        var status = await table.Tool.RunAsync("tournament", "status", "t");
        Assert.Contains("! gone is absent", status.Out, StringComparison.Ordinal);
        Assert.Contains("debate tournament withdraw t gone", OneLine(status), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"interrupted\"", (await table.Tool.RunAsync("ls", "-o", "json")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await table.Tool.RunAsync("verify", "t")).Code);
        await table.Gone.StartAsync();
        var ended = await table.Tool.RunAsync("tournament", "resume", "t", "-o", "json");
        Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
        Assert.Equal(await ProjectionAsync(calm), await ProjectionAsync(table));
    }

    [Theory, InlineData("swiss"), InlineData("double-elimination")]
    public async Task Forfeits_bring_a_tournament_to_its_end_though_it_is_killed_in_the_middle(string format)
    {
        await using var table = await Table.SetAsync();
        await table.Gone.StopAsync();
        await KillAfterAsync(table, 3, Run(format, "absent: forfeit\n"));
        var ended = await table.Tool.RunAsync("resume", "t", "-o", "json");
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        var (finished, forfeited) = ((int)ended.Json["finished"]!, (int)ended.Json["forfeited"]!);
        Assert.Equal(("finished", (int)ended.Json["debates"]!), ((string?)ended.Json["status"], finished + forfeited));
        Assert.True(forfeited > 0);
        var own = ended.Json["standings"]!.AsArray().Single(s => (string?)s!["name"] == "gone")!;
        Assert.Equal((0, 0, 0, forfeited), ((int)own["wins"]!, (int)own["draws"]!, (int)own["losses"]!, (int)own["lostByForfeit"]!));
        Assert.Contains(ended.Json["rounds"]!.AsArray(), r => r!["meetings"]!.AsArray().Any(m => (int)m!["forfeited"]! > 0));
        foreach (var page in new[] { "html", "markdown" })
            Assert.Contains("forfeits", (await table.Tool.RunAsync("export", "t", "--format", page)).Out, StringComparison.Ordinal);
        // The decision stands when the debater is back.
        await table.Gone.StartAsync();
        Assert.Equal(ended.Out, (await table.Tool.RunAsync("resume", "t", "-o", "json")).Out);
        Assert.Equal(0, table.Gone.Log.Count);
        Assert.Equal(0, (await table.Tool.RunAsync("verify", "t")).Code);
        Assert.Equal(0, (await table.Tool.RunAsync("tournament", "audit", "t")).Code);
    }

    [Fact]
    public async Task Who_is_gone_for_good_is_withdrawn()
    {
        await using var table = await Table.SetAsync();
        await table.Gone.StopAsync();
        Assert.Equal(3, (await table.Tool.RunAsync(Run("single-elimination"))).Code);
        Assert.Equal(2, (await table.Tool.RunAsync("tournament", "withdraw", "t", "nobody")).Code);
        var ended = await table.Tool.RunAsync("tournament", "withdraw", "t", "gone", "-o", "json");
        Assert.Equal((0, "finished", 2), (ended.Code, (string?)ended.Json["status"], (int)ended.Json["forfeited"]!));
        Assert.Equal("gone", (string?)Assert.Single(ended.Json["withdrawn"]!.AsArray()));
        var again = await table.Tool.RunAsync("tournament", "withdraw", "t", "gone");
        Assert.Equal((2, "debate: id 't': it is finished, and nothing is left to withdraw from"), (again.Code, again.OneLine));
        Assert.Equal(0, (await table.Tool.RunAsync("verify", "t")).Code);
    }

    [Fact]
    public async Task Server_tells_who_is_absent_and_lets_it_withdraw()
    {
        await using var server = new ServeProcess();
        // Nothing listens at port 9.
        server.Tool.Write("debate.yaml", Table.Config("simulated: debater, accuracy: 0.6", Table.EntryOf("http://127.0.0.1:9/v1")));
        await server.StartAsync();
        using var away = new ToolFolder { Variables = { ["DEBATE_SERVER"] = server.Address } };
        Table.Write(away, "swiss");
        var stands = await away.RunAsync(Run("swiss"));
        Assert.Equal((3, "interrupted"), (stands.Code, (string?)stands.Json["status"]));
        using var http = server.Http();
        var standings = JsonNode.Parse(await http.GetStringAsync("v1/runs/t/standings"))!;
        Assert.Equal("gone", (string?)standings["absent"]![0]!["name"]);
        using var wrong = new StringContent("""{"seats": ["nobody"]}""", null, "application/json");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await http.PostAsync("v1/runs/t/withdraw", wrong)).StatusCode);
        var ended = await away.RunAsync("tournament", "withdraw", "t", "gone", "-o", "json");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal("gone", (string?)JsonNode.Parse(await http.GetStringAsync("v1/runs/t/standings"))!["withdrawn"]![0]);
    }

    private static string[] Run(string format, string more = "") =>
        ["tournament", "run", $"{format}{(more.Length > 0 ? "-forfeit" : "")}.yaml", "--id", "t", "-o", "json"];

    /// <summary>Kills the tool once so many calls have come to the endpoint that is there; no later one is answered before.</summary>
    private static async Task KillAfterAsync(Table table, int calls, string[] command)
    {
        var release = new TaskCompletionSource();
        table.There.Respond = Faults.HoldFrom(calls, release.Task, table.There.Respond);
        var killed = table.Tool.Start(command);
        await table.There.Log.ReceivedAsync(calls).WaitAsync(Patience.Long);
        Assert.Equal(137, (await killed.KillAsync()).Code);
        release.SetResult();
    }

    private static string OneLine(ToolResult told) =>
        string.Join(' ', told.Out.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> ProjectionAsync(Table table) =>
        (await table.Tool.RunAsync("export", "t", "--format", "projection")).Out;

    /// <summary>Four debaters: two simulated, one at an endpoint that is there, one at an endpoint that goes away.</summary>
    private sealed class Table : IAsyncDisposable
    {
        private Table(SimulatedEndpoint there, SimulatedEndpoint gone) => (There, Gone) = (there, gone);

        public ToolFolder Tool { get; } = new();

        public SimulatedEndpoint There { get; }

        public SimulatedEndpoint Gone { get; }

        public static async Task<Table> SetAsync()
        {
            var table = new Table(await SimulatedEndpoint.StartAsync(SpeakAsync), await SimulatedEndpoint.StartAsync(SpeakAsync));
            table.Tool.Write("debate.yaml", Config(EntryOf(table.There.Url), EntryOf(table.Gone.Url)));
            foreach (var format in new[] { "round-robin", "single-elimination", "swiss", "double-elimination" }) Write(table.Tool, format);
            return table;
        }

        public static string EntryOf(string url) => $"endpoint: {url}, model: x, patience: 1s";

        public static string Config(string there, string gone) => $$"""
            models:
              one: { simulated: debater, accuracy: 0.8 }
              two: { simulated: debater, accuracy: 0.4 }
              there: { {{there}} }
              gone: { {{gone}} }
              fair: { simulated: text-judge, accuracy: 0.8 }

            """;

        public static void Write(ToolFolder tool, string format)
        {
            var questions = Enumerable.Range(1, Questions).Select(i => string.Create(CultureInfo.InvariantCulture,
                $$"""{"question": "Item {{i}}: what is {{i}} plus 4?", "answer": "{{i + 4}}", "incorrect answer": ["{{i + 14}}"]}"""));
            tool.Write("q.json", $"[{string.Join(',', questions)}]");
            var spec = $"name: hall\nsource: {{ questions: q.json }}\nprotocol: judged\noptions: {{ rounds: 1, stance: own }}\n"
                + $"debaters: [one, two, there, gone]\njudges: [fair]\npanel: {{ size: 1 }}\nformat: {format}\nconcurrency: 2\nseed: 1\n";
            tool.Write($"{format}.yaml", spec);
            tool.Write($"{format}-forfeit.yaml", spec + "absent: forfeit\n");
        }

        public async ValueTask DisposeAsync()
        {
            await There.DisposeAsync();
            await Gone.DisposeAsync();
            Tool.Dispose();
        }

        private static async Task<EndpointReply> SpeakAsync(ReceivedCall call, CancellationToken hungUp)
        {
            await Task.Delay(20, hungUp);
            return EndpointReply.Text($"My answer is the first one, for {call.Messages.Count} reasons.");
        }
    }
}
