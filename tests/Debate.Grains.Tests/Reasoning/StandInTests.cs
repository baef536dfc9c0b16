using System.Diagnostics;
using System.Globalization;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>The same protocols over HTTP, with a stand-in that sees nothing but the request (stand_in.py).</summary>
public sealed class StandInTests : IAsyncLifetime
{
    private const string Rates =
        """{"step": 0.4, "accuracy": 0.5, "fix": 0.4, "acts": {"continue": [0.9, 0.1], "reflect": [0.8, 0.6], "explore": [0.6, 0.4]}}""";

    private Process? _process;
    private string _entry = "";

    [Fact]
    public async Task Protocols_have_their_numbers_over_http()
    {
        var runs = LongRun.Size(100, 1_000);
        await using var plain = new ReasoningRuns(_entry);
        await using var continued = new ReasoningRuns($"{_entry}, can: [prefix], prefix: final-message");
        ReasoningRuns.AssertShare(0.676606, (await plain.RunAsync("tree-search", runs, ("mode", "all"), ("iterations", "40"), ("roll", "0")))
            .Count(v => v.Measures["ends.right"] > 0) / (double)runs, runs);
        ReasoningRuns.AssertShare(0.96875, (await plain.RunAsync("guided-paths", runs))
            .Count(v => v.Measures["paths.right"] > 0) / (double)runs, runs);
        ReasoningRuns.AssertShare(0.5, await plain.ShareRightAsync("least-to-most", runs), runs);
        foreach (var (models, note) in new[] { (plain, "prefix: turn (model thinker cannot continue a message)"), (continued, "prefix: continued") })
        {
            ReasoningRuns.AssertShare(0.75, await models.ShareRightAsync("action-thought", runs, ("chooser", "critic")), runs);
            // Right at first, or made right in one of two rounds: 1 - .5 x .6^2.
            ReasoningRuns.AssertShare(0.82, await models.ShareRightAsync("recursive-thinking", runs, ("integrate", "no")), runs);
            Assert.Equal(note, Assert.Single(await models.RunAsync("action-thought", 1, ("chooser", "critic"))).Notes[0]);
        }
    }

    public async ValueTask InitializeAsync()
    {
        SharedData.NeedsProgram("python3");
        var script = Path.Combine(SharedData.Repository, "tests", "Debate.Grains.Tests", "Reasoning", "stand_in.py");
        _process = Process.Start(new ProcessStartInfo("python3", [script, Rates])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
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
