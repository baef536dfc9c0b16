using System.Xml.Linq;
using CsCheck;
using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Records;

public sealed class RunRecordTests
{
    private const string Open = """{"preference": "No", "reason": "not yet", "answer": ""}""";
    private const string Four = """{"preference": "Yes", "side": "Affirmative", "reason": "it adds up", "answer": "4"}""";

    private static readonly string[] Hostile =
        ["<script>", "</div>", "\"", "'", "&amp;", "\u001B[2J", "<!--", "]]>", "\0", "plain", "\uD800", "<img src=x onerror=y>"];

    [Fact]
    public async Task Every_request_can_be_read_again_as_it_was_asked()
    {
        var engine = new EngineFixture(_ => Open);
        var run = await RunAsync(engine, new(Calls: 100));
        var messages = StoredMessages.Collect(run);
        var asked = run.EntriesByPath.Where(e => e.Body is ModelReplied).Select(e => messages.ReadChat(((ModelReplied)e.Body).Chat));
        Assert.Equal(engine.Calls.Select(c => c.Chat), asked);
    }

    [Fact]
    public async Task Transcript_has_what_was_said_in_order()
    {
        var run = await RunAsync(new EngineFixture(call => call.Seat.Name == "moderator" ? Four : $"{call.Seat.Name} speaks"),
            Budget.Unlimited);
        Assert.Equal(
            [new(0, 1, "affirmative", "affirmative speaks"), new(1, 1, "negative", "negative speaks"), new(2, 1, "moderator", Four)],
            Transcript.Read(run));
    }

    [Fact]
    public async Task Report_of_a_decided_run_has_its_verdict_and_whether_it_is_right()
    {
        var run = await RunAsync(new EngineFixture(call => call.Seat.Name == "moderator" ? Four : "4"), Budget.Unlimited);
        var report = RunReport.Create(run, RunStatus.Finished, run.Completion!.Usage);
        Assert.Equal(("decided", "4", "affirmative"), (report.Status, report.Answer, report.Side));
        Assert.Equal(("it adds up", "break", 1), (report.Reason, report.Ended, report.Rounds));
        Assert.True(report.Correct);
        Assert.Equal(new Usage(3, 0, 30, 15), report.Usage);
    }

    [Fact]
    public async Task Report_of_a_stopped_run_says_why_and_how_far_it_came()
    {
        var run = await RunAsync(new EngineFixture(_ => Open), new(Calls: 4));
        var report = RunReport.Create(run, run.Suspension!.Status, run.OwnUsage);
        Assert.Equal(("out-of-budget", null, 2, 4L), (report.Status, report.Answer, report.Rounds, report.Usage.Calls));
        Assert.Contains("calls (4)", report.Reason);
        Assert.Null(report.Correct);
    }

    [Fact]
    public async Task Page_is_well_formed_and_shows_every_text_as_text()
    {
        await Gen.Int[0, Hostile.Length - 1].Select(i => Hostile[i]).Array[0, 6].SampleAsync(async parts =>
        {
            var said = string.Concat(parts);
            var run = await RunAsync(new EngineFixture(call => call.Seat.Name == "moderator" ? Four : said), Budget.Unlimited);
            var page = await WrittenAsync("html", run);
            var body = XElement.Parse(page.Split("</head>\n")[1].Replace("</html>", "", StringComparison.Ordinal));
            var shown = body.Elements("div").Select(d => d.Value).ElementAt(1);
            Assert.Equal(SafeText.Clean(said), shown);
            var elements = body.DescendantsAndSelf().Select(e => e.Name.LocalName).Distinct();
            Assert.Equal(["body", "h1", "dl", "dt", "dd", "div", "h2", "p"], elements);
        }, iter: 200);
    }

    [Fact]
    public async Task Markdown_obeys_nothing_that_was_said()
    {
        const string Hostile = "![x](http://evil/?q) <img src=y>\n# Owned\n- item";
        var run = await RunAsync(new EngineFixture(call => call.Seat.Name == "moderator" ? Four : Hostile), Budget.Unlimited);
        var markdown = await WrittenAsync("markdown", run);
        Assert.Contains(@"> \!\[x\]\(http\://evil/?q\) \<img src\=y\>", markdown);
        Assert.Contains(@"> \# Owned", markdown);
        Assert.DoesNotContain("![", markdown);
    }

    [Theory]
    [InlineData("markdown", "EE\\-PR in 3 arguments and 2 attacks\\: 2 extensions DC\\-ST of argument 1 in 3 arguments and 2 attacks\\: yes \\{1, 2\\}")]
    [InlineData("html", "<dd>EE-PR in 3 arguments and 2 attacks: 2 extensions\nDC-ST of argument 1 in 3 arguments and 2 attacks: yes {1, 2}</dd>")]
    public async Task Exports_tell_what_the_solver_found(string format, string told)
    {
        var run = await RunAsync(new EngineFixture(call => call.Seat.Name == "moderator" ? Four : "4"), Budget.Unlimited);
        var all = new GraphSolved("r", 3, 2, "EE-PR", null, new(true, Extensions: [[0], [1, 2]]));
        var one = new GraphSolved("r", 3, 2, "DC-ST", 1, new(true, [1, 2]));
        var report = RunReport.Create(run, RunStatus.Finished, run.OwnUsage) with { Solved = [all.Description, one.Description] };
        using var writer = new StringWriter();
        await RunExportFormats.All.Single(f => f.Name == format).WriteAsync(writer, report, Alone(run));
        Assert.Contains(told, writer.ToString());
    }

    private static async Task<string> WrittenAsync(string format, RunRecord run)
    {
        using var writer = new StringWriter();
        await RunExportFormats.All.Single(f => f.Name == format)
            .WriteAsync(writer, RunReport.Create(run, RunStatus.Finished, run.OwnUsage), Alone(run));
        return writer.ToString();
    }

    private static async IAsyncEnumerable<RunRecord> Alone(RunRecord run)
    {
        await Task.CompletedTask;
        yield return run;
    }

    private static async Task<RunRecord> RunAsync(EngineFixture engine, Budget budget)
    {
        var definition = engine.Define("mad") with { Budget = budget };
        await engine.RunAsync(definition);
        return RunRecord.Read(definition.Id, await engine.Journal.ReadAsync(definition.Id));
    }
}
