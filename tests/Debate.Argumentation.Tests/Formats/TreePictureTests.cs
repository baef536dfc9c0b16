using System.Xml.Linq;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Tests.Formats;

public sealed class TreePictureTests
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_argument_is_expanded_once_and_each_relation_is_one_item() =>
        Gen.Long[0, 1_000_000_000].Select(Gen.Int[1, 20]).Sample((seed, n) =>
    {
        var graph = Graphs.Random(seed, n);
        var items = MapTree.Create(new ArgumentMap("m", graph)).Items;
        var expanded = items.Where(i => !i.IsRepeated).Select(i => i.Node).ToList();
        Assert.Equal(expanded.Count, expanded.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, n), expanded.Where(node => !graph.IsInference(node)).Order());
        // What stands under a node is what bears on it: its premises, supporters and attackers.
        foreach (var node in expanded)
        {
            var at = items.ToList().FindIndex(i => i.Node == node && !i.IsRepeated);
            var bearing = graph.Premises[node].Length + graph.Supporters[node].Length + graph.Attackers[node].Length;
            Assert.Equal(bearing, items.Count(i => i.Parent == at));
        }
        foreach (var (at, item) in items.Index())
            Assert.True(item.Parent < at && item.Depth == (item.Parent < 0 ? 0 : items[item.Parent].Depth + 1));
    }, iter: 100);

    [Fact]
    public void An_argument_is_expanded_where_it_is_nearest_to_the_claim()
    {
        var map = MapYaml.Read("m",
            "arguments:\n  - {id: claim}\n  - {id: near, attacks: [claim]}\n  - {id: both, attacks: [near, claim]}\n");
        var both = MapTree.Create(map).Items.Where(i => map.Graph.Id(i.Node) == "both").ToList();
        Assert.Equal([(2, true), (1, false)], both.Select(i => (i.Depth, i.IsRepeated)));
    }

    [Fact]
    public void Branches_are_folded_and_what_is_folded_is_said()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("claim");
        for (var i = 1; i < 60; i++) builder.AddArgument($"n{i}");
        for (var i = 1; i < 60; i++) builder.AddAttack($"n{i}", i < 6 ? "claim" : $"n{i / 6}");
        var map = new ArgumentMap("m", builder.Build());
        Assert.Contains("59 of 60 arguments are folded", Folded(map, 0), StringComparison.Ordinal);
        Assert.Contains("54 of 60 arguments are folded", Folded(map, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("are folded", Folded(map, 9), StringComparison.Ordinal);
        Assert.Equal(60, Boxes(Folded(map, 9)));
        Assert.Equal(6, Boxes(Folded(map, 1)));

        static string Folded(ArgumentMap map, int depth)
        {
            using var output = new StringWriter();
            Svg.Write(map, output, new Highlights { Depth = depth });
            return output.ToString();
        }
    }

    [Fact]
    public void Status_is_told_apart_without_colour()
    {
        var graph = Graphs.Attacks(3, (0, 1), (2, 2));
        foreach (var shape in new[] { PictureShape.Layered, PictureShape.Tree })
        {
            using var output = new StringWriter();
            var labels = new Highlights { Labels = [Label.In, Label.Out, Label.Undecided], Shape = shape };
            Svg.Write(new ArgumentMap("m", graph), output, labels);
            var boxes = XDocument.Parse(output.ToString()).Descendants(Space + "g").Where(g => g.Element(Space + "title") is not null
                && g.Elements(Space + "rect").Any(r => (string?)r.Attribute("stroke-dasharray") != "2 3"));
            var forms = boxes.Select(g => g.Element(Space + "rect")!)
                .Select(r => $"{r.Attribute("stroke-width")} {r.Attribute("stroke-dasharray")}");
            Assert.Equal(3, forms.Distinct().Count());
            Assert.All(["\u2713", "\u2717", "?"], mark => Assert.Contains($">{mark}<", output.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Dot_shows_ampersands_as_they_are()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a", "AT&amp;T <5 &#65; \\N");
        Assert.Contains("AT&amp;amp;T <5 &amp;#65; \\\\N", Maps.Written(Dot.Format, new("m", builder.Build())), StringComparison.Ordinal);
    }

    private static int Boxes(string svg) =>
        XDocument.Parse(svg).Descendants(Space + "g").Count(g => g.Element(Space + "title") is not null);
}
