using Debate.Argumentation.Formats;
using Debate.Argumentation.Generators;

namespace Debate.Argumentation.Tests.Formats;

public sealed class ScaleTests
{
    private static readonly Lazy<ArgumentMap> Million = new(() => new("million", ArgumentGraph.FromFramework(
        new ErdosRenyi().Generate(new Dictionary<string, double> { ["arguments"] = 20_000, ["probability"] = 0.0025 }, 1))));

    private static readonly Lazy<ArgumentMap> Deep = new(() =>
    {
        var builder = new ArgumentGraphBuilder();
        for (var i = 0; i < 100_000; i++) builder.AddArgument($"a{i}");
        for (var i = 1; i < 100_000; i++) builder.AddAttack(i, i - 1);
        return new("deep", builder.Build());
    });

    [Theory]
    [InlineData("af")]
    [InlineData("apx")]
    [InlineData("tgf")]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("aif")]
    [InlineData("argdown")]
    public void A_million_attacks_are_written_and_read(string name)
    {
        var again = Maps.Read(GraphFormats.GetByName(name), Maps.Written(GraphFormats.GetByName(name), Million.Value)).Graph;
        Assert.InRange(again.AttackCount, 990_000, 1_010_000);
        Assert.Equal(Million.Value.Graph.AttackCount, again.AttackCount);
        Assert.Equal(Million.Value.Graph.Attacked[777].ToArray(), again.Attacked[777].ToArray());
    }

    [Theory]
    [InlineData("af")]
    [InlineData("apx")]
    [InlineData("tgf")]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("aif")]
    [InlineData("argdown")]
    public void A_chain_of_a_hundred_thousand_is_written_and_read(string name)
    {
        var again = Maps.Read(GraphFormats.GetByName(name), Maps.Written(GraphFormats.GetByName(name), Deep.Value)).Graph;
        Assert.Equal((100_000, 99_999), (again.ArgumentCount, again.AttackCount));
        Assert.Equal([12_344], again.Attacked[12_345].ToArray());
    }

    [Theory]
    [InlineData("dot")]
    [InlineData("mermaid")]
    public void A_deep_chain_is_written_for_other_drawers(string name) =>
        Assert.NotEmpty(Maps.Written(GraphFormats.GetByName(name), Deep.Value));

    [Fact]
    public void A_long_chain_is_drawn_without_recursion()
    {
        var chain = Graphs.Attacks(2000, [.. Enumerable.Range(1, 1999).Select(i => (i, i - 1))]);
        Assert.NotEmpty(Maps.Written(GraphFormats.GetByName("svg"), new ArgumentMap("m", chain)));
    }

    [Theory]
    [InlineData("aif")]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("argdown")]
    public void A_chain_of_inferences_on_inferences_is_written_and_read(string name)
    {
        const int length = 5_000;
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a");
        for (var i = 0; i < length; i++)
            builder.AddInference(new($"s{i}", ["a"], i + 1 < length ? $"s{i + 1}" : "a", InferenceKind.Attack));
        var map = new ArgumentMap("m", builder.Build());
        var again = Maps.Read(GraphFormats.GetByName(name), Maps.Written(GraphFormats.GetByName(name), map)).Graph;
        Assert.Equal(Maps.Said(map.Graph), Maps.Said(again));
    }

    [Fact]
    public void An_aif_chain_that_ends_nowhere_is_left_out_in_linear_time()
    {
        const int length = 50_000;
        var nodes = Enumerable.Range(0, length).Select(i => $"{{\"nodeID\":\"s{i}\",\"type\":\"RA\"}}")
            .Prepend("{\"nodeID\":\"a\",\"type\":\"I\"}");
        var pairs = Enumerable.Range(0, length).SelectMany(i => new[] { ("a", $"s{i}"), ($"s{i}", $"s{i + 1}") }).SkipLast(1);
        var edges = pairs.Select(e => $"{{\"fromID\":\"{e.Item1}\",\"toID\":\"{e.Item2}\"}}");
        var map = Maps.Read(Aif.Format, $"{{\"nodes\":[{string.Join(',', nodes)}],\"edges\":[{string.Join(',', edges)}]}}");
        Assert.Equal(1, map.Graph.NodeCount);
    }
}
