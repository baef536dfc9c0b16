using Debate.Argumentation.Formats;

namespace Debate.Argumentation.Tests;

public sealed class AifTests
{
    // Counted from the JSON with a script that shares no code with the reader; the two microtexts also by hand.
    [Theory]
    [InlineData("microtexts-nodeset6405", 5, 2, 2, 2)]
    [InlineData("microtexts-nodeset6414", 6, 2, 2, 1)]
    [InlineData("iac-nodeset8452", 19, 2, 9, 0)]
    [InlineData("us-2016-nodeset10324", 11, 4, 1, 0)]
    [InlineData("us-2016-nodeset10672", 68, 27, 5, 0)]
    [InlineData("qt30-nodeset25445", 287, 41, 23, 0)]
    public void Hand_checked_counts(string name, int arguments, int supports, int attacks, int undercuts)
    {
        var graph = GraphFormats.Read(name + ".json", SharedData.Read($"aif/{name}.json")).Graph;
        var supporting = Enumerable.Range(graph.ArgumentCount, graph.InferenceCount).Count(i => graph.Kind(i) == InferenceKind.Support);
        Assert.Equal((arguments, supports, attacks, undercuts), (graph.ArgumentCount, supporting, graph.AttackCount, graph.UndercutCount));
    }

    [Fact]
    public void Every_aif_map_at_hand_loads_and_survives_our_json()
    {
        var files = Directory.GetFiles(SharedData.Folder("aif"), "*.json");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var map = GraphFormats.Read(file, File.ReadAllText(file));
            Assert.Equal(GraphJson.Write(map), GraphJson.Write(GraphFormats.Read("again.json", GraphJson.Write(map))));
        });
    }

    [Fact]
    public void The_empty_map_is_an_empty_graph() =>
        Assert.Equal(0, GraphFormats.Read("e.json", SharedData.Read("aif/iac-nodeset8425.json")).Graph.NodeCount);

    [Fact]
    public void The_xaif_wrapper_and_integer_ids_read_the_same()
    {
        const string nodes = """
            "nodes":[{"nodeID":1,"type":"I","text":"a"},{"nodeID":2,"type":"CA"},{"nodeID":3,"type":"I","text":"b"}]
            """;
        const string edges = "\"edges\":[{\"edgeID\":1,\"fromID\":1,\"toID\":2},{\"edgeID\":2,\"fromID\":2,\"toID\":3}]";
        var plain = Aif.Read("x.json", $"{{{nodes},{edges}}}");
        var wrapped = Aif.Read("x.json", $"{{\"AIF\":{{{nodes},{edges},\"locutions\":[]}},\"text\":\"\",\"dialog\":true,\"OVA\":{{}}}}");
        Assert.Equal((2, 1), (plain.Graph.ArgumentCount, plain.Graph.AttackCount));
        Assert.Equal(GraphJson.Write(plain), GraphJson.Write(wrapped));
    }

    [Fact]
    public void Several_premises_of_one_RA_are_one_conjunctive_inference()
    {
        var graph = Read("I p, I q, I c, RA r", "p>r q>r r>c").Graph;
        Assert.Equal(("r", "c", InferenceKind.Support), (graph.Id(3), graph.Inference(3).Conclusion, graph.Kind(3)));
        Assert.Equal(["p", "q"], graph.Inference(3).Premises);
    }

    [Fact]
    public void A_CA_on_an_RA_undercuts_it()
    {
        var graph = Read("I p, I c, I u, RA r, CA x", "p>r r>c u>x x>r").Graph;
        Assert.Equal([graph.GetNode("u")], graph.Attackers[graph.GetNode("r")].ToArray());
        Assert.Equal(1, graph.UndercutCount);
    }

    [Fact]
    public void A_CA_on_a_CA_undercuts_the_attack_and_is_noted()
    {
        var map = Read("I a, I c, I u, CA x, CA y", "a>x x>c u>y y>x");
        var step = map.Graph.GetNode("x");
        Assert.Equal(InferenceKind.Attack, map.Graph.Kind(step));
        Assert.Equal([map.Graph.GetNode("u")], map.Graph.Attackers[step].ToArray());
        Assert.Contains(map.Notes, n => n.StartsWith("1 attacks on an attack", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rephrase_never_supports_whether_ignored_or_merged()
    {
        const string nodes = "I a, I b, I x, MA m, CA y";
        const string edges = "a>m m>b x>y y>b";
        var ignored = Read(nodes, edges);
        var merged = Read(nodes, edges, Rephrase.Merged);
        Assert.Equal((3, 0, 1), (ignored.Graph.ArgumentCount, ignored.Graph.InferenceCount, ignored.Graph.AttackCount));
        Assert.Contains("1 rephrases (MA) ignored", ignored.Notes);
        Assert.Equal((2, 0), (merged.Graph.ArgumentCount, merged.Graph.InferenceCount));
        Assert.Equal([merged.Graph.GetNode("x")], merged.Graph.Attackers[merged.Graph.GetNode("a")].ToArray());
    }

    [Fact]
    public void Locutions_and_illocutions_are_no_arguments()
    {
        var map = Read("L l, YA y, I a, TA t, L k", "l>y y>a l>t t>k");
        Assert.Equal((1, 1), (map.Graph.ArgumentCount, map.Graph.NodeCount));
    }

    [Fact]
    public void A_step_without_premise_or_conclusion_is_left_out_and_noted()
    {
        var map = Read("I a, RA r, CA x, L l", "r>a a>x l>r");
        Assert.Equal(1, map.Graph.NodeCount);
        Assert.Equal(["1 CA without premise or conclusion left out", "1 RA without premise or conclusion left out", "1 locutions (L)",
            "1 locutions as premise or conclusion of RA left out"], map.Notes);
    }

    private static ArgumentMap Read(string nodes, string edges, Rephrase rephrases = Rephrase.Ignored)
    {
        var nodeList = nodes.Split(", ").Select(n => n.Split(' ')).Select(n => $"{{\"nodeID\":\"{n[1]}\",\"type\":\"{n[0]}\"}}");
        var edgeList = edges.Split(' ').Select(e => e.Split('>')).Select(e => $"{{\"fromID\":\"{e[0]}\",\"toID\":\"{e[1]}\"}}");
        var text = $"{{\"nodes\":[{string.Join(',', nodeList)}],\"edges\":[{string.Join(',', edgeList)}]}}";
        return Aif.Read("x.json", text, new AifOptions(rephrases));
    }
}
