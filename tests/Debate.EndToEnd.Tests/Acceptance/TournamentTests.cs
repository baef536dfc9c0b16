using System.Text.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The evidence tournament on maps of real debates, and many debates at once.</summary>
public sealed class TournamentTests
{
    private const int InFlight = 200;

    [Fact]
    public async Task On_real_maps_every_claim_is_debated_or_skipped_with_a_reason_and_one_seed_gives_the_same_bytes()
    {
        var maps = SharedData.Folder("aif");
        using var one = new ToolFolder();
        using var two = new ToolFolder();
        foreach (var tool in new[] { one, two })
            tool.Write("spec.yaml", $"name: real\nsource: {{ maps: {maps} }}\nprotocol: evidence\ndebaters: [random, greedy, counter, minimax]\n");
        var first = one.Start("tournament", "run", "spec.yaml", "--seed", "11", "--id", "first", "-o", "json");
        var second = await two.RunAsync("tournament", "run", "spec.yaml", "--seed", "11", "--id", "second", "-o", "json");
        var ran = await first.EndAsync();
        Assert.Equal((0, 0), (ran.Code, second.Code));
        var projection = (await one.RunAsync("export", "first", "--format", "projection")).Out;
        Assert.Equal(projection, (await two.RunAsync("export", "second", "--format", "projection")).Out);
        EveryClaimIsAccountedFor(maps, projection.Split('\n')[0], ran.Json);
    }

    [Fact]
    public async Task A_folder_with_nothing_but_an_empty_map_is_refused_in_one_line()
    {
        using var tool = new ToolFolder();
        Directory.CreateDirectory(Path.Combine(tool.Folder, "maps"));
        tool.Write("maps/empty.json", """{"nodes": [], "edges": [], "locutions": []}""");
        tool.Write("spec.yaml", "name: nothing\nsource: { maps: maps }\nprotocol: evidence\ndebaters: [random, greedy]\n");
        var ran = await tool.RunAsync("tournament", "run", "spec.yaml");
        Assert.Equal(2, ran.Code);
        Assert.Contains("empty", ran.OneLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("tournament")]
    public async Task Two_hundred_debates_are_in_flight_at_once(string kind)
    {
        await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), InFlight, TimeSpan.FromMilliseconds(50),
            "parallel: 200, patience: 5m");
        var all = fixture.Endpoint.Log.ReceivedAsync(InFlight);
        // No call is answered before all 200 have arrived.
        fixture.Endpoint.Respond = async (call, hungUp) =>
        {
            await all.WaitAsync(hungUp);
            return await fixture.Honest(call, hungUp);
        };
        string[] command = kind == "eval"
            ? ["eval", "questions.json", "--protocol", "mad", "--concurrency", "200"]
            : ["tournament", "run", fixture.WriteTournament("concurrency: 200\nlimit: 100\n")];
        var running = fixture.Tool.Start([.. command, "-o", "json", "--seed", "1"]);
        await all.WaitAsync(Patience.Long);
        Assert.Equal(InFlight, fixture.Endpoint.Log.Calls.Take(InFlight).Select(DebateOf).Distinct().Count());
        Assert.Equal(0, (await running.EndAsync()).Code);
        Assert.Equal(InFlight, fixture.Endpoint.Log.MostOpen);
    }

    private static string DebateOf(Debate.Testing.ReceivedCall call) => call.Call[..call.Call.LastIndexOf('/')];

    /// <summary>The claims are counted in the files themselves: they are the I-nodes.</summary>
    private static void EveryClaimIsAccountedFor(string maps, string root, JsonNode report)
    {
        var parts = JsonNode.Parse(root)!["entry"]!["snapshot"]!["problem"]!["parts"]!.AsArray();
        var debated = parts.Select(p => (string)p!["key"]!).ToArray();
        var skipped = report["skipped"]!.AsArray().ToDictionary(s => (string)s!["source"]!, s => (string)s!["reason"]!);
        Assert.All(skipped.Values, reason => Assert.False(string.IsNullOrWhiteSpace(reason)));
        var (claims, empty) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(maps, "*.json"))
        {
            var name = Path.GetFileName(file);
            var ids = Claims(file);
            claims += ids.Length;
            if (ids.Length == 0)
            {
                empty++;
                Assert.Contains("empty", skipped[name], StringComparison.Ordinal);
            }
            foreach (var id in ids)
                Assert.Single(new[] { debated.Contains($"{Path.GetFileNameWithoutExtension(name)}.{id}"),
                    skipped.ContainsKey($"{name}#{id}") }, found => found);
        }
        Assert.Equal(1, empty);
        Assert.Equal(claims + empty, debated.Length + skipped.Count);
        Assert.Equal(12 * debated.Length, (int)report["finished"]!);
        TestContext.Current.TestOutputHelper?.WriteLine($"{claims} claims: {debated.Length} debated, {skipped.Count - empty} skipped");
    }

    private static string[] Claims(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. json.RootElement.GetProperty("nodes").EnumerateArray()
            .Where(n => n.GetProperty("type").GetString() == "I").Select(n => n.GetProperty("nodeID").ToString())];
    }
}
