using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>What a tenant does with its key, and all that it can look at: of one server, and of each silo of a cluster.</summary>
internal static class TenantTrial
{
    private const string Run = """{ "question": "MARK?", "name": "MARK", "model": "sim", "seed": 1, "options": { "rounds": 1 } }""";

    /// <summary>One tenant does one of the things that its key allows.</summary>
    public static async Task ActAsync(HttpClient http, string mark, int kind, int number, List<string> known)
    {
        var body = JsonNode.Parse(Run.Replace("MARK", mark, StringComparison.Ordinal))!;
        if (kind == 2)
        {
            using var scored = await http.PostAsJsonAsync("v1/score", new { prompt = $"{number} + 2?", completion = "answer: 4", label = mark });
            var reply = JsonNode.Parse(await scored.Content.ReadAsStringAsync())!;
            Assert.True(scored.IsSuccessStatusCode, reply.ToJsonString());
            if ((string)reply["transcript"]! is var transcript && !known.Contains(transcript)) known.Add(transcript);
            return;
        }
        // The same key of both tenants stands for two runs.
        var (code, _, run) = await SharedServer.PostAsync(http, $"shared-{kind}-{number}", body);
        Assert.True(code == HttpStatusCode.Accepted, run.ToJsonString());
        if ((string)run["id"]! is var id && !known.Contains(id)) known.Add(id);
    }

    /// <summary>All that a tenant can read, in one text; what is not its own is 404 by every door.</summary>
    public static async Task<string> LookEverywhereAsync(HttpClient http, string[] foreign, string[] own)
    {
        var seen = new System.Text.StringBuilder();
        foreach (var path in new[] { "v1/runs", "v1/runs?children=true", "v1/runs?unfinished=true", "v1/runs?under=rewards", "v1/hosts" })
            seen.Append(await ReadAsync(http, path));
        foreach (var id in foreign)
        {
            var at = $"v1/runs/{Uri.EscapeDataString(id)}";
            seen.Append(await ReadAsync(http, $"v1/runs?under={Uri.EscapeDataString(id)}&children=true"));
            foreach (var (method, path) in new[] { ("GET", at), ("GET", $"{at}/summary"), ("GET", $"{at}/entries"), ("GET", $"{at}/events"),
                ("GET", $"{at}/standings"), ("POST", $"{at}/cancel"), ("POST", $"{at}/pause"), ("POST", $"{at}/resume"),
                ("POST", $"{at}/join"), ("POST", $"{at}/withdraw"), ("GET", $"v1/episodes/{Uri.EscapeDataString(id)}"),
                ("POST", $"v1/episodes/{Uri.EscapeDataString(id)}/step") })
            {
                using var request = new HttpRequestMessage(new(method), path);
                request.Content = path[(path.LastIndexOf('/') + 1)..] switch
                {
                    "join" => JsonContent.Create(new { seats = new[] { new { name = "x", model = "sim" } } }),
                    "withdraw" => JsonContent.Create(new { seats = new[] { "x" } }),
                    "step" => JsonContent.Create(new { turn = "0/1", text = "x" }),
                    _ => null,
                };
                using var reply = await http.SendAsync(request);
                var text = await reply.Content.ReadAsStringAsync();
                Assert.True(reply.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {(int)reply.StatusCode} {text}");
                seen.Append(text);
            }
        }
        foreach (var id in own) seen.Append(await ReadAsync(http, $"v1/runs/{Uri.EscapeDataString(id)}"));
        return seen.ToString();
    }

    /// <summary>The answer of a door, which must be 2xx.</summary>
    public static async Task<JsonNode> ReadAsync(HttpClient http, string path) => JsonNode.Parse(await http.GetStringAsync(path))!;
}
