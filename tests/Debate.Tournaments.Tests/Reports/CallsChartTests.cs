using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Debate.Tournaments.Tests.Reports;

public sealed partial class CallsChartTests
{
    private const string Hostile = "</text><script>alert(1)</script>&\"'";

    private static readonly CallsChart Chart = new(
    [
        new("direct", 1, .5, new(.4, .6)), new(Hostile, 8.5, .75, new(.7, .8)), new("wide", 1000, 1, new(.9, 1)),
    ]);

    [Fact]
    public void Every_variant_has_a_mark_whiskers_and_its_numbers_in_words()
    {
        var svg = Chart.ToSvg("c").ToString();
        var root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        // One in the plane and one in the legend.
        Assert.Equal(3 * 2, FindMarks(root).Length);
        Assert.Equal(3, root.Elements().Count(e => e.Attribute("stroke-opacity") is not null));
        Assert.Contains("direct: 50.0 % at 1 calls (95 % 40.0 to 60.0 %)", svg, StringComparison.Ordinal);
        Assert.Contains(root.Descendants(), e => e.Name.LocalName == "text" && e.Value.EndsWith(Hostile, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Better_is_higher_and_dearer_is_further_right()
    {
        var marks = FindMarks(XDocument.Parse(Chart.ToSvg("c").ToString()).Root!).Where((_, i) => i % 2 == 0).ToArray();
        Assert.Equal(marks.OrderBy(at => at.X), marks);
        Assert.Equal(marks.OrderByDescending(at => at.Y), marks);
        // Twice as many calls are one step, wherever one is.
        Assert.Equal(Math.Log2(8.5) / Math.Log2(1000), (marks[1].X - marks[0].X) / (marks[2].X - marks[0].X), 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(0.25)]
    public void One_variant_alone_stands_within_the_plane(double calls)
    {
        var svg = new CallsChart([new("one", calls, 0, new(0, .1))]).ToSvg("c").ToString();
        Assert.InRange(FindMarks(XDocument.Parse(svg).Root!)[0].X, 74, 692);
    }

    private static (double X, double Y)[] FindMarks(XElement root) =>
    [
        .. root.Elements().Select(e => Place().Match((string?)e.Attribute("transform") ?? "")).Where(m => m.Success)
            .Select(m => (double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture),
                double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex(@"^translate\(([\d.]+) ([\d.]+)\)$")]
    private static partial Regex Place();
}
