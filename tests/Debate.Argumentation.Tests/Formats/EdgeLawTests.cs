using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pictures;

namespace Debate.Argumentation.Tests.Formats;

/// <summary>In every layout no line runs behind a box, and no box lies on another: seen in the picture itself.</summary>
public sealed partial class EdgeLawTests
{
    private const int PointsPerCurve = 24;

    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(PictureShape.Layered)]
    [InlineData(PictureShape.Tree)]
    public void No_line_runs_behind_a_box(PictureShape shape) => Gen.Long[0, 1_000_000_000].Select(Gen.Int[1, 24], Gen.Int[-1, 6], Gen.Bool)
        .Sample((seed, arguments, depth, isAcyclic) =>
    {
        var graph = Graphs.Random(seed, arguments, isAcyclic);
        using var output = new StringWriter();
        Svg.Write(new ArgumentMap("m", graph), output, new Highlights
        {
            Shape = shape, Depth = depth < 0 ? null : depth, Strengths = seed % 2 == 0 ? [.. Enumerable.Repeat(0.5, graph.NodeCount)] : [],
        });
        AssertNoneHidden(output.ToString());
    }, iter: 150);

    [Fact]
    public void Nor_in_any_dialogue_at_hand() => Assert.All(Directory.GetFiles(SharedData.Folder("aif"), "*.json"), file =>
    {
        using var output = new StringWriter();
        Svg.Write(GraphFormats.Read(file, File.ReadAllText(file)), output, Highlights.None);
        AssertNoneHidden(output.ToString());
    });

    [Fact]
    public void The_law_sees_a_line_that_runs_behind_a_box() => Assert.Throws<Xunit.Sdk.FailException>(() => AssertNoneHidden("""
        <svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(0 0)"><path d="M0 5C10 5 20 5 30 5V40" fill="none"/>
        <g><title>a</title><rect x="12" y="0" width="8" height="10"/></g></g></svg>
        """));

    private static void AssertNoneHidden(string svg)
    {
        var drawing = XDocument.Parse(svg).Root!.Elements(Space + "g").Single(g => g.Attribute("transform") is not null);
        var boxes = drawing.Elements(Space + "g").Where(g => g.Element(Space + "title") is not null)
            .Select(g => (Title: g.Element(Space + "title")!.Value, Box: Box(g.Element(Space + "rect")!))).ToList();
        foreach (var path in drawing.Elements(Space + "path"))
            foreach (var (x, y) in Points((string)path.Attribute("d")!))
                foreach (var (title, box) in boxes)
                    if (x > box.Left + 0.6 && x < box.Right - 0.6 && y > box.Top + 0.6 && y < box.Bottom - 0.6)
                        Assert.Fail(FormattableString.Invariant($"{path.Attribute("d")!.Value} at {x:0.#} {y:0.#} is behind {title}"));
        for (var i = 0; i < boxes.Count; i++)
            for (var k = 0; k < i; k++)
            {
                var (a, b) = (boxes[i].Box, boxes[k].Box);
                if (a.Left < b.Right - 0.2 && b.Left < a.Right - 0.2 && a.Top < b.Bottom - 0.2 && b.Top < a.Bottom - 0.2)
                    Assert.Fail($"{boxes[i].Title} lies on {boxes[k].Title}");
            }
    }

    private static (double Left, double Top, double Right, double Bottom) Box(XElement rect)
    {
        double Side(string name) => double.Parse((string)rect.Attribute(name)!, CultureInfo.InvariantCulture);
        return (Side("x"), Side("y"), Side("x") + Side("width"), Side("y") + Side("height"));
    }

    // The points of a path of the commands M, C, V and H, all absolute.
    private static IEnumerable<(double X, double Y)> Points(string path)
    {
        var (x, y) = (0.0, 0.0);
        foreach (Match command in Command().Matches(path))
        {
            var n = Number().Matches(command.Groups[2].Value).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
            double[] curve = command.Groups[1].Value switch
            {
                "M" => [n[0], n[1], n[0], n[1], n[0], n[1]],
                "V" => [x, y, x, n[0], x, n[0]],
                "H" => [x, y, n[0], y, n[0], y],
                _ => n,
            };
            var (startX, startY) = command.Groups[1].Value == "M" ? (n[0], n[1]) : (x, y);
            for (var i = 0; i <= PointsPerCurve; i++)
            {
                var t = i / (double)PointsPerCurve;
                yield return (Bezier(startX, curve[0], curve[2], curve[4], t), Bezier(startY, curve[1], curve[3], curve[5], t));
            }
            (x, y) = (curve[4], curve[5]);
        }
    }

    private static double Bezier(double a, double b, double c, double d, double t)
    {
        var u = 1 - t;
        return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
    }

    [GeneratedRegex("([MCVH])([^MCVH]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
