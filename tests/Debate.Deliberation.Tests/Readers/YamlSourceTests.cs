using CsCheck;
using Debate.Core.Input;
using YamlDotNet.RepresentationModel;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>YAML of strangers: depth, aliases and what they repeat are bounded before anything is built.</summary>
public sealed class YamlSourceTests
{
    private static YamlNode Read(string text) => YamlSource.ReadRoot(text, "f.yaml", allowsAliases: true);

    [Theory]
    [InlineData('[', 100_000)]
    [InlineData('{', 100_000)]
    [InlineData('[', 33)]
    public void Depth_is_bounded(char bracket, int depth) =>
        Assert.Contains("nested deeper than 32 levels", Refusal(new string(bracket, depth)));

    [Fact]
    public void Thirty_two_levels_are_read() => Read(new string('[', 32) + new string(']', 32));

    [Fact]
    public void Blocks_are_bounded_too() =>
        Assert.Contains("nested deeper", Refusal(string.Concat(Enumerable.Range(0, 200).Select(i => $"{new string(' ', i)}a:\n"))));

    [Fact]
    public void Aliases_add_their_depth()
    {
        var half = new string('[', 20) + new string(']', 20);
        Read($"a: &x {half}\nb: *x");
        Assert.Contains("line 2: it is nested deeper", Refusal($"a: &x {half}\nb: {new string('[', 13)}*x{new string(']', 13)}"));
    }

    [Fact]
    public void Nine_lines_that_stand_for_a_thousand_million_values_are_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(
            i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat(i == 1 ? "lol" : $"*l{i - 1}", 9))}]");
        Assert.Contains("repeat more than 10000 values", Refusal(string.Join('\n', lines)));
    }

    [Theory]
    [InlineData("a: &x [*x]", "*x is no anchor")]
    [InlineData("a: &x {b: *x}", "*x is no anchor")]
    [InlineData("b: &x 1\na: &x [*x]", "line 2: *x is no anchor")]
    [InlineData("a: *x", "*x is no anchor")]
    public void Value_that_holds_itself_is_refused(string text, string told) => Assert.Contains(told, Refusal(text));

    [Fact]
    public void Ordinary_aliases_are_read()
    {
        var root = Assert.IsType<YamlMappingNode>(Read("a: &x {b: [1, 2]}\nc: *x\nd: [*x, *x]"));
        Assert.Equal(root.Children["a"], root.Children["c"]);
    }

    [Fact]
    public void What_is_read_never_stands_for_more_than_is_said() =>
        Gen.OneOf("&a ", "&b ", "*a", "*b", "[", "]", "{", "}", ", ", ": ", "x", "\n", "- ", " ").Array[0, 30].Sample(parts =>
        {
            var depth = 0;
            var refusal = Record.Exception(() => depth = Depth(Read(string.Concat(parts))));
            Assert.True(refusal is null or InputException, $"{refusal}");
            Assert.InRange(depth, 0, 32);
        }, iter: 3000);

    private static string Refusal(string text) => Assert.Throws<InputException>(() => Read(text)).Message;

    // Without a bound a value that holds itself would overflow the stack here.
    private static int Depth(YamlNode node) => node switch
    {
        YamlSequenceNode list => 1 + list.Children.Select(Depth).DefaultIfEmpty().Max(),
        YamlMappingNode map => 1 + map.Children.SelectMany(f => new[] { f.Key, f.Value }).Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
