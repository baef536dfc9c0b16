using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The sweeps of <see cref="SweepTests"/>, run once and shared by all of them.</summary>
public sealed class SweepRuns : IAsyncLifetime
{
    private const int Questions = 200;
    private readonly SortedDictionary<string, JsonNode> _results = new(StringComparer.Ordinal);

    /// <summary>A measure of one variant of a sweep.</summary>
    public double Of(string variant, string measure) => measure == "diversity"
        ? (double)_results[variant]["debate"]!["diversity"]!
        : (double)_results[variant][measure]!;

    public async ValueTask InitializeAsync()
    {
        const string usual = "accuracy: 0.6, lockIn: 0";
        // Debaters who concede by level alone; a judge more accurate than they are, who is asked only if they never agree.
        await RunAsync($"{usual}, concession: [1, 0.3, 0.1, 0], decisiveness: 0, judgeAccuracy: 0.95", "level", "--set", "mad.rounds=6");
        // Debaters who concede at once; a judge who mostly decides when they differ.
        await RunAsync($"{usual}, concession: [0, 0, 0.9, 0], decisiveness: 0.8, judgeAccuracy: 0.95", "break");
        // Debaters who concede slowly; a judge who hardly ever decides while they differ.
        await RunAsync($"{usual}, concession: [0, 0, 0.15, 0], decisiveness: 0.05, judgeAccuracy: 0.95", "rounds");
        // Three debaters who know little and concede to one another; a judge who never errs, asked at the end.
        await RunAsync(
            "accuracy: 0.3, wrongAnswers: 50, lockIn: 0, concession: [0.5, 0.5, 0.5, 0.5], decisiveness: 0, judgeAccuracy: 1", "judge-reads",
            "--set", "mad.debaters=3", "--set", "mad.rounds=2");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(string model, string sweep, params string[] more)
    {
        using var tool = new ToolFolder();
        tool.Write("questions.json", QuestionEndpoint.Questions(Questions));
        tool.Write("debate.yaml", $"models:\n  small: {{ simulated: debater, {model} }}\n");
        var ran = await tool.RunAsync(
            ["eval", "questions.json", "--protocol", "mad", "--sweep", sweep, "--seed", "1", "-o", "json", .. more]);
        Assert.True(ran.Code == 0, ran.Error);
        foreach (var result in ran.Json["results"]!.AsArray()) _results.Add((string)result!["protocol"]!, result);
    }
}
