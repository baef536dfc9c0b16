using System.Text;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Hostile;

/// <summary>
/// Requests that are valid but for one place, by every door with a body: each answer is 2xx or 4xx with a detail, each run that came of one
/// can be read and ends or waits for somebody, and a fresh server reads them all. tests/acceptance/fuzz.py is the long form.
/// </summary>
[Collection(HostileServer.Name)]
public sealed class FuzzTests(HostileServer server)
{
    private const int Requests = 600;
    private const int Seed = 18;

    private static readonly string[] Strange =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "1e999", "9223372036854775808", "18446744073709551616", "\"\"", "\" \"", "\"x\"",
        "\"-1\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"", "\"external\"", "\"~x\"", "\"../..\"", "\"NaN\"", "[]", "[null]", "[[]]",
        "[{}]", "[\"\"]",
        "[1,\"x\"]", "{}", "{\"x\":null}", "{\"\":{}}", $"\"{new string('é', 3000)}\"", $"{new string('[', 30)}{new string(']', 30)}",
        $"{new string('[', 99)}{new string(']', 99)}", "nul", "\"", "{\"x\":1,\"x\":2}",
    ];

    private static readonly (string Method, string Path, string Body)[] Doors =
    [
        ("POST", "/v1/runs", """
            {"protocol":"mad","question":"q","answers":["a","b"],"passage":"p","options":{"rounds":"1","level":2},"seats":{"affirmative":"sim"},
            "personas":{"negative":"n"},"sampling":{"temperature":0.5,"topP":0.9,"maxTokens":100,"stop":["END"]},
            "seatSampling":{"moderator":{"temperature":0}},"model":"sim","seed":7,"budget":{"calls":99,"tokens":1000000,"cost":1.5,"time":"1h"},
            "priority":"low","name":"n","turnSeconds":0.05}
            """),
        ("POST", "/v1/runs", """
            {"protocol":"mad","problem":{"key":"k","text":"t","answers":["6"],"choices":["6","7"],"wrongAnswers":["7"],"source":"s","passage":"p"},
            "model":"sim","options":{"rounds":1}}
            """),
        ("POST", "/v1/runs", """
            {"protocol":"evidence","problem":{"text":"t","motion":"m","graph":{"arguments":[{"id":"m","text":"M."},{"id":"a","text":"A."},
            {"id":"b"}],"attacks":[["a","m"],["b","a"]]}}}
            """),
        ("POST", "/v1/episodes?wait=0", """
            {"protocol":"mad","question":"q","options":{"rounds":"1"},"seats":{"affirmative":"external"},"model":"sim","turnSeconds":0.3}
            """),
        ("PUT", "/v1/runs/*", ""),
        ("PUT", "/v1/runs/*", ""),
        ("PUT", "/v1/runs/*", ""),
        ("POST", "/v1/score", """
            {"prompt":"p","completions":["4","5"],"baseline":"3","label":"4","profile":"pairs","shape":"rank","opponent":"circular","seed":1,
            "deadline":30,"record":true}
            """),
        ("POST", "/v1/score/batch", """
            {"items":[{"prompt":"p","completion":"4","label":"4","profile":"text"},{"prompt":"q","completions":["6"]}],"profile":"pairs",
            "usage_before":true}
            """),
        ("POST", "/get_reward", """{"query":["p?4","q?5"],"prompts":["p?","q?"],"labels":["4",{"x":1}],"group_id":["g",null]}"""),
        ("POST", "/agent/step", """{"observation_text":"p","action_text":"4","label":"4","group_id":"g"}"""),
        ("POST", "/classify", """
            {"model":"text","messages":[{"role":"user","content":[{"type":"text","text":"p"},{"type":"image_url","image_url":{"url":"x"}}]},
            {"role":"assistant","content":"4","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]}
            """),
        ("POST", "/verify", """
            {"responses_create_params":{"input":[{"role":"user","content":"p"}],"instructions":"i"},"response":{"id":"r","output":[
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"4"}]},{"type":"function_call","name":"f","arguments":"{}"}]},
            "principle":"p","label":"4","baseline":"5","_ng_task_index":0,"_ng_rollout_index":1,"num_rollouts_per_prompt":1}
            """),
        ("POST", "/compare", """
            {"conversation_history":[{"role":"user","content":"p"}],"response_objs":[{"output_text":"4"},{"output_text":"5"}],"principle":"p"}
            """),
        ("POST", "/aggregate_metrics", """{"verify_responses":[{"_ng_task_index":0,"reward":0.5},{"_ng_task_index":1,"_ng_failure_class":"x"}]}"""),
    ];

    [Fact]
    public async Task Whatever_is_changed_nothing_breaks_and_a_fresh_server_reads_it_all()
    {
        var draw = new Random(Seed);
        var sent = Enumerable.Range(0, Requests).Select(i => Mutate(draw, i)).ToArray();
        var answers = new (int Status, JsonNode? Body)[Requests];
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            answers[i] = await server.SendBytesAsync(sent[i].Method, sent[i].Path, sent[i].Body));
        var told = sent.Zip(answers, (request, answer) =>
            $"{request.Method} {request.Path} {Show(request.Body)}\n{answer.Status} {answer.Body}").ToArray();
        foreach (var (answer, what) in answers.Zip(told))
        {
            var isFault = answer.Status is < 200 or (>= 300 and < 400) or >= 500 && answer.Body?["trouble"] is null;
            Assert.False(isFault, $"seed {Seed}: {what}");
            Assert.True(answer.Status < 400 || ((string?)answer.Body?["detail"])?.Length > 5, $"seed {Seed}, no detail: {what}");
        }
        Assert.InRange(answers.Count(a => a.Status < 300), Requests / 20, Requests * 2 / 3);
        await Patience.UntilAsync(async () => await CountBusyAsync() == 0, "runs do not end");
        var origin = answers.Zip(told)
            .Where(a => a.First.Status < 300 && a.First.Body is JsonObject o && o["id"] is not null && o["status"] is not null)
            .GroupBy(a => (string)a.First.Body!["id"]!).ToDictionary(g => g.Key, g => g.First().Second);
        foreach (var (run, status, report) in await server.ReadAgainAsync())
        {
            var came = $"{run}: {status} {report}\nof {origin.GetValueOrDefault(run)}";
            Assert.True(status == 200, came);
            var (state, reason) = ((string?)report!["status"], (string?)report["reason"]);
            Assert.True(state is not ("interrupted" or "failed" or "damaged") || reason is { Length: > 5 }, came);
            Assert.False(reason?.Contains("fault of this program", StringComparison.Ordinal) == true, came);
        }
    }

    private static string Show(byte[] body) => Encoding.UTF8.GetString(body) is var text && text.Length > 600 ? text[..600] : text;

    /// <summary>Runs that are driven and wait for nobody outside.</summary>
    private async Task<int> CountBusyAsync()
    {
        var (_, list) = await server.SendAsync("GET", "/v1/runs?unfinished=true", null);
        var busy = 0;
        foreach (var run in list!["items"]!.AsArray().Where(r => (string?)r!["status"] == "running"))
        {
            var (_, episode) = await server.SendAsync("GET", $"/v1/episodes/{(string)run!["id"]!}?wait=0", null);
            if (episode?["turns"] is not JsonArray { Count: > 0 }) busy++;
        }
        return busy;
    }

    private (string Method, string Path, byte[] Body) Mutate(Random draw, int number)
    {
        var (method, path, text) = Doors[draw.Next(Doors.Length)];
        var body = (JsonObject)(text.Length > 0 ? JsonNode.Parse(text)! : server.Definition.DeepClone());
        if (method == "PUT") (path, body["id"]) = ($"/v1/runs/fuzz{number}", $"fuzz{number}");
        var places = Places(body).ToArray();
        var (owner, step) = places[draw.Next(places.Length)];
        var (how, value) = (draw.Next(12), Strange[draw.Next(Strange.Length)]);
        if (how == 0 && owner is JsonObject fields) fields.Remove((string)step);
        else if (how == 1 && owner is JsonObject known) known[$"{step}_"] = "@";
        else if (owner is JsonObject map) map[(string)step] = "@";
        else owner.AsArray()[(int)step] = "@";
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal));
        if (how == 2) bytes[draw.Next(bytes.Length)] = (byte)draw.Next(256);
        return (method, path, how == 3 ? bytes[..draw.Next(bytes.Length)] : bytes);
    }

    private static IEnumerable<(JsonNode Owner, object Step)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.ToArray().SelectMany(f => Places(f.Value).Prepend((map, f.Key))),
        JsonArray list => list.ToArray().SelectMany((item, i) => Places(item).Prepend((list, i))),
        _ => [],
    };
}
