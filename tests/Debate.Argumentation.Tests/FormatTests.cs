using System.Globalization;
using System.Text;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class FormatTests
{
    [Fact]
    public void Every_af_file_at_hand_loads()
    {
        var files = Directory.GetFiles(SharedData.Folder("af"), "*.af");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var text = File.ReadAllText(file);
            var pairs = text.Split('\n').Where(l => l.Length > 0 && char.IsAsciiDigit(l[0])).Select(l => l.Trim()).Distinct().Count();
            Assert.Equal(pairs, GraphFormats.Read(file, text).Graph.AttackCount);
        });
    }

    [Fact]
    public void A_hundred_thousand_attacks_load_and_label()
    {
        var attacks = LongRun.Size(100_000, 1_000_000);
        var n = attacks / 5;
        var draws = SeededRandom.Create(1, "million");
        var text = new StringBuilder(FormattableString.Invariant($"p af {n} {attacks}\n"));
        for (var i = 0; i < attacks; i++) text.Append(CultureInfo.InvariantCulture, $"{1 + draws.NextInt(n)} {1 + draws.NextInt(n)}\n");
        var graph = Iccma.Read("million.af", text.ToString()).Graph;
        Assert.InRange(graph.AttackCount, attacks - 100, attacks);
        Assert.Equal(n, Semantics.Grounded.Labelling(graph).Length);
    }

    [Theory]
    [InlineData("p af 2\n1 3\n", "line 2", "'3'")]
    [InlineData("# c\np af 2\n\n1 x\n", "line 4", "'x'")]
    [InlineData("1 2\n", "line 1", "p af n")]
    [InlineData("p af two\n", "line 1", "'two'")]
    [InlineData("p af 2\n1 2 3\n", "line 2", "two numbers")]
    [InlineData("p af 999999999999\n", "line 1", "999999999999")]
    [InlineData("", "p af n", "missing")]
    public void A_wrong_af_file_is_refused_with_its_line(string text, string place, string rule)
    {
        var message = Assert.Throws<InputException>(() => Iccma.Read("x.af", text)).Message;
        Assert.StartsWith("x.af", message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Af_tolerates_comments_blank_lines_an_attack_count_and_carriage_returns()
    {
        var graph = Iccma.Read("x.af", "# head\r\np af 3 2\r\n\r\n1 2\r\n# between\r\n 2\t3 \r\n").Graph;
        Assert.Equal((3, 2), (graph.ArgumentCount, graph.AttackCount));
    }

    [Fact]
    public void Af_written_and_read_again_is_the_same_graph() => Gen.Int[0, 15].Select(Gen.Long[0, 1000]).Sample((n, seed) =>
    {
        var draws = SeededRandom.Create(seed, "af");
        var graph = Graphs.Attacks(n, [.. Enumerable.Range(0, n * 2).Select(_ => (draws.NextInt(n), draws.NextInt(n)))]);
        using var output = new StringWriter();
        Iccma.Write(graph, output);
        var again = Iccma.Read("x.af", output.ToString()).Graph;
        Assert.Equal(n, again.ArgumentCount);
        for (var a = 0; a < n; a++) Assert.Equal(graph.Attacked[a].ToArray(), again.Attacked[a].ToArray());
    }, iter: 50);

    [Fact]
    public void Our_json_round_trips_exactly() => Gen.Int[0, 12].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
    {
        var graph = n == 0 ? ArgumentGraph.Empty : Graphs.Random(seed, n);
        var map = new ArgumentMap("a \"name\" <x> é", graph) { Title = "Tïtle\n", Motions = n == 0 ? [] : ["a0"], Notes = ["1 note"] };
        var text = GraphJson.Write(map);
        var again = Assert.IsType<ArgumentMap>(GraphFormats.Read("any.json", text));
        Assert.Equal(text, GraphJson.Write(again));
        Assert.Equal((map.Name, map.Title, graph.NodeCount), (again.Name, again.Title, again.Graph.NodeCount));
        for (var a = 0; a < graph.NodeCount; a++)
        {
            Assert.Equal(graph.Attacked[a].ToArray(), again.Graph.Attacked[a].ToArray());
            Assert.Equal(graph.Premises[a].ToArray(), again.Graph.Premises[a].ToArray());
            if (graph.IsInference(a)) Assert.Equal((graph.Conclusion(a), graph.Kind(a)), (again.Graph.Conclusion(a), again.Graph.Kind(a)));
            else Assert.Equal(Argument(graph, a), Argument(again.Graph, a));
        }
    }, iter: 100);

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "nodes")]
    [InlineData("{\"nodes\":[{\"nodeID\":\"1\",\"type\":\"I\"},{\"nodeID\":1,\"type\":\"I\"}]}", "nodes[1]")]
    [InlineData("{\"nodes\":[{\"nodeID\":\"1\",\"type\":\"I\"}],\"edges\":[{\"fromID\":\"1\",\"toID\":\"9\"}]}", "edges[0]")]
    [InlineData("{\"nodes\":[{\"type\":\"I\"}]}", "nodeID")]
    [InlineData("{\"nodes\":[{\"nodeID\":\"1\",\"type\":\"I\",\"text\":\"\\ud800\"}]}", "Unicode")]
    [InlineData("{\"nodes\":7}", "nodes")]
    [InlineData("{\"arguments\":[{\"id\":\"a\",\"score\":2}]}", "arguments[0]")]
    [InlineData("{\"arguments\":[],\"colour\":1}", "unknown key 'colour'; known are name, ")]
    [InlineData("{\"arguments\":[{\"id\":\"a\",\"colour\":1}]}", "arguments[0]: unknown key 'colour'; known are id, ")]
    [InlineData("{\"arguments\":[{\"id\":\"a\"}],\"inferences\":[{\"id\":\"s\",\"from\":[\"a\"],\"to\":\"a\",\"x\":1}]}",
        "inferences[0]: unknown key 'x'")]
    [InlineData("{\"arguments\":[{\"id\":\"a\",\"id\":\"b\"}]}", "arguments[0]: key 'id' is given twice")]
    [InlineData("{\"arguments\":[],\"arguments\":[]}", "key 'arguments' is given twice")]
    [InlineData("{\"arguments\":[{\"id\":\"a\"}],\"motions\":[\"b\"]}", "motion 'b' is not the id of an argument")]
    [InlineData("{\"arguments\":[{\"id\":\"a\"}],\"inferences\":[{\"id\":\"s\",\"from\":[\"a\"],\"to\":\"a\"}],\"motions\":[\"s\"]}",
        "motion 's'")]
    [InlineData("{\"arguments\":[{\"id\":\"a\"}],\"attacks\":[[\"a\",\"b\"]]}", "attacks[0]")]
    [InlineData("{\"arguments\":[{\"id\":\"a\"}],\"inferences\":[{\"id\":\"s\",\"from\":[\"a\"],\"to\":\"b\"}]}", "'b'")]
    public void Wrong_json_is_refused_with_file_and_place(string text, string place)
    {
        var message = Assert.Throws<InputException>(() => GraphFormats.Read("map.json", text)).Message;
        Assert.StartsWith("map.json", message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void In_json_an_argument_may_say_itself_what_it_supports_and_attacks_as_in_yaml()
    {
        const string json = """
            {"arguments":[{"id":"a"},{"id":"b","supports":["a"],"attacks":["s","c"]},{"id":"c"}],"inferences":[{"id":"s","from":["c"],"to":"a"}]}
            """;
        const string yaml = """
            arguments:
              - {id: a}
              - {id: b, supports: [a], attacks: [s, c]}
              - {id: c}
            inferences:
              - {id: s, from: [c], to: a}
            """;
        Assert.Equal(GraphJson.Write(GraphFormats.Read("m.yaml", yaml)), GraphJson.Write(GraphFormats.Read("m.json", json)));
        Assert.Contains("arguments[0]: id 'x'", Assert.Throws<InputException>(() =>
            GraphFormats.Read("m.json", "{\"arguments\":[{\"id\":\"a\",\"attacks\":[\"x\"]}]}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_megabyte_of_braces_is_refused() =>
        Assert.Throws<InputException>(() => GraphFormats.Read("x.json", new string('{', 1_000_000)));

    [Fact]
    public void A_megabyte_of_brackets_in_yaml_is_refused() =>
        Assert.Throws<InputException>(() => GraphFormats.Read("x.yaml", new string('[', 1_000_000)));

    [Fact]
    public void An_unknown_extension_is_refused_with_the_known_ones()
    {
        var message = Assert.Throws<InputException>(() => GraphFormats.Read("x.doc", "")).Message;
        Assert.Contains(".ad, .af, .apx, .argdown, .json, .tgf, .txt, .xml, .yaml, .yml", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arg(a)%")]
    [InlineData("arg(a%).")]
    [InlineData("arg(a).\natt(a,%a).")]
    public void A_comment_that_ends_the_file_in_the_middle_of_a_fact_is_refused_in_one_line(string text) =>
        Assert.Matches(@"\Ax\.apx: line \d: 'end of file': [^\n]+\z", Assert.Throws<InputException>(() => GraphFormats.Read("x.apx", text)).Message);

    [Theory]
    [InlineData("x.yaml", "name: n\nmotions: [a]\narguments:\n  - id: a\n    text: t\n    score: 0.5\n  - {id: b, attacks: [a, s]}\n"
        + "inferences:\n  - {id: s, from: [b], to: a}\n")]
    [InlineData("x.argdown", "===\ntitle: T\n===\n\n# Head\n\n"
        + "[A]: text #tag {x: 1}\n  - <B>: more\n    over two lines\n      <_ [C]\n  +> [D]\n\n"
        + "// c\n<P>\n\n(1) [A]\n(2) a premise\n----\n    <_ <B>\n(3) [D]\n  >< [C]\n\n"
        + "/* c */\n<S> {debate: {step: attack}}\n  <+ [A]\n  -> <P>\n")]
    [InlineData("x.apx", "% c\narg(a). arg(b1).\narg(\"c \\\" d\").\natt(a,b1).\natt(\"c \\\" d\",a).\nsupport(b1,a).\n")]
    [InlineData("x.tgf", "1 the first\n2\nthree a text\n#\n1 2\n2 1\nthree 1\n")]
    [InlineData("x.af", "# c\np af 12 3\n1 2\n2 3\n3 12\n")]
    [InlineData("x.json", "{\"AIF\":{\"nodes\":[{\"nodeID\":1,\"type\":\"I\",\"text\":\"a\\u00e9\"},{\"nodeID\":\"2\",\"type\":\"CA\"},"
        + "{\"nodeID\":3,\"type\":\"RA\"}],\"edges\":[{\"fromID\":1,\"toID\":2},{\"fromID\":1,\"toID\":3},{\"fromID\":2,\"toID\":3},"
        + "{\"fromID\":3,\"toID\":2}]}}")]
    [InlineData("y.json", "{\"name\":\"n\",\"motions\":[\"a\"],\"arguments\":[{\"id\":\"a\",\"text\":\"t\",\"score\":0.25}],"
        + "\"inferences\":[{\"id\":\"s\",\"from\":[\"a\"],\"to\":\"a\",\"kind\":\"attack\"}],\"attacks\":[[\"a\",\"s\"]]}")]
    public void A_damaged_file_is_read_or_refused_in_one_line(string file, string text) => Gen.Long[0, 1_000_000].Sample(seed =>
    {
        var draws = SeededRandom.Create(seed, "damage");
        var damaged = new StringBuilder(text);
        for (var i = 0; i <= draws.NextInt(4); i++) Damage(damaged, draws);
        var error = Record.Exception(() => GraphFormats.Read(file, damaged.ToString()));
        if (error is null) return;
        Assert.IsType<InputException>(error);
        Assert.Matches($@"\A{file}: line \d+: [^\n]+\z", error.Message);
    }, iter: 1000);

    private static void Damage(StringBuilder text, SeededRandom draws)
    {
        const string noise = "{}[]:,\"'-#&*!|>%@`\\\n\t 019aI\ud800\u0000é";
        var at = draws.NextInt(text.Length);
        switch (draws.NextInt(3))
        {
            case 0: text[at] = noise[draws.NextInt(noise.Length)]; break;
            case 1: text.Insert(at, noise[draws.NextInt(noise.Length)]); break;
            default: if (text.Length > 1) text.Remove(at, 1); break;
        }
    }

    private static (string, string, double) Argument(ArgumentGraph graph, int a) => (graph.Id(a), graph.Text(a), graph.BaseScore(a));
}
