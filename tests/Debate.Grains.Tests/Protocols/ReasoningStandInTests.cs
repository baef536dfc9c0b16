using System.Diagnostics;
using System.Globalization;
using Debate.Grains.Tests.Reasoning;

namespace Debate.Grains.Tests.Protocols;

/// <summary>The figures over HTTP, with a stand-in that sees nothing but the request (stand_in.py beside this).</summary>
public sealed class ReasoningStandInTests : IAsyncLifetime
{
    private Process? _process;
    private string _entry = "";

    [Fact]
    public async Task Protocols_have_their_figures_over_http()
    {
        var runs = LongRun.Size(80, 1_000);
        await using var plain = new ReasoningRuns(_entry);
        await using var continued = new ReasoningRuns($"{_entry}, can: [prefix]");
        await HasShareAsync(plain, 0.80, "self-contemplation");
        await HasShareAsync(plain, 0.5, "auto-evolve", ("refinements", "1"));
        await HasShareAsync(plain, 0.723963, "multi-vote");
        await HasShareAsync(plain, 0.66, "self-feedback", ("gate", "no"), ("refinements", "2"));
        await HasShareAsync(plain, 0.6561, "spontaneous-correction");
        foreach (var (models, note) in new[] { (plain, "prefix: turn (model thinker cannot continue a message)"), (continued, "prefix: continued") })
        {
            var verdicts = await HasShareAsync(models, 0.66, "iterative-deepening", ("first", "100"), ("growth", "1"), ("samples", "1"));
            Assert.All(verdicts, v => Assert.Equal((2, note), (v.Measures["triggers"], Assert.Single(v.Notes))));
        }

        async Task<IReadOnlyList<Deliberation.Verdict>> HasShareAsync(
            ReasoningRuns models, double expected, string protocol, params (string, string)[] options)
        {
            var verdicts = await models.RunAsync(protocol, runs, options);
            var right = verdicts.Index().Count(v => v.Item.Answer == models.Problem(v.Index).Answers[0]);
            Assert.Equal(expected, (double)right / runs, 4 * Math.Sqrt(expected * (1 - expected) / runs));
            return verdicts;
        }
    }

    public async ValueTask InitializeAsync()
    {
        SharedData.NeedsProgram("python3");
        var script = Path.Combine(SharedData.Repository, "tests", "Debate.Grains.Tests", "Protocols", "stand_in.py");
        _process = Process.Start(new ProcessStartInfo("python3", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = int.Parse(await _process.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
        _entry = FormattableString.Invariant($"endpoint: 'http://127.0.0.1:{port}/v1', model: stand-in, parallel: 16");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
