using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Semantics;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed partial class PictureTests
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    [Fact]
    public void Hostile_texts_stay_texts_in_svg() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var map = new ArgumentMap("m", Maps.Random(seed)) { Title = Maps.Text(SeededRandom.Create(seed, "title"), 6) };
        var svg = XDocument.Parse(Maps.Written(Svg.Format, map));
        var names = svg.Descendants().Select(e => e.Name.LocalName).Distinct();
        Assert.Subset(new HashSet<string> { "svg", "title", "defs", "marker", "path", "rect", "g", "text" }, names.ToHashSet());
        var drawn = svg.Descendants(Space + "g").Count(g => g.Element(Space + "title") is not null);
        Assert.InRange(drawn, map.Graph.ArgumentCount, map.Graph.NodeCount);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }, iter: 300);

    [Fact]
    public void Boxes_lie_apart_and_inside_the_picture() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var svg = XDocument.Parse(Maps.Written(Svg.Format, new ArgumentMap("m", Graphs.Random(seed, 14))));
        var groups = svg.Descendants(Space + "g").Where(g => g.Element(Space + "title") is not null);
        var boxes = groups.Select(g => g.Element(Space + "rect")!).ToArray();
        var view = ((string)svg.Root!.Attribute("viewBox")!).Split(' ').Select(double.Parse).ToArray();
        foreach (var (box, i) in boxes.Select((box, i) => (box, i)))
        {
            Assert.InRange(Side(box, "x"), -0.1, view[2] - Side(box, "width"));
            Assert.InRange(Side(box, "y"), -0.1, view[3] - Side(box, "height"));
            foreach (var other in boxes.Take(i)) Assert.False(Overlap(box, other), $"{box}\n{other}");
        }
    }, iter: 100);

    [Fact]
    public void What_bears_on_a_claim_stands_below_it()
    {
        var map = MapYaml.Read("m", "arguments:\n  - {id: claim}\n  - {id: pro, supports: claim}\n  - {id: con, attacks: [claim]}\n"
            + "  - {id: far, attacks: [con]}\n");
        var groups = XDocument.Parse(Maps.Written(Svg.Format, map)).Descendants(Space + "g").ToArray();
        double Top(string id) => Side(groups.Single(g => (string?)g.Element(Space + "title") == $"{id}: ").Element(Space + "rect")!, "y");
        Assert.True(Top("claim") < Top("pro"));
        Assert.Equal(Top("pro"), Top("con"));
        Assert.True(Top("con") < Top("far"));
    }

    [Fact]
    public void Attacks_and_supports_look_different_and_a_mutual_attack_has_two_heads()
    {
        var svg = Maps.Written(Svg.Format, MapYaml.Read("m",
            "arguments:\n  - {id: a, attacks: [b]}\n  - {id: b, attacks: [a]}\n  - {id: c, supports: a}\n"));
        var drawing = XDocument.Parse(svg).Root!.Elements(Space + "g").Single(g => g.Attribute("transform") is not null);
        var lines = drawing.Elements(Space + "path").ToArray();
        Assert.Equal(2, lines.Length);
        Assert.NotNull(lines[0].Attribute("stroke-dasharray"));
        Assert.NotNull(lines[0].Attribute("marker-start"));
        Assert.Equal("url(#support)", (string?)lines[1].Attribute("marker-end"));
    }

    [Fact]
    public void Labels_strengths_and_chosen_nodes_are_shown()
    {
        var graph = Graphs.Attacks(2, (0, 1));
        var shown = new Highlights { Labels = [Label.In, Label.Out], Strengths = [0.75, 0.25], Nodes = new HashSet<int> { 0 } };
        using var output = new StringWriter();
        Svg.Write(new ArgumentMap("m", graph), output, shown);
        Assert.Contains("stroke-width=\"3.5\"", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(">0.75<", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(output.ToString(), "#fee2e2"));
        foreach (var format in new[] { Dot.Format, Mermaid.Format })
        {
            using var text = new StringWriter();
            format.Write!(new ArgumentMap("m", graph), text, shown);
            Assert.Contains("#dcfce7", text.ToString(), StringComparison.Ordinal);
            Assert.Contains("0.75", text.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_picture_that_nobody_could_look_at_is_refused() => Assert.Contains("at most 2000",
        Assert.Throws<InputException>(() => Maps.Written(Svg.Format, new ArgumentMap("m", Graphs.Attacks(2001)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_aif_map_at_hand_can_be_drawn() => Assert.All(Directory.GetFiles(SharedData.Folder("aif"), "*.json"), file =>
        Assert.All([Svg.Format, Dot.Format, Mermaid.Format], format =>
            Assert.NotEmpty(Maps.Written(format, GraphFormats.Read(file, File.ReadAllText(file))))));

    [Fact]
    public void Hostile_texts_stay_texts_in_dot() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var map = new ArgumentMap("m", Maps.Random(seed)) { Title = Maps.Text(SeededRandom.Create(seed, "title"), 6) };
        // Without its quoted texts, the output consists of our own syntax alone.
        var bare = QuotedText().Replace(Maps.Written(Dot.Format, map), "Q");
        Assert.Matches(@"\Adigraph map \{\n  label=Q;[^\n]*\n  node \[[^\n]*\];\n(  n\d+( -> n\d+)? \[[A-Za-z0-9=, .]*\];\n)*\}\n\z", bare);
        Assert.Equal(map.Graph.AttackCount == 0 && map.Graph.InferenceCount == 0, !bare.Contains(" -> ", StringComparison.Ordinal));
    }, iter: 300);

    [Fact]
    public void Hostile_texts_stay_texts_in_mermaid() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var map = new ArgumentMap("m", Maps.Random(seed));
        var text = Maps.Written(Mermaid.Format, map);
        Assert.All(text.TrimEnd('\n').Split('\n').Skip(1), line => Assert.Matches(MermaidLine(), line));
        Assert.Equal(map.Graph.ArgumentCount, Regex.Count(text, @"^  n\d+\[", RegexOptions.Multiline));
    }, iter: 300);

    [Fact]
    public void Long_words_are_broken_and_long_texts_cut_but_whole_in_the_tooltip()
    {
        var builder = new ArgumentGraphBuilder();
        var text = new string('x', 500) + " " + string.Concat(Enumerable.Repeat("and so on ", 50));
        builder.AddArgument("a", text);
        var svg = XDocument.Parse(Maps.Written(Svg.Format, new ArgumentMap("m", builder.Build())));
        var box = svg.Descendants(Space + "g").Single(g => g.Element(Space + "title") is not null);
        var lines = box.Elements(Space + "text").Select(t => t.Value).ToArray();
        Assert.Equal(1 + Svg.MaxLines, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 35));
        Assert.EndsWith("\u2026", lines[^1], StringComparison.Ordinal);
        Assert.Contains(text, box.Element(Space + "title")!.Value, StringComparison.Ordinal);
    }

    private static double Side(XElement box, string name) =>
        double.Parse((string)box.Attribute(name)!, System.Globalization.CultureInfo.InvariantCulture);

    private static bool Overlap(XElement a, XElement b) =>
        Side(a, "x") + Side(a, "width") > Side(b, "x") + 0.2 && Side(b, "x") + Side(b, "width") > Side(a, "x") + 0.2
        && Side(a, "y") + Side(a, "height") > Side(b, "y") + 0.2 && Side(b, "y") + Side(b, "height") > Side(a, "y") + 0.2;

    [GeneratedRegex("\"(\\\\.|[^\"\\\\\n])*\"")]
    private static partial Regex QuotedText();

    [GeneratedRegex(@"\A  (n\d+\[""[\p{L}\p{N} #;]*(<br/>[\p{L}\p{N} #;]*)?""\]|n\d+\(\("" ""\)\)|"
        + @"n\d+ (x-\.-x|-\.-x|-->|---) n\d+|linkStyle [\d,]+ stroke:#\w+)\z")]
    private static partial Regex MermaidLine();
}
