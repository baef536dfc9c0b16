using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Tournaments.Protocols;
using Debate.Tournaments.Tests.Protocols;

namespace Debate.Tournaments.Tests;

/// <summary>The page of an evaluation: its data, its policy, its limits. A browser tries the rest (tests/acceptance/pages.py).</summary>
public sealed partial class AnswerPageTests
{
    private const string Hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>&lt;\u2028\u202E\u001b[31m\"'`";

    [Fact]
    public void Only_the_pages_own_script_may_run_and_it_asks_nobody()
    {
        var page = CreatePage(Hostile);
        var script = Script().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, script.Length);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script[1])));
        var policy = Policy().Match(page).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-{hash}'", policy);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        foreach (var way in "http: https: url( @import innerHTML insertAdjacentHTML outerHTML document.write eval(".Split(' '))
            Assert.DoesNotContain(way, page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_said_is_in_the_data_as_people_read_it_and_can_end_no_element() => Gen.String.Sample(said =>
    {
        var data = ReadData(CreatePage(said));
        Assert.Equal(SafeText.ForPeople(said), (string)data["rows"]![0]![4]![0]!["a"]!);
        Assert.Equal(SafeText.ForPeople(said), (string)data["rows"]![0]![1]!);
        Assert.DoesNotContain('<', AnswerGrid.FromRows(Read(said)).CreateViewer().Data);
    }, iter: 200);

    [Fact]
    public void A_page_has_a_cell_a_column_and_none_where_the_answer_is_still_to_come()
    {
        var evaluation = new SmallEvaluation(SmallEvaluation.Question("1", "4"), SmallEvaluation.Question("2", "4"))
        {
            Verdict = (variant, question) => (variant, question) == (1, 1) ? null : SmallEvaluation.Answer(variant == 0 ? "4" : "5"),
        };
        var grid = AnswerGrid.FromRows([.. EvaluationRow.FromJournal(evaluation.Entries, true)]);
        Assert.Equal(["mad", "direct"], grid.Columns);
        var rows = JsonNode.Parse(grid.CreateViewer().Data)!["rows"]!;
        Assert.Equal("right wrong", $"{rows[0]![4]![0]!["s"]} {rows[0]![4]![1]!["s"]}");
        Assert.Equal(("e/v0.2", null), ((string?)rows[1]![4]![0]!["id"], rows[1]![4]![1]));
    }

    [Fact]
    public void A_page_is_bounded_and_says_what_it_leaves_out()
    {
        var text = new string('x', AnswerGrid.MaxText + 1);
        var one = Read(text)[0];
        var few = new AnswerGrid(["a"], [new(1, [one])]);
        Assert.Equal(AnswerGrid.MaxText, ((string)JsonNode.Parse(few.CreateViewer().Data)!["rows"]![0]![4]![0]!["a"]!).Length);
        Assert.Contains("debate show ID has them whole", Assert.Single(few.DescribeLimits()), StringComparison.Ordinal);
        Assert.Empty(new AnswerGrid(["a"], [new(1, [Read("short")[0]])]).DescribeLimits());
        var line = new AnswerLine(1, [.. Enumerable.Repeat(Read("short")[0], AnswerGrid.MaxCells / 2)]);
        var many = new AnswerGrid([.. Enumerable.Repeat("a", line.Cells.Count)], [line, line, line]);
        Assert.StartsWith("The first 2 of 3 questions are on this page", Assert.Single(many.DescribeLimits()), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(many.CreateViewer().Data)!["rows"]!.AsArray().Count);
        Assert.Throws<ArgumentException>(() => new PageViewer("answers", "", "</script>"));
    }

    [Fact]
    public void Folded_texts_are_inert_and_linked()
    {
        var inner = new FoldedText("debate-1", Hostile, [Hostile], [(Hostile, Hostile)]);
        var page = new HtmlReport("x", [new("Debates")
        {
            Table = new(["motion"], [[Hostile], ["none"]]) { Links = ["motion-1", null] },
            Folds = [new("motion-1", "m", [], []) { Folds = [inner] }],
        }]).ToHtml();
        var elements = XDocument.Parse(page).Descendants().ToArray();
        Assert.DoesNotContain(elements, element => element.Name.LocalName is "script" or "img");
        var link = Assert.Single(elements, element => element.Name.LocalName == "a");
        var texts = elements.Where(element => element.Name.LocalName == "details").Select(element => $"#{element.Attribute("id")!.Value}");
        Assert.Contains(link.Attribute("href")!.Value, texts);
    }

    [Fact]
    public void Sections_of_a_long_page_are_linked_from_its_top()
    {
        var report = new HtmlReport("x", [.. "abcd".Select(c => new ReportSection($"{c}"))]);
        var page = XDocument.Parse(report.ToHtml()).Descendants().ToArray();
        var ids = page.Select(element => element.Attribute("id")?.Value).OfType<string>().Select(id => $"#{id}").ToHashSet();
        var links = page.Where(element => element.Name.LocalName == "a").ToArray();
        Assert.Equal("abcd", string.Concat(links.Select(link => link.Value)));
        Assert.All(links, link => Assert.Contains(link.Attribute("href")!.Value, ids));
    }

    private static EvaluationRow[] Read(string said)
    {
        var evaluation = new SmallEvaluation(new Problem("1", said) { Answers = ["4"] })
        {
            Variants = [new("direct", "direct", [])],
            Verdict = (_, _) => SmallEvaluation.Answer(said),
        };
        return [.. EvaluationRow.FromJournal(evaluation.Entries, isRunning: false)];
    }

    private static string CreatePage(string said) =>
        new HtmlReport(said, [new(said) { Viewer = AnswerGrid.FromRows(Read(said)).CreateViewer() }]).ToHtml();

    private static JsonNode ReadData(string page) => JsonNode.Parse(Script().Match(page).Groups[1].Value)!;

    [GeneratedRegex("<script[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();
}
