using System.Text.Json;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed class ProvenanceTests
{
    private const string Dialogue = """
        {"nodes":[
        {"nodeID":"1","type":"L","text":"Ann Lee : trains are late"},{"nodeID":"2","type":"YA","text":"Asserting"},
        {"nodeID":"3","type":"I","text":"trains are late"},{"nodeID":"4","type":"L","text":"they were on time on Monday"},
        {"nodeID":"5","type":"YA","text":"Asserting"},{"nodeID":"6","type":"I","text":"they were on time"},
        {"nodeID":"7","type":"CA","text":"Default Conflict"},{"nodeID":"8","type":"TA","text":"Default Transition"},
        {"nodeID":"9","type":"YA","text":"Disagreeing"},{"nodeID":"10","type":"I","text":"a strike was on"},
        {"nodeID":"11","type":"RA","text":"Argument from Cause"}],
        "edges":[{"fromID":"1","toID":"2"},{"fromID":"2","toID":"3"},{"fromID":"4","toID":"5"},{"fromID":"5","toID":"6"},
        {"fromID":"6","toID":"7"},{"fromID":"7","toID":"3"},{"fromID":"1","toID":"8"},{"fromID":"8","toID":"4"},{"fromID":"8","toID":"9"},
        {"fromID":"9","toID":"7"},{"fromID":"10","toID":"11"},{"fromID":"11","toID":"3"}],
        "locutions":[{"nodeID":"4","personID":"77","start":"2020-10-15"}],
        "participants":[{"participantID":77,"firstname":"Bo","surname":"Berg"}]}
        """;

    [Fact]
    public void Who_speaks_is_known_from_the_text_of_a_locution_or_from_the_list_of_participants()
    {
        var map = Aif.Read("x.json", Dialogue);
        Assert.Equal("Ann Lee", map.Provenance.SpeakerOf("3"));
        Assert.Equal("Bo Berg", map.Provenance.SpeakerOf("6"));
        Assert.Null(map.Provenance.SpeakerOf("10"));
        Assert.Equal(["Ann Lee", "Bo Berg"], map.Provenance.Speakers);
        // A disagreement is anchored in the transition, and spoken by whom that leads to.
        Assert.Equal("Bo Berg", map.Provenance.SpeakerOf("7"));
        Assert.Equal(["3 illocutions (YA)", "2 locutions (L)", "1 transitions (TA)"], map.Notes);
    }

    [Theory]
    [InlineData("aif")]
    [InlineData("xaif")]
    [InlineData("json")]
    [InlineData("yaml")]
    public void All_of_a_dialogue_comes_back(string name)
    {
        var (map, format) = (Aif.Read("x.json", Dialogue), GraphFormats.GetByName(name));
        var again = Maps.Read(format, Maps.Written(format, map));
        Assert.Equal(Maps.Said(map.Graph), Maps.Said(again.Graph));
        AssertSame(map.Provenance, again.Provenance);
        Assert.Equal(map.Notes, again.Notes);
    }

    [Fact]
    public void Every_dialogue_at_hand_comes_back_with_all_its_nodes_edges_and_speakers()
    {
        var files = Directory.GetFiles(SharedData.Folder("aif"), "*.json");
        Assert.NotEmpty(files);
        var speakers = 0;
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var map = GraphFormats.Read(file, text);
            speakers += map.Provenance.Speakers.Count;
            foreach (var format in new[] { Aif.Format, Aif.XaifFormat, GraphJson.Format, MapYaml.Format })
            {
                var again = Maps.Read(format, Maps.Written(format, map));
                Assert.Equal(Maps.Said(map.Graph), Maps.Said(again.Graph));
                AssertSame(map.Provenance, again.Provenance);
            }
            Assert.Equal(Content(text), Content(Maps.Written(Aif.Format, map)));
        }
        Assert.True(speakers > 100, $"{speakers} speakers");
    }

    [Theory]
    [InlineData("I", "I", "1 edges from I to I without a step between")]
    [InlineData("L", "I", "1 edges from L to I without a step between")]
    [InlineData("ra", "I", "1 nodes of the unknown type 'ra'")]
    [InlineData("", "I", "1 nodes without a type")]
    public void What_aif_does_not_know_is_left_out_and_said(string from, string to, string note)
    {
        var map = Aif.Read("x.json",
            $$"""{"nodes":[{"nodeID":1,"type":"{{from}}"},{"nodeID":2,"type":"{{to}}"}],"edges":[{"fromID":1,"toID":2}]}""");
        Assert.Equal((0, 0), (map.Graph.AttackCount, map.Graph.InferenceCount));
        Assert.Contains(note, map.Notes);
        Assert.Equal([new SourceLink("1", "2")], map.Provenance.Links);
    }

    [Fact]
    public void An_attack_that_was_taken_out_does_not_come_back_from_its_step()
    {
        var map = Aif.Read("x.json", Dialogue);
        var graph = map.Graph.Subgraph([map.Graph.GetNode("3"), map.Graph.GetNode("10")]);
        var edited = new ArgumentGraphBuilder();
        foreach (var id in new[] { "3", "6", "10" }) edited.AddArgument(id);
        foreach (var changed in new[] { graph, edited.Build() })
            Assert.Equal(0, Maps.Read(Aif.Format, Maps.Written(Aif.Format, map with { Graph = changed })).Graph.AttackCount);
    }

    [Theory]
    [InlineData("json", "{\"arguments\":[],\"sources\":[{\"id\":\"l\"},{\"id\":\"l\"}]}", "sources[1]: source 'l'")]
    [InlineData("json", "{\"arguments\":[],\"links\":[[\"a\",\"b\"]]}", "links[0]: id 'a'")]
    [InlineData("json", "{\"arguments\":[],\"sources\":[{\"id\":\"l\",\"name\":\"x\"}]}", "unknown key 'name'")]
    [InlineData("yaml", "arguments: []\nsources:\n  - {id: l}\nlinks:\n  - [l, m]\n", "line 5: link: unknown id 'm'")]
    [InlineData("yaml", "arguments: []\nlinks: [a]\n", "line 2: a link must be [from, to]")]
    public void Wrong_provenance_is_refused_with_its_place(string name, string text, string told) => Assert.Contains(told,
        Assert.Throws<InputException>(() => Maps.Read(GraphFormats.GetByName(name), text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Provenance_of_any_text_comes_back() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var (draws, graph) = (SeededRandom.Create(seed, "provenance"), Maps.Random(seed));
        var nodes = Enumerable.Range(0, 1 + draws.NextInt(4)).Select(i => new SourceNode($"source {i}", "L", Maps.Text(draws, 4))
        {
            Speaker = draws.NextBool(0.5) ? "Who " + Maps.Text(draws, 2) : null,
            Time = draws.NextBool(0.3) ? "now" : null,
        }).ToList();
        var ids = nodes.Select(n => n.Id).Concat(Enumerable.Range(0, graph.ArgumentCount).Select(graph.Id)).ToList();
        string One() => ids[draws.NextInt(ids.Count)];
        var links = Enumerable.Range(0, draws.NextInt(6)).Select(_ => new SourceLink(One(), One())).ToList();
        var map = new ArgumentMap("map", graph) { Provenance = new(nodes, links) };
        foreach (var format in new[] { GraphJson.Format, MapYaml.Format })
            AssertSame(map.Provenance, Maps.Read(format, Maps.Written(format, map)).Provenance);
    }, iter: 200);

    private static void AssertSame(Provenance expected, Provenance actual)
    {
        Assert.Equal(expected.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal), actual.Nodes.OrderBy(n => n.Id, StringComparer.Ordinal));
        Assert.Equal(expected.Links.Order(LinkOrder), actual.Links.Order(LinkOrder));
    }

    private static readonly Comparer<SourceLink> LinkOrder = Comparer<SourceLink>.Create((a, b) =>
        (string.CompareOrdinal(a.From, b.From), string.CompareOrdinal(a.To, b.To)).CompareTo((0, 0)));

    // Nodes with type and text, and edges, of AIF as it stands in a file.
    private static List<string> Content(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var nodes = root.GetProperty("nodes").EnumerateArray().Select(n => $"{Id(n, "nodeID")} {Id(n, "type")} {Text(n)}");
        var edges = root.GetProperty("edges").EnumerateArray().Select(e => $"{Id(e, "fromID")} > {Id(e, "toID")}");
        return [.. nodes.Concat(edges).Distinct().Order(StringComparer.Ordinal)];
    }

    // A step without a text follows no scheme, and is written as such.
    private static string Text(JsonElement node) => (Id(node, "type"), Id(node, "text")) switch
    {
        ("RA", "") => "Default Inference",
        ("CA", "") => "Default Conflict",
        var (_, text) => text,
    };

    private static string Id(JsonElement of, string name) => of.GetProperty(name).ToString();
}
