using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class MapYamlTests
{
    private const string TownHall = """
        name: town-hall-cars            # slug
        title: Should the old town be closed to private cars?
        motions: [car-free]
        arguments:
          - id: car-free
            text: The old town should be closed to private cars.
            score: 0.4
          - id: clean-air
            text: Fewer cars mean cleaner air.
            supports: [car-free]
          - id: quiet-streets
          - id: electric
            text: Electric cars do not pollute the street.
            attacks: [clean-air, s1]
          - id: tyres
            attacks: [electric]
        inferences:
          - id: s1
            from: [clean-air, quiet-streets]
            to: car-free
        """;

    [Fact]
    public void The_documented_form_reads()
    {
        var map = GraphFormats.Read("maps/town.yaml", TownHall);
        var graph = map.Graph;
        Assert.Equal(("town-hall-cars", "Should the old town be closed to private cars?"), (map.Name, map.Title));
        Assert.Equal(["car-free"], map.Motions);
        Assert.Equal((5, 2, 3, 1), (graph.ArgumentCount, graph.InferenceCount, graph.AttackCount, graph.UndercutCount));
        Assert.Equal(0.4, graph.BaseScore(0));
        Assert.Equal(["clean-air", "quiet-streets"], graph.Inference(graph.GetNode("s1")).Premises);
        Assert.Equal(GraphJson.Write(map), GraphJson.Write(GraphFormats.Read("x.json", GraphJson.Write(map))));
    }

    [Theory]
    [InlineData("arguments:\n  - id: a\n    colour: red\n", 3, "unknown key 'colour'")]
    [InlineData("argument: []\n", 1, "unknown key 'argument'")]
    [InlineData("", 1, "the file is empty")]
    [InlineData(" \n\n", 1, "the file is empty")]
    [InlineData("# nothing yet\n", 1, "there is no list 'arguments'")]
    [InlineData("name: a\n", 1, "there is no list 'arguments'")]
    [InlineData("arguments:\n  - id: a\n    attacks: [b]\n", 3, "'b'")]
    [InlineData("arguments:\n  - id: a\n    supports: [b]\n", 3, "'b'")]
    [InlineData("arguments:\n  - id: a\n  - id: a\n", 3, "duplicate")]
    [InlineData("arguments:\n  - id: a\n    score: 1.5\n", 3, "[0, 1]")]
    [InlineData("arguments:\n  - id: a\n    score: high\n", 3, "'high'")]
    [InlineData("arguments:\n  - text: a\n", 2, "needs an id")]
    [InlineData("motions: [b]\narguments:\n  - id: a\n", 1, "motion 'b'")]
    [InlineData("arguments:\n  - id: a\ninferences:\n  - from: [a]\n    to: b\n", 5, "'b'")]
    [InlineData("arguments:\n  - id: a\ninferences:\n  - from: [c]\n    to: a\n", 4, "'c'")]
    [InlineData("arguments:\n  - id: a\ninferences:\n  - id: s\n    to: a\n", 4, "'from'")]
    [InlineData("name: a\nname: b\n", 2, "twice")]
    [InlineData("arguments: &x\n  - *x\n", 2, "aliases")]
    [InlineData("name: [\n", 2, "YAML")]
    [InlineData("- a\n", 1, "mapping")]
    [InlineData("arguments: text\n", 1, "list")]
    public void A_wrong_map_is_refused_with_file_line_and_rule(string text, int line, string rule)
    {
        var message = Assert.Throws<InputException>(() => MapYaml.Read("m.yaml", text)).Message;
        Assert.StartsWith($"m.yaml: line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arguments: []\n")]
    [InlineData("arguments:\n")]
    public void An_empty_map_is_an_empty_graph(string text) => Assert.Equal(0, MapYaml.Read("dir/empty.yaml", text).Graph.NodeCount);

    [Fact]
    public void Without_a_name_the_file_gives_it() => Assert.Equal("cars", MapYaml.Read("dir/cars.yaml", "arguments: []\n").Name);

    [Fact]
    public void A_support_between_the_same_two_twice_is_two_inferences() =>
        Assert.Equal(2, MapYaml.Read("m.yaml", "arguments:\n  - id: a\n  - id: b\n    supports: [a, a]\n").Graph.InferenceCount);
}
