using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("aif")]
    [InlineData("xaif")]
    public void What_was_written_is_read_as_the_same_graph(string name) => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var (format, graph) = (GraphFormats.GetByName(name), Maps.Random(seed));
        var text = Maps.Written(format, new ArgumentMap("map", graph));
        var again = Maps.Read(format, text).Graph;
        Assert.Equal(GraphJson.Write(graph), GraphJson.Write(again));
        Assert.Equal(Maps.Said(graph), Maps.Said(again));
    }, iter: 500);

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public void Our_own_formats_keep_all_of_a_map(string name) => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var (draws, graph) = (SeededRandom.Create(seed, "map"), Maps.Random(seed));
        var map = new ArgumentMap("n" + Maps.Text(draws, 3), graph)
        {
            Title = "t" + Maps.Text(draws, 3),
            Motions = [.. Enumerable.Range(0, graph.ArgumentCount).Where(_ => draws.NextBool(0.3)).Select(graph.Id)],
            Notes = [.. Enumerable.Range(0, draws.NextInt(3)).Select(_ => "1 " + Maps.Text(draws, 3))],
        };
        var again = Maps.Read(GraphFormats.GetByName(name), Maps.Written(GraphFormats.GetByName(name), map));
        Assert.Equal(GraphJson.Write(map), GraphJson.Write(again));
    }, iter: 200);

    [Fact]
    public void Argdown_keeps_all_but_the_order_of_inferences() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var graph = Maps.Random(seed);
        var motions = Enumerable.Range(0, graph.ArgumentCount).Select(graph.Id);
        var map = new ArgumentMap("n \"1\"", graph) { Title = "The town: <cars>", Motions = [.. motions] };
        var text = Maps.Written(Argdown.Format, map);
        var again = Maps.Read(Argdown.Format, text);
        Assert.True(Maps.Said(graph) == Maps.Said(again.Graph), $"{text}\n{Maps.Said(graph)}\n{Maps.Said(again.Graph)}");
        Assert.Equal((map.Name, map.Title), (again.Name, again.Title));
        Assert.Equal(map.Motions, again.Motions);
        Assert.Equal(map.Notes, again.Notes);
    }, iter: 1000);

    [Fact]
    public void Apx_keeps_ids_attacks_and_simple_supports() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var builder = new ArgumentGraphBuilder();
        var attacks = Maps.Random(seed, inferences: false);
        for (var a = 0; a < attacks.ArgumentCount; a++) builder.AddArgument(attacks.Id(a));
        for (var a = 0; a < attacks.ArgumentCount; a++)
            foreach (var b in attacks.DirectAttacks[a]) builder.AddAttack(attacks.Id(a), attacks.Id(b));
        for (var a = 1; a < attacks.ArgumentCount; a++) builder.AddSupport(attacks.Id(a), attacks.Id(0));
        var graph = builder.Build();
        Assert.Equal(Maps.Said(graph), Maps.Said(Maps.Read(Apx.Format, Maps.Written(Apx.Format, new("m", graph))).Graph));
    }, iter: 500);

    [Fact]
    public void Tgf_keeps_ids_attacks_and_texts_up_to_white_space() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var graph = Maps.Random(seed, id: text => "i" + string.Concat(text.Where(c => !char.IsWhiteSpace(c))), inferences: false);
        var again = Maps.Read(Tgf.Format, Maps.Written(Tgf.Format, new("m", graph))).Graph;
        Assert.Equal(Maps.Said(graph, texts: false), Maps.Said(again, texts: false));
        for (var a = 0; a < graph.ArgumentCount; a++) Assert.Equal(Words(graph.Text(a)), Words(again.Text(a)));
    }, iter: 500);

    [Fact]
    public void Every_aif_map_at_hand_survives_every_format_that_can_say_it()
    {
        var files = Directory.GetFiles(SharedData.Folder("aif"), "*.json");
        Assert.NotEmpty(files);
        var formats = GraphFormats.ReadableFormats.Where(f => f.Write is not null && f.Name is not ("af" or "apx" or "tgf")).ToArray();
        Assert.True(formats.Length >= 4);
        foreach (var file in files)
        {
            var map = GraphFormats.Read(file, File.ReadAllText(file));
            Assert.All(formats, format =>
                Assert.Equal(Maps.Said(map.Graph), Maps.Said(Maps.Read(format, Maps.Written(format, map)).Graph)));
        }
    }

    [Theory]
    [InlineData("af")]
    [InlineData("tgf")]
    public void A_format_without_inferences_refuses_them(string name)
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a");
        builder.AddSupport("a", "a");
        Assert.Contains("inference", Refused(name, builder.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Apx_refuses_what_it_cannot_say()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "a", "b" }) builder.AddArgument(id);
        builder.AddInference(new("joint", ["a", "b"], "a"));
        Assert.Contains("'joint'", Refused("apx", builder.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Tgf_refuses_an_id_with_a_blank()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a b");
        Assert.Contains("'a b'", Refused("tgf", builder.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Apx_is_read_as_solvers_write_it()
    {
        const string text = "% old town\natt(b, a).arg(a).\narg(b). arg(\"c d\").\natt( \"c d\" ,b ) . support(a,b).\n";
        var graph = Maps.Read(Apx.Format, text).Graph;
        Assert.Equal("a\nb\nc d\na->b: a Support b\nb -> a\nc d -> b\n", Maps.Said(graph, texts: false));
    }

    [Fact]
    public void Tgf_is_read_with_texts()
    {
        var graph = Maps.Read(Tgf.Format, "1 close the town\r\n2\r\n#\r\n2 1\r\n").Graph;
        Assert.Equal(("close the town", ""), (graph.Text(0), graph.Text(1)));
        Assert.Equal([0], graph.Attacked[1].ToArray());
    }

    [Theory]
    [InlineData("apx", "arg(a).\natt(a,b).\n", 2, "'b'")]
    [InlineData("apx", "arg(a).\n\narg(a).\n", 3, "twice")]
    [InlineData("apx", "arg(a)\n", 2, "'.'")]
    [InlineData("apx", "% x\nargument(a).\n", 2, "'argument'")]
    [InlineData("apx", "arg(\"a).\n", 1, "quoted name")]
    [InlineData("tgf", "1\n2\n#\n1 3\n", 4, "'3'")]
    [InlineData("tgf", "1\n2\n#\n1 2 3\n", 4, "two ids")]
    [InlineData("tgf", "1\n1\n", 2, "twice")]
    [InlineData("tgf", "1\n2\n", 3, "'#'")]
    [InlineData("json", "{\"arguments\":[\n{\"id\":\"a\"},\n{\"id\":\"a\"}]}", 3, "duplicate")]
    [InlineData("json", "{\"arguments\":[{\"id\":\"a\"}],\n\"attacks\":[\n[\"a\",\"a\"],\n[\"a\",\"b\"]]}", 4, "'b'")]
    [InlineData("aif", "{\"AIF\":{\"nodes\":[\n{\"nodeID\":\"1\",\"type\":\"I\"}],\n\"edges\":[\n{\"fromID\":\"1\",\"toID\":\"9\"}]}}", 4,
        "dangling")]
    [InlineData("yaml", "arguments:\n  - id: a\ninferences:\n  - {id: s, from: a, to: a, kind: odd}\n", 4, "'odd'")]
    public void What_is_wrong_is_told_with_its_line(string name, string text, int line, string rule)
    {
        var format = GraphFormats.GetByName(name);
        var message = Assert.Throws<InputException>(() => Maps.Read(format, text)).Message;
        Assert.StartsWith($"f{format.Extensions[0]}: line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    private static string Refused(string name, ArgumentGraph graph) =>
        Assert.Throws<InputException>(() => Maps.Written(GraphFormats.GetByName(name), new ArgumentMap("m", graph))).Message;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
