using System.Text.Json.Nodes;
using Debate.Models;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The sweeps of <see cref="SweepTests"/>, run once over HTTP for all of them.</summary>
public sealed class Debates : IAsyncLifetime
{
    private const string Questions = "120";
    private readonly SortedDictionary<string, JsonNode> _results = new(StringComparer.Ordinal);

    /// <summary>A measure of one variant of a sweep.</summary>
    public double Of(string variant, string measure) => measure == "diversity"
        ? (double)_results[variant]["debate"]!["diversity"]!
        : (double)_results[variant][measure]!;

    public async ValueTask InitializeAsync()
    {
        // Debaters who give way by level alone; a judge who sees better than they do and seldom decides while they differ.
        await RunAsync(new() { LockIn = 0, Concession = [1, 0.6, 0.4, 0], Decisiveness = 0.3, JudgeAccuracy = 0.95 }, 0.6, 1, "level,break,rounds");
        // Three who give way often; a judge who never errs, asked only at the end.
        await RunAsync(new() { LockIn = 0, Concession = [0.5, 0.5, 0.5, 0.5], Decisiveness = 0, JudgeAccuracy = 1 }, 0.3, 50, "judge-reads",
            "--set", "mad.debaters=3", "--set", "mad.rounds=2");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(DebateTraits traits, double accuracy, int wrongAnswers, string sweep, params string[] more)
    {
        await using var hall = await Hall.OpenAsync(new SimulatedParticipant(accuracy, wrongAnswers, traits), int.Parse(Questions));
        var ran = await hall.Tool.RunAsync(["eval", "questions.json", "--protocol", "mad", "--sweep", sweep, "--seed", "1", "-o", "json", .. more]);
        Assert.Equal(0, ran.Code);
        Assert.Equal(hall.Count, (int)ran.Json["usage"]!["calls"]!);
        foreach (var result in ran.Json["results"]!.AsArray()) _results.Add((string)result!["protocol"]!, result);
    }
}
