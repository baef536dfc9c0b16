using System.Text;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

/// <summary>Maps and frameworks are read by one reader a format: what debate graph writes, debate solve reads, and the other way
/// round.</summary>
public sealed class SharedReaderTests
{
    [Theory]
    [InlineData("apx")]
    [InlineData("tgf")]
    [InlineData("af")]
    public void What_a_map_is_written_as_is_the_same_framework_to_the_solver(string name) => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var format = GraphFormats.GetByName(name);
        var graph = Maps.Random(seed, id: Maps.Printable(blanks: name == "apx"), inferences: false);
        var text = Maps.Written(format, new("m", graph));
        var framework = FrameworkFile.Read("f." + name, Encoding.UTF8.GetBytes(text));
        var map = Maps.Read(format, text).Graph;
        Assert.Equal(graph.ArgumentCount, framework.Framework.Count);
        for (var a = 0; a < graph.ArgumentCount; a++)
        {
            Assert.Equal(map.Id(a), framework.NameOf(a));
            if (name != "af") Assert.Equal(graph.Id(a), framework.NameOf(a));
            Assert.Equal(graph.DirectAttacks[a].ToArray(), framework.Framework.Attacked[a].ToArray());
            Assert.Equal(a, framework.GetArgument(framework.NameOf(a)));
        }
    }, iter: 300);

    [Theory]
    [InlineData("apx", "arg(a). arg(a).\narg(b).\natt(a,b). att(a,b).\n", 2, 1)]
    [InlineData("apx", "att(b,\n  a). % first\narg(a).\narg ( \"b\" )\n.\n", 2, 1)]
    [InlineData("apx", "arg(\"Tax cut\").arg(x-1).att(x-1,\"Tax cut\").", 2, 1)]
    [InlineData("tgf", "1 one\n2\n1\n#\n1 2 because\n1 2\n", 2, 1)]
    [InlineData("tgf", "a\n#\n\n\na a\n", 1, 1)]
    public void Both_read_the_same_of_one_text(string name, string text, int arguments, int attacks)
    {
        var map = Maps.Read(GraphFormats.GetByName(name), text).Graph;
        var framework = FrameworkFile.Read("f." + name, Encoding.UTF8.GetBytes(text));
        Assert.Equal((arguments, attacks), (map.ArgumentCount, map.AttackCount));
        Assert.Equal((arguments, attacks), (framework.Framework.Count, framework.Framework.AttackCount));
        Assert.Equal(Enumerable.Range(0, arguments).Select(map.Id), Enumerable.Range(0, arguments).Select(framework.NameOf));
    }

    [Theory]
    [InlineData("apx", "arg(a)\n")]
    [InlineData("apx", "arg(a).\natt(a,b).\n")]
    [InlineData("apx", "arg(\"a).\n")]
    [InlineData("apx", "arg(\u200b).\n")]
    [InlineData("tgf", "1\n2\n")]
    [InlineData("tgf", "1\n#\n1 2\n")]
    public void Both_refuse_the_same_in_the_same_words(string name, string text) => Assert.Equal(
        Assert.Throws<InputException>(() => Maps.Read(GraphFormats.GetByName(name), text)).Message,
        Assert.Throws<InputException>(() => FrameworkFile.Read("f." + name, Encoding.UTF8.GetBytes(text))).Message);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a_B1", "a_B1")]
    [InlineData("12", "12")]
    [InlineData("Debt", "\"Debt\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("x-1", "\"x-1\"")]
    [InlineData("a \"b\"", "\"a \\\"b\\\"\"")]
    public void A_name_is_bare_only_where_answer_set_programming_reads_it_as_a_constant(string id, string term)
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument(id);
        Assert.Equal($"arg({term}).\n", Maps.Written(Apx.Format, new("m", builder.Build())));
    }

    [Theory]
    [InlineData("apx", "b\u0007")]
    [InlineData("apx", "b\u200b")]
    [InlineData("tgf", "b\u200b")]
    [InlineData("tgf", "b c")]
    public void A_name_that_nobody_could_see_is_not_written(string name, string id)
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument(id);
        Assert.Throws<InputException>(() => Maps.Written(GraphFormats.GetByName(name), new("m", builder.Build())));
    }

    [Fact]
    public void Labels_of_a_tgf_are_texts_and_those_of_attacks_are_counted()
    {
        var map = Maps.Read(Tgf.Format, "1\n1 the first\n1 another\n2\n#\n2 1 why\n");
        Assert.Equal(("the first", ""), (map.Graph.Text(0), map.Graph.Text(1)));
        Assert.Equal(["1 labels of attacks left out", "1 further labels of an argument left out"], map.Notes);
    }
}
