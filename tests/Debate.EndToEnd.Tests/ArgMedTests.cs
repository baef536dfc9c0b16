using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>ArgMed and claim verification from the command line, with scripted models and without a model.</summary>
public sealed class ArgMedTests
{
    private const string Models = """
        models:
          play:
            simulated: scripted
            script:
              generator:
                - '{"decision": "A", "goal": "less pain", "facts": "pain", "evidence": "a textbook"}'
                - '{"condition": "asthma", "danger": "a spasm", "evidence": "a textbook"}'
                - '{"decision": "B", "goal": "less pain", "facts": "pain", "evidence": "a textbook"}'
                - '{"decision": ""}'
              verifier:
                - '{"accepts": "no", "question": "CQ1", "reason": "there is asthma"}'
                - '{"accepts": "yes"}'
              solver:
                - 'It must be Two, since the other has asthma against it. {"reason": "asthma rules the first out", "answer": "Two"}'
              arguer: ['{"argument": "tea has antioxidants"}', '{"argument": "tea keeps one awake"}']
              scorer: ['{"score": 0.9}', '{"score": 0.6}']
          blind:
            simulated: scripted
            script: { solver: '{"answer": "One"}' }
        """;

    private const string Question =
        """{"question": "Which?", "answer": "Two", "options": {"A": "One", "B": "Two"}, "answer_idx": "B"}""";

    [Fact]
    public async Task Case_is_decided_and_explained_without_a_model_and_says_that_it_is_no_advice()
    {
        using var tool = new ToolFolder();
        var example = Path.Combine(SharedData.Repository, "examples", "clinical", "hypertension.yaml");
        var ran = await tool.RunAsync("run", "--protocol", "argmed", "--file", example, "--key", "pregnancy-and-asthma", "--id", "case");
        Assert.Equal(0, ran.Code);
        Assert.Contains("modified-release nifedipine because it promotes the goal", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Not labetalol: [E1] The patient has asthma.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("no medical advice", ran.Out, StringComparison.Ordinal);
        var shown = await tool.RunAsync("show", "case", "-o", "json");
        var evaluated = await tool.RunAsync("eval", example, "--protocol", "argmed", "--measure", "traceability", "-o", "json");
        // Two of 55 reasons cite no argument: how a tie was broken, and what else was acceptable.
        Assert.Equal("argmed 1  0.9636363636363636", Measured(evaluated.Json["results"]![0]));
        Assert.Equal((0, "F", true), ((int?)shown.Json["usage"]!["calls"], (string?)shown.Json["side"], (bool?)shown.Json["correct"]));
    }

    [Fact]
    public async Task Scripted_dialogue_arrives_move_for_move()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", Models);
        tool.Write("q.jsonl", Question);
        var ran = await tool.RunAsync("run", "--protocol", "argmed", "--file", "q.jsonl", "--model", "play", "-o", "json");
        Assert.Equal(
            ["1 generator", "1 verifier", "1 generator", "1 verifier", "2 generator", "2 verifier", "3 generator"],
            ran.Json["statements"]!.AsArray().Select(s => $"{s!["round"]} {s["seat"]}"));
        Assert.Equal(("Two", true, "only-acceptable"),
            ((string?)ran.Json["answer"], (bool?)ran.Json["correct"], (string?)ran.Json["ended"]));
    }

    [Fact]
    public async Task Evaluation_measures_what_a_second_seat_can_predict_and_what_can_be_traced()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", Models);
        tool.Write("q.jsonl", Question);
        var ran = await tool.RunAsync(
            "eval", "q.jsonl", "--protocol", "direct,argmed", "--measure", "predictability,traceability", "--model", "play", "--seat",
            "predictor=blind",
            "-o", "json");
        Assert.Equal(0, ran.Code);
        Assert.Equal(["direct 1 0 0", "argmed 1 0 1"], ran.Json["results"]!.AsArray().Select(Measured));
        ran = await tool.RunAsync(
            "eval", "q.jsonl", "--protocol", "direct,argmed", "--measure", "predictability", "--model", "play", "-o", "json");
        Assert.Equal(["direct 1 1 ", "argmed 1 1 "], ran.Json["results"]!.AsArray().Select(Measured));
        ran = await tool.RunAsync("eval", "q.jsonl", "--protocol", "direct", "--measure", "beauty", "--model", "play");
        Assert.Equal((2, "debate: option 'measure': 'beauty' is not predictability, traceability, both with a comma between them, or none"),
            (ran.Code, ran.OneLine));
    }

    [Fact]
    public async Task Claim_is_verified_and_can_be_contested()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", Models);
        var ran = await tool.RunAsync("run", "--protocol", "claim", "--question", "Tea is healthy.", "--model", "play", "--id", "tea", "-o",
            "json");
        Assert.Equal(("true", 0.65), ((string?)ran.Json["answer"], Math.Round((double)ran.Json["measures"]!["strength"]!, 9)));
        ran = await tool.RunAsync("contest", "tea", "--score", "P1=0.3", "-o", "json");
        Assert.Equal(("true", "false"), ((string?)ran.Json["before"]!["verdict"], (string?)ran.Json["after"]!["verdict"]));
        ran = await tool.RunAsync("contest", "tea", "--attack", "X=N1", "--text", "X=Nobody says so.", "--score", "X=1", "--remove", "P1");
        Assert.Equal(0, ran.Code);
        Assert.Contains("The claim is undecided now; it was true.", ran.Out, StringComparison.Ordinal);
        ran = await tool.RunAsync("contest", "tea", "--remove", "Q");
        Assert.Equal(2, ran.Code);
        Assert.Contains("'Q'", ran.OneLine, StringComparison.Ordinal);
        await TheGraphOfARunIsLookedAtAsync(tool);
    }

    // The verbs of debate graph take the run where there is no file of that name, and its page shows the graph.
    private static async Task TheGraphOfARunIsLookedAtAsync(ToolFolder tool)
    {
        Assert.Contains("tea has antioxidants", (await tool.RunAsync("graph", "show", "tea")).Out, StringComparison.Ordinal);
        var strengths = (await tool.RunAsync("graph", "strength", "tea", "-a", "claim", "-o", "json")).Json["strengths"]![0]!;
        Assert.Equal(0.65, Math.Round((double)strengths["strength"]!, 9));
        Assert.Equal(["P1", "N1"], strengths["why"]!.AsArray().Select(w => (string?)w!["id"]));
        Assert.Contains("It is supported by 'P1'", (await tool.RunAsync("graph", "explain", "tea", "-a", "claim")).Out, StringComparison.Ordinal);
        foreach (var file in new[] { "tea.svg", "tea-map.html" })
            Assert.Equal(0, (await tool.RunAsync("graph", "export", "tea", "--out", file)).Code);
        Assert.Contains(">0.65<", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "tea.svg")), StringComparison.Ordinal);
        Assert.Equal(0, (await tool.RunAsync("export", "tea", "--format", "html", "--out", "tea.html")).Code);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "tea.html")), StringComparison.Ordinal);
        tool.Write("tea", "arguments:\n  - {id: file, text: A file wins.}\n");
        Assert.Contains("A file wins.", (await tool.RunAsync("graph", "show", "tea", "--input-format", "yaml")).Out, StringComparison.Ordinal);
        Assert.Contains("no run of that id", (await tool.RunAsync("graph", "show", "coffee")).OneLine, StringComparison.Ordinal);
    }

    private static string Measured(JsonNode? result) =>
        $"{result!["protocol"]} {result["accuracy"]} {result["predictability"]} {result["traceability"]}";
}
