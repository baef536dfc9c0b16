using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation.Search;

namespace Debate.Grains.Tests.Reasoning;

/// <summary>Tree search by the formulas of a branching process: a step is right with .4, three are tried.</summary>
public sealed class TreeSearchTests
{
    private static readonly (string, string)[] Whole = [("mode", "all"), ("iterations", "40"), ("roll", "0")];

    [Theory]
    [InlineData(1, 0.784)]
    [InlineData(2, 0.676606)]
    [InlineData(3, 0.612009)]
    public async Task The_full_tree_holds_a_right_end_as_often_as_computed(int steps, double expected)
    {
        var runs = LongRun.Size(500, 4_000);
        await using var trees = Think(steps);
        var verdicts = await trees.RunAsync("tree-search", runs, Whole);
        Assert.All(verdicts, v => Assert.Equal("exhausted", v.Ended));
        ReasoningRuns.AssertShare(expected, verdicts.Count(v => v.Measures["ends.right"] > 0) / (double)runs, runs);
    }

    [Fact]
    public async Task A_pruned_tree_finds_the_right_end_as_often_as_computed()
    {
        var runs = LongRun.Size(500, 4_000);
        await using var trees = Think(4);
        var verdicts = await trees.RunAsync("tree-search", runs, [.. Whole, ("prune", "ends")]);
        ReasoningRuns.AssertShare(0.377802, verdicts.Count(v => v.Measures["ends.right"] > 0) / (double)runs, runs);
    }

    /// <summary>The numbers of 8, 16 and 40 expansions, read from one recorded tree each.</summary>
    [Theory]
    [InlineData(0, 0.218, 0.559, 0.562)]
    [InlineData(5, 0.028, 0.248, 0.565)]
    public async Task Success_by_iterations_falls_with_the_noise_of_the_values(double noise, double by8, double by16, double by40)
    {
        var runs = LongRun.Size(150, 2_000);
        await using var trees = Think(4, noise);
        await trees.RunAsync("tree-search", runs, Whole);
        var found = new List<int>();
        for (var i = 0; i < runs; i++)
            found.Add(FindRightEnd(await ReadTreeAsync(trees, i)));
        foreach (var (expansions, expected) in new[] { (8, by8), (16, by16), (40, by40) })
            ReasoningRuns.AssertShare(expected, found.Count(at => at <= expansions) / (double)runs, runs);
    }

    /// <summary>The valuer says what decides: one that finds nothing promising leaves the search to its luck.</summary>
    [Fact]
    public async Task Values_decide_what_is_found()
    {
        var runs = LongRun.Size(300, 2_000);
        await using var blind = Think(4, says: call => call.Seat.Name == "valuer" ? """{"value": 0}""" : null);
        var share = (await blind.RunAsync("tree-search", runs, [.. Whole, ("prune", "ends")])).Count(v => v.Measures["ends.right"] > 0) / (double)runs;
        // The first child goes on, whatever it is: .4^4, and once more on the worst path.
        Assert.InRange(share, 0, 0.12);
    }

    [Fact]
    public async Task The_search_ends_at_a_good_end_and_gives_its_answer()
    {
        await using var trees = Think(2);
        var verdicts = await trees.RunAsync("tree-search", 60);
        Assert.All(verdicts.Index().Where(v => v.Item.Ended == "gate"), v =>
            Assert.Equal((v.Index + 1).ToString(CultureInfo.InvariantCulture), v.Item.Answer));
        Assert.InRange(verdicts.Count(v => v.Ended == "gate"), 25, 55);
        var record = await trees.ReadAsync("tree-search", verdicts.Index().First(v => v.Item.Ended == "gate").Index);
        Assert.Contains("So the answer is", Assert.Single(Debate.Deliberation.Records.Transcript.Read(record)).Text);
    }

    /// <summary>Completions that agree are worth more: a vote finds right ends nearly as well as a valuer that knows.</summary>
    [Theory]
    [InlineData("vote")]
    [InlineData("judge")]
    public async Task Votes_and_judges_value_too(string value)
    {
        const int runs = 60;
        await using var trees = new ReasoningRuns("simulated: reasoner, accuracy: 0.5, steps: 2, step: 0.5, accepts: [1, 0], wrongAnswers: 50");
        var verdicts = await trees.RunAsync("tree-search", runs, ("value", value), ("votes", "3"), ("judges", "2"), ("gate", "0.6"));
        var right = verdicts.Index().Count(v => v.Item.Answer == (v.Index + 1).ToString(CultureInfo.InvariantCulture));
        Assert.InRange(right / (double)runs, 0.6, 1);
    }

    [Fact]
    public async Task Replies_without_a_step_leave_the_tree_and_the_verdict_says_so()
    {
        await using var mute = Think(2, says: call => call.Seat.Name == "solver" ? "I would rather not." : null);
        var verdict = Assert.Single(await mute.RunAsync("tree-search", 1));
        Assert.Equal((Debate.Deliberation.Decision.Undecided, Debate.Deliberation.ReplyFault.Unread), (verdict.Decision, verdict.Fault));
    }

    [Fact]
    public async Task The_page_of_a_run_draws_its_tree_and_nothing_that_a_step_says_is_markup()
    {
        await using var trees = Think(2, says: call => call.Seat.Name == "solver" ? """{"step": "<script>alert(1)</script>", "done": false}""" : null);
        await trees.RunAsync("tree-search", 1, ("iterations", "2"), ("roll", "0"));
        var record = await trees.ReadAsync("tree-search", 0);
        using var page = new StringWriter();
        await HtmlExport.WriteAsync(page, RunReport.Create(record, RunStatus.Finished, Usage.None), new[] { record }.ToAsyncEnumerable());
        Assert.Contains("<h2>Search</h2>", page.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, page.ToString().Split("class=\"step\"").Length - 1);
        Assert.Contains("&lt;script&gt;", page.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.ToString(), StringComparison.Ordinal);
    }

    private static ReasoningRuns Think(int steps, double noise = 0, Func<ModelCall, string?>? says = null) => new(
        string.Create(CultureInfo.InvariantCulture, $"simulated: reasoner, steps: {steps}, step: 0.4, noise: {noise}"), says: says);

    private static async Task<IReadOnlyList<SearchNode>> ReadTreeAsync(ReasoningRuns runs, int run) => SearchTreeJson.Read(
        (await runs.ReadAsync("tree-search", run)).EntriesByPath.Select(e => e.Body).OfType<DecisionRecorded>()
            .Single(r => r.Name == SearchTreeJson.Name).Value);

    /// <summary>The number of the expansion that made the first right end.</summary>
    private static int FindRightEnd(IReadOnlyList<SearchNode> nodes)
    {
        var expanded = nodes.Skip(1).Select(n => n.Parent!.Value).Distinct().ToList();
        return nodes.FirstOrDefault(n => n.IsRight == true) is { Parent: { } parent } ? 1 + expanded.IndexOf(parent) : int.MaxValue;
    }
}
