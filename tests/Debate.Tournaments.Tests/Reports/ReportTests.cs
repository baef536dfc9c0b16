using System.Xml.Linq;
using CsCheck;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Tournaments.Tests;

public sealed class ReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_leaderboard_in_Markdown() => Assert.Equal("""
        | # | debater | rating | 95 % interval | ranks | won | drawn | lost |
        | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | minimax | 1742 | 1690–1802 | 1 | 61 | 40 | 19 |
        | 2 | counter | 1555 | 1502–1607 | 2–3 | 44 | 38 | 38 |
        | 3 | greedy \<b\>\|bold\|\</b\> | 1499 | 1449–1540 | 2–3 | 38 | 39 | 43 |
        | 4 | random | 1204 | 1130–1263 | 4 | 18 | 37 | 65 |

        - only 4 motions: bootstrap intervals are likely too narrow

        """, Markdown(LeaderboardReport.ToTable(SmallTournament.Board), SmallTournament.Board.Warnings));

    [Fact]
    public void The_agreement_curve_in_Markdown() => Assert.Equal("""
        | revealed | debate | one-sided | random | none | motions |
        | ---: | ---: | ---: | ---: | ---: | ---: |
        | 0 % | 55.0 % | 55.0 % | 55.0 % | 55.0 % | 40 |
        | 20 % | 70.0 % | 50.0 % | 60.0 % | – | 40 |
        | 40 % | 82.0 % | 55.0 % | 68.0 % | – | 40 |
        | 60 % | 90.0 % | 65.0 % | 75.0 % | – | 40 |
        | 80 % | 95.0 % | 80.0 % | 86.0 % | – | 40 |
        | 100 % | 100.0 % | 100.0 % | 100.0 % | – | 40 |

        """, Markdown(SmallTournament.Curve.ToTable()));

    [Fact]
    public void Page_and_drawings_are_as_reviewed()
    {
        var golden = Path.Combine(AppContext.BaseDirectory, "Reports", "Golden", "report.html");
        File.WriteAllText(golden + ".actual", SmallTournament.Page.ToHtml());
        Assert.Equal(File.ReadAllText(golden), SmallTournament.Page.ToHtml());
    }

    [Fact]
    public void A_drawing_has_title_and_description_for_those_who_cannot_see_it()
    {
        var svg = XDocument.Parse(SmallTournament.Curve.ToSvg("curve-2").ToString()).Root!;
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal("curve-2-title curve-2-desc", svg.Attribute("aria-labelledby")!.Value);
        Assert.Equal("curve-2-title", svg.Element(Svg + "title")!.Attribute("id")!.Value);
        Assert.Contains("debate: 55.0 % at 0 % revealed, 100.0 % at 100 %", svg.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void Every_arm_has_a_mark_and_a_dash_of_its_own()
    {
        var looks = Enumerable.Range(0, 5).Select(SeriesStyle.Get).ToList();
        Assert.Equal(5, looks.Select(look => look.Mark).Distinct().Count());
        Assert.Equal(5, looks.Select(look => look.Dashes).Distinct().Count());
    }

    [Fact]
    public void Every_element_of_a_drawing_stays_on_the_paper()
    {
        foreach (var text in XDocument.Parse(RatingIntervalsSvg.Draw(SmallTournament.Board).ToString()).Descendants(Svg + "text"))
        {
            Assert.InRange((double)text.Attribute("x")!, 0, 720);
            Assert.InRange((double)text.Attribute("y")!, 0, 56 + 4 * 30 + 56);
        }
    }

    [Fact]
    public void Empty_results_still_give_well_formed_reports()
    {
        Assert.NotNull(XDocument.Parse(new AgreementChart([]).ToSvg().ToString()).Root);
        Assert.NotNull(XDocument.Parse(RatingIntervalsSvg.Draw(new Leaderboard([], 0, [])).ToString()).Root);
        Assert.NotNull(XDocument.Parse(new HtmlReport("", []).ToHtml()).Root);
        Assert.Contains("<thead>", new HtmlReport("", [new("") { Table = new(["a"], []) }]).ToHtml());
    }

    [Fact]
    public void Names_of_any_kind_leave_the_page_well_formed_and_inert() => Gen.String.Sample(name =>
    {
        var standings = new[] { new Standing("<script>" + name, 1500, 1400, 1600, 1, 2, 3) };
        var board = new Leaderboard(standings, 1, [name]) { Pairs = [new("<script>" + name, "<script>" + name, 2, 1)] };
        var curve = new AgreementChart([new CurvePoint(0, name, 0.5, 3), new CurvePoint(7, name, 1, 3)], RevealUnit.Items);
        var page = new HtmlReport(name, [new(name)
        {
            Paragraphs = [name], Drawing = curve.ToSvg(name), Table = LeaderboardReport.ToTable(board), Notes = [name], Code = name,
        }]).ToHtml();
        var elements = XDocument.Parse(page).Descendants().Select(element => element.Name.LocalName).ToList();
        Assert.DoesNotContain("script", elements);
        Assert.Equal(8, Markdown(LeaderboardReport.ToTable(board), board.Warnings).Split('\n')[2].Replace("\\|", "")
            .Count(c => c == '|') - 1);
        Assert.NotNull(XDocument.Parse(RatingIntervalsSvg.Draw(board).ToString()));
        Assert.NotNull(XDocument.Parse(HeadToHeadSvg.Draw(board)!.ToString()));
    }, seed: "0N0XIzNsQ0O2", iter: 300);

    [Fact]
    public void Impossible_points_are_refused()
    {
        var refusal = Assert.Throws<InputException>(() => new CurvePoint(0, "debate", 1.5, 3));
        Assert.Equal("curve 'debate': agreement 1.5 must be from 0 to 1", refusal.Message);
        Assert.Throws<InputException>(() => new CurvePoint(double.NaN, "debate", 1, 3));
        Assert.Throws<InputException>(() => new CurvePoint(0, "debate", 1, -1));
    }

    [Fact]
    public void Scales_have_round_ticks_that_hold_the_range()
    {
        Assert.Equal([1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900], new AxisScale(1130, 1802, 0, 1).Ticks());
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], new AxisScale(0, 1, 0, 1).Ticks());
        Assert.Equal([1500, 1501], new[] { new AxisScale(1500, 1500, 0, 1).Ticks().First(),
            new AxisScale(1500, 1500, 0, 1).Ticks().Last() });
    }

    private static string Markdown(ReportTable table, IReadOnlyList<string>? notes = null)
    {
        const string Head = "# page\n\n## section\n\n";
        var page = MarkdownReport.Render(new("page", [new("section") { Table = table, Notes = notes ?? [] }]));
        Assert.StartsWith(Head, page, StringComparison.Ordinal);
        return page[Head.Length..];
    }
}
