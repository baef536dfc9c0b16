using System.Text.Json.Nodes;
using Debate.Models;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>The sweeps of <see cref="SweepTests"/>, run once over HTTP and shared by all of them.</summary>
public sealed class SweepRuns : IAsyncLifetime
{
    private const int Questions = 200;
    private static readonly DebateTraits Usual = new() { LockIn = 0, Concession = [0.5, 0.5, 0.5, 0.5], JudgeAccuracy = 0.95 };
    private readonly SortedDictionary<string, JsonNode> _results = new(StringComparer.Ordinal);

    /// <summary>A measure of one variant of a sweep.</summary>
    public double Of(string variant, string measure) => measure == "diversity"
        ? (double)_results[variant]["debate"]!["diversity"]!
        : (double)_results[variant][measure]!;

    public async ValueTask InitializeAsync()
    {
        // Debaters who concede by level alone; a judge more accurate than they are, who is asked only if they never agree.
        await RunAsync(Usual with { Concession = [1, 0.3, 0.1, 0], Decisiveness = 0 }, "level", "--set", "mad.rounds=6");
        // Debaters who concede at once; a judge who mostly decides when they differ.
        await RunAsync(Usual with { Concession = [0, 0, 0.9, 0], Decisiveness = 0.8 }, "break");
        // Debaters who concede slowly; a judge who hardly ever decides while they differ.
        await RunAsync(Usual with { Concession = [0, 0, 0.15, 0], Decisiveness = 0.05 }, "rounds");
        // Three debaters who know little and concede to one another; a judge who never errs, asked at the end.
        await RunAsync(new SimulatedParticipant(0.3, 50, Usual with { Decisiveness = 0, JudgeAccuracy = 1 }), "judge-reads",
            "--set", "mad.debaters=3", "--set", "mad.rounds=2");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task RunAsync(DebateTraits traits, string sweep, params string[] more) =>
        RunAsync(new SimulatedParticipant(0.6, 1, traits), sweep, more);

    private async Task RunAsync(ISimulatedModel model, string sweep, params string[] more)
    {
        await using var fixture = await QuestionEndpoint.OpenAsync(model, Questions);
        var ran = await fixture.Tool.RunAsync(
            ["eval", "questions.json", "--protocol", "mad", "--sweep", sweep, "--seed", "1", "-o", "json",
            .. more]);
        Assert.Equal(0, ran.Code);
        Assert.Equal(fixture.Count, (int)ran.Json["usage"]!["calls"]!);
        foreach (var result in ran.Json["results"]!.AsArray()) _results.Add((string)result!["protocol"]!, result);
    }
}
