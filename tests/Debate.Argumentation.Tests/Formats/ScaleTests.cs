using Debate.Argumentation.Formats;
using Debate.Argumentation.Generators;

namespace Debate.Argumentation.Tests.Formats;

public sealed class ScaleTests
{
    // At ten thousand arguments and more, one frame an argument would overflow a stack of this size.
    private const int Depth = 10_000, StackSize = 256 * 1024;

    private static readonly int Attacks = LongRun.Size(100_000, 1_000_000);

    private static readonly Lazy<ArgumentMap> Deep = new(() =>
    {
        var builder = new ArgumentGraphBuilder();
        for (var i = 0; i < Depth; i++) builder.AddArgument($"a{i}");
        for (var i = 1; i < Depth; i++) builder.AddAttack(i, i - 1);
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
    public void A_hundred_thousand_attacks_are_written_and_read_without_a_quadratic_step(string name)
    {
        var format = GraphFormats.GetByName(name);
        LinearTime.Holds(Attacks, Random, map =>
        {
            var again = Maps.Read(format, Maps.Written(format, map)).Graph;
            Assert.Equal(map.Graph.AttackCount, again.AttackCount);
            Assert.Equal(map.Graph.Attacked[77].ToArray(), again.Attacked[77].ToArray());
        });
    }

    /// <summary>A map of about so many attacks, fifty on each argument.</summary>
    private static ArgumentMap Random(int attacks) => new("large", ArgumentGraph.FromFramework(new ErdosRenyi().Generate(
        new Dictionary<string, double> { ["arguments"] = attacks / 50, ["probability"] = 2_500.0 / attacks }, 1)));

    [Theory]
    [InlineData("af")]
    [InlineData("apx")]
    [InlineData("tgf")]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("aif")]
    [InlineData("argdown")]
    public void A_chain_longer_than_the_stack_is_deep_is_written_and_read(string name)
    {
        var again = OnSmallStack(() => Maps.Read(GraphFormats.GetByName(name), Written(name))).Graph;
        Assert.Equal((Depth, Depth - 1), (again.ArgumentCount, again.AttackCount));
        Assert.Equal([1_233], again.Attacked[1_234].ToArray());
    }

    [Theory]
    [InlineData("dot")]
    [InlineData("mermaid")]
    public void A_deep_chain_is_written_for_other_drawers(string name) => Assert.NotEmpty(OnSmallStack(() => Written(name)));

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

    private static string Written(string name) => Maps.Written(GraphFormats.GetByName(name), Deep.Value);

    private static T OnSmallStack<T>(Func<T> work)
    {
        var task = new Task<T>(work);
        var thread = new Thread(task.RunSynchronously, StackSize);
        thread.Start();
        thread.Join();
        return task.GetAwaiter().GetResult();
    }
}
