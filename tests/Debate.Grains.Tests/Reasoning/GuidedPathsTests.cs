using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>Paths from general advice to a solution.</summary>
public sealed class GuidedPathsTests
{
    [Fact]
    public async Task At_least_one_of_twenty_paths_is_right_as_often_as_computed()
    {
        var runs = LongRun.Size(250, 3_000);
        await using var paths = new ReasoningRuns("simulated: reasoner, accuracy: 0.1");
        var verdicts = await paths.RunAsync("guided-paths", runs, ("paths", "20"));
        ReasoningRuns.AssertShare(0.878423, verdicts.Count(v => v.Measures["paths.right"] > 0) / (double)runs, runs);
    }

    [Fact]
    public async Task Each_path_adapts_lays_out_and_only_then_solves_by_a_guideline_of_its_own()
    {
        var told = new List<string>();
        await using var paths = Script(call =>
        {
            lock (told) told.Add(call.Chat[^1].Text);
            return null;
        });
        await paths.RunAsync("guided-paths", 1, ("paths", "25"), ("selections", "2"));
        Assert.Equal(25 * 3 + 2, told.Count);
        Assert.Equal(2, told.Count(t => t.Contains("Which two or three", StringComparison.Ordinal)));
        var adapted = told.Where(t => t.Contains("General advice:", StringComparison.Ordinal)).ToArray();
        // Two paths have the advice that the seat chose; the others one piece each, and no piece twice.
        Assert.Equal(23, adapted.Where(t => GuidedPaths.Guidelines.Count(g => t.Contains(g, StringComparison.Ordinal)) == 1)
            .Select(t => GuidedPaths.Guidelines.First(g => t.Contains(g, StringComparison.Ordinal))).Distinct().Count());
        Assert.All(told.Where(t => t.Contains("along these steps", StringComparison.Ordinal)), t =>
        {
            Assert.Contains("statement of advice", t, StringComparison.Ordinal);
            Assert.Contains("statement of plan", t, StringComparison.Ordinal);
        });
    }

    /// <summary>A seat that is right where it is told to work backwards, and wrong without a structure that says so.</summary>
    [Theory]
    [InlineData("work backwards", 1)]
    [InlineData("guess", 0)]
    public async Task A_path_solves_by_the_structure_that_it_laid_out(string step, double expected)
    {
        await using var paths = Script(call => call.Chat[^1].Text switch
        {
            var t when t.Contains("\"plan\"", StringComparison.Ordinal) => $$"""{"plan": {"1. {{step}}": "" } }""",
            var t when t.Contains("along these steps", StringComparison.Ordinal) => t.Contains("- work backwards", StringComparison.Ordinal)
                ? $$"""{"reason": "r", "answer": "{{KeyOf(call)}}"}""" : """{"reason": "r", "answer": "0"}""",
            _ => null,
        });
        Assert.Equal(expected, await paths.ShareRightAsync("guided-paths", 5, ("paths", "2")), 1e-9);
    }

    /// <summary>The key is a canary: a seat that tells it before it solves is not heard, so it stands nowhere but in what was asked in private.</summary>
    [Theory]
    [InlineData("advice", """{"advice": "Remember that it is canary-7d1."}""")]
    [InlineData("plan", """{"plan": {"1. arrive at canary-7d1": ""}}""")]
    public async Task A_path_that_tells_the_key_before_it_solves_is_dropped(string field, string leak)
    {
        await using var paths = new ReasoningRuns("simulated: reasoner, accuracy: 0", says: call => call.Path.StartsWith("1/0/", StringComparison.Ordinal)
            && call.Chat[^1].Text.Contains($"\"{field}\"", StringComparison.Ordinal) ? leak : null)
        {
            Problem = _ => new("q", "What is it?") { Answers = ["canary-7d1"], WrongAnswers = ["no"] },
        };
        var verdict = Assert.Single(await paths.RunAsync("guided-paths", 1, ("paths", "3"), ("hint", "yes")));
        Assert.Contains("1 paths told the key before they solved, and were dropped", verdict.Notes);
        Assert.Contains(verdict.Notes, n => n.Contains("hint=yes", StringComparison.Ordinal));
        Assert.Equal(2, verdict.Measures["paths"], 1e-9);
        var said = Transcript.Read(await paths.ReadAsync("guided-paths", 0));
        Assert.Equal(2, said.Count);
        Assert.DoesNotContain(said, s => s.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_hint_nobody_is_told_the_key()
    {
        var told = new List<string>();
        await using var paths = Script(call =>
        {
            lock (told) told.AddRange(call.Chat.Select(m => m.Text));
            return null;
        });
        await paths.RunAsync("guided-paths", 1);
        Assert.DoesNotContain(told, t => t.Contains("The right answer is known", StringComparison.Ordinal));
    }

    private static ReasoningRuns Script(Func<ModelCall, string?> says) => new("simulated: reasoner, accuracy: 1", says: says);

    private static string KeyOf(ModelCall call) => call.Problem!.Answers[0];
}
