using System.Xml.Linq;
using Debate.Core.Output;

namespace Debate.Tournaments.Tests.Reports;

public sealed class LineChartTests
{
    private const string Hostile = "</text><script>alert(1)</script>&\"'";

    private static readonly LineChart Chart = new(
        "Survival " + Hostile, "lambda", [new(-1, "0"), new(0, "1")],
        [
            new(Hostile, [new(-1, .5, .4, .6), new(0, .25, .2, .3)]),
            new("nothing known", []),
        ]);

    [Fact]
    public void A_chart_is_well_formed_and_encodes_every_name()
    {
        var svg = Chart.ToSvg("c").ToString();
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains(root.Descendants(), e => e.Name.LocalName == "text" && e.Value == Hostile);
        Assert.Contains("0.5 on the left, 0.25 on the right", svg, StringComparison.Ordinal);
        Assert.Contains("nothing known: nothing", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    /// <summary>One band, one line, and one mark per point; a line without data has only its legend.</summary>
    [Fact]
    public void Lines_have_bands()
    {
        var paths = XDocument.Parse(Chart.ToSvg("c").ToString()).Root!.Elements().Where(e => e.Name.LocalName == "path").ToArray();
        Assert.Single(paths, p => p.Attribute("fill-opacity") is not null);
        Assert.Equal(2 + 2, paths.Count(p => p.Attribute("transform") is not null));
    }

    [Fact]
    public void Markdown_has_the_same_text_and_cannot_be_broken_out_of()
    {
        ReportSection part = new("Part") { Paragraphs = ["<b>*bold*</b>"], Table = new(["a|b"], [["1"]]), Notes = ["n"], Code = "x\ny" };
        var page = new HtmlReport(Hostile, [new("A drawing alone") { Drawing = Chart.ToSvg("d") }, part]);
        Assert.Equal("""
            # \</text\>\<script\>alert(1)\</script\>&amp;"'

            ## Part

            \<b\>\*bold\*\</b\>

            | a\|b |
            | ---: |
            | 1 |

            - n

                x
                y

            """, MarkdownReport.Render(page));
    }
}
