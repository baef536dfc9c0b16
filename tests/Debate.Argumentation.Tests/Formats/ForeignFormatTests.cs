using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed class ForeignFormatTests
{
    [Fact]
    public void A_kialo_export_is_read()
    {
        var map = Kialo.Read("k.txt", """
            Discussion Title: Should zoos be closed?

            1. Zoos should be closed.
            1.1. Pro: Animals suffer.
            They need room:
            1. to run
            1.1.1. Con: Modern zoos have room. -> See 1.2.
            1.2. Con: Zoos save species.
            1.2.1. Con: -> See 1.1.
            """);
        Assert.Equal("Should zoos be closed?", map.Title);
        Assert.Equal(["1"], map.Motions);
        Assert.Equal("Animals suffer.\nThey need room:\n1. to run", map.Graph.Text(map.Graph.GetNode("1.1")));
        Assert.Equal("1\n1.1\n1.1.1\n1.2\n1.1 -> 1.2\n1.1->1: 1.1 Support 1\n1.1.1 -> 1.1\n1.2 -> 1\n", Maps.Said(map.Graph, texts: false));
        Assert.Equal(["1 reference to 1.2"], map.Notes);
    }

    [Theory]
    [InlineData("hello\n", "line 1: a Kialo export begins")]
    [InlineData("", "line 1: a Kialo export begins")]
    [InlineData("Discussion Title: t\nsome text\n", "line 2: a Kialo export begins")]
    [InlineData("Discussion Title: t\n1. a\n1.2.1. Pro: b\n", "line 3: claim 1.2.1 is about 1.2")]
    [InlineData("Discussion Title: t\n1. a\n1.1. Pro: b\n1.1. Con: c\n", "line 4: claim 1.1 is there twice")]
    public void A_wrong_kialo_export_is_refused_with_its_line(string text, string told) => Assert.Contains(told,
        Assert.Throws<InputException>(() => Kialo.Read("k.txt", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reference_that_leads_nowhere_is_left_out_and_said()
    {
        var map = Kialo.Read("k.txt", "Discussion Name: t\n1. a\n1.1. Pro: -> See 1.9.\n1.2. Pro: -> See 1.3.\n1.3. Con: -> See 1.2.\n");
        Assert.Equal((1, 0, 0), (map.Graph.ArgumentCount, map.Graph.AttackCount, map.Graph.InferenceCount));
        Assert.Equal(["3 relations of 1.1, 1.2, 1.3, as it refers to no claim"], map.Notes);
    }

    [Fact]
    public void Argdowns_json_gives_the_graph_of_its_text()
    {
        var map = GraphFormats.Read("a.json", """
            {"arguments":{
              "Heat":{"type":"argument","title":"Heat","members":[{"text":"It gets hot. #pro","startLine":3,
                "ranges":[{"type":"tag","start":13,"stop":16}]},{"text":"","isReference":true,"startLine":9}],"pcs":[
                {"role":"premise","title":"P1"},{"role":"premise","title":"P2"},{"role":"main-conclusion","title":"C"}]},
              "Shade":{"type":"argument","title":"Shade","members":[{"text":"Trees help.","startLine":5}],"pcs":[]}},
             "statements":{"C":{"members":[{"text":"Close it.","startLine":1}]},"P1":{"members":[{"text":"one","startLine":11}]},
              "P2":{"members":[{"text":"two","startLine":12}]}},
             "relations":[{"relationType":"undercut","from":"Shade","fromType":"argument","to":"Heat","toType":"inference","conclusionIndex":2},
              {"relationType":"contradictory","from":"P1","fromType":"equivalence-class","to":"P2","toType":"equivalence-class"},
              {"relationType":"near","from":"P1","fromType":"equivalence-class","to":"P2","toType":"equivalence-class"}],
             "map":{"nodes":[]},"sections":[]}
            """);
        var text = Argdown.Read("a.argdown", """
            [C]: Close it.

            <Heat>

            (1) [P1]: one
            (2) [P2]: two
            ----
              <_ <Shade>: Trees help.
            (3) [C]

            [P1]
              >< [P2]
            """);
        Assert.Equal(Sorted(text.Graph), Sorted(map.Graph));
        Assert.Equal(["1 texts of arguments with a premise-conclusion structure left out", "1 drawn map left out", "1 tags left out",
            "1 relations of an unknown type left out"], map.Notes);

        static string Sorted(ArgumentGraph graph) => string.Join('\n', Maps.Said(graph).Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Argdowns_json_that_names_what_is_not_there_is_refused() => Assert.Contains("relations[0]: argument 'B' is not in the file",
        Assert.Throws<InputException>(() => GraphFormats.Read("a.json", """
            {"arguments":{"A":{"members":[]}},"relations":[{"relationType":"attack","from":"B","fromType":"argument","to":"A","toType":"argument"}]}
            """)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_arggraph_is_read_with_joints_added_premises_and_undercuts()
    {
        var map = Arggraph.Read("m.xml", """
            <?xml version='1.0' encoding='UTF-8'?>
            <arggraph id="m1" topic_id="t" stance="pro">
              <edu id="e1"><![CDATA[Close <it>.]]></edu><edu id="e2">First half</edu><edu id="e3">second half.</edu><edu id="e4">Also this.</edu>
              <edu id="e5">No.</edu><edu id="e6">Not so.</edu>
              <joint id="j1"/>
              <adu id="a1" type="pro"/><adu id="a2" type="pro"/><adu id="a3" type="pro"/><adu id="a4" type="opp"/><adu id="a5" type="pro"/>
              <edge id="s1" src="e1" trg="a1" type="seg"/><edge id="s2" src="e2" trg="j1" type="seg"/><edge id="s3" src="e3" trg="j1" type="seg"/>
              <edge id="s4" src="j1" trg="a2" type="seg"/><edge id="s5" src="e4" trg="a3" type="seg"/><edge id="s6" src="e5" trg="a4" type="seg"/>
              <edge id="s7" src="e6" trg="a5" type="seg"/>
              <edge id="c1" src="a2" trg="a1" type="sup"/><edge id="c2" src="a3" trg="c1" type="add"/>
              <edge id="c3" src="a4" trg="a1" type="reb"/><edge id="c4" src="a5" trg="c3" type="und"/><edge id="c5" src="a4" trg="a5" type="odd"/>
            </arggraph>
            """);
        Assert.Equal("First half second half.", map.Graph.Text(map.Graph.GetNode("a2")));
        Assert.Equal("Close <it>.", map.Graph.Text(0));
        Assert.Equal("a1\na2\na3\na4\na5\na5 -> c3\nc1: a2 & a3 Support a1\nc3: a4 Attack a1\n", Maps.Said(map.Graph, texts: false));
        Assert.Equal(["1 edges of the unknown type 'odd' left out", "1 roles of arguments (opp) left out", "4 roles of arguments (pro) left out",
            "1 stance of the text left out", "1 topic_id of the text left out"], map.Notes);
    }

    [Theory]
    [InlineData("<arggraph>", "line 1: not valid XML")]
    [InlineData("<graph/>", "only <arggraph>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><arggraph/>", "not valid XML")]
    [InlineData("<arggraph>\n<adu/></arggraph>", "line 2: <adu> has no id")]
    [InlineData("<arggraph><adu id='a'/>\n<edge id='c' src='a' trg='b' type='reb'/></arggraph>", "line 2: id 'b'")]
    [InlineData("<arggraph><adu id='a'/>\n<edge id='c' src='a' trg='a' type='add'/></arggraph>", "line 2: edge 'c' adds")]
    public void A_wrong_arggraph_is_refused_with_its_line(string text, string told) => Assert.Contains(told,
        Assert.Throws<InputException>(() => Arggraph.Read("m.xml", text)).Message, StringComparison.Ordinal);
}
