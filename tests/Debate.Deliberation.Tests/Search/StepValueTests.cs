using CsCheck;
using Debate.Core;
using Debate.Deliberation.Search;

namespace Debate.Deliberation.Tests.Search;

/// <summary>How good the steps of a finished search were.</summary>
public sealed class StepValueTests
{
    /// <summary>Paths in one tree, with ! for a right end and ? for a wrong one, and the values along the last of them.</summary>
    [Theory]
    [InlineData("abc!", "0.333333 0.666667 1")]
    [InlineData("abcd!", "0.25 0.5 0.75 1")]
    [InlineData("abc! ax?", "0.333333 0.111111")]
    [InlineData("abc! x?", "0")]
    [InlineData("abc! xyz?", "0 0 0")]
    [InlineData("abc! xb! abxy?", "0.333333 0.666667 0.5 0.25")]
    [InlineData("ab?", "0 0")]
    public void Steps_have_the_values_of_the_paper(string paths, string expected)
    {
        var nodes = new List<SearchNode> { new(null, "", 0, 0) };
        var at = 0;
        foreach (var path in paths.Split(' '))
        {
            at = 0;
            foreach (var step in path[..^1])
            {
                var known = nodes.FindIndex(n => n.Parent == at && n.Step == $"{step}");
                if (known < 0) nodes.Add(new(at, $"{step}", nodes[at].Depth + 1, 0));
                at = known < 0 ? nodes.Count - 1 : known;
            }
            nodes[at] = nodes[at] with { IsEnd = true, IsRight = path[^1] == '!' };
        }
        var (values, along) = (StepValues.Compute(nodes), new Stack<double>());
        for (var node = at; nodes[node].Parent is { } parent; node = parent) along.Push(values[node]);
        foreach (var (value, wanted) in along.Zip(expected.Split(' '), (v, w) => (v, double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))))
            Assert.Equal(wanted, value, 1e-6);
        Assert.Equal(expected.Split(' ').Length, along.Count);
    }

    [Fact]
    public void Values_lie_between_0_and_1_rise_towards_right_ends_and_fall_elsewhere()
    {
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var draws = SeededRandom.Create(seed, "nodes");
            var nodes = new List<SearchNode> { new(null, "", 0, 0) };
            for (var i = 0; i < 30; i++)
            {
                var parent = draws.NextInt(nodes.Count);
                nodes.Add(new(parent, $"{i}", nodes[parent].Depth + 1, 0));
            }
            for (var i = 1; i < nodes.Count; i++)
                if (!nodes.Any(n => n.Parent == i)) nodes[i] = nodes[i] with { IsEnd = true, IsRight = draws.NextBool(0.3) };
            var values = StepValues.Compute(nodes);
            Assert.All(values, v => Assert.InRange(v, 0, 1));
            for (var i = 1; i < nodes.Count; i++)
            {
                var before = values[nodes[i].Parent!.Value];
                if (Leads(i)) Assert.True(values[i] > before || values[i] > 1 - 1e-12);
                else Assert.True(values[i] < before || values[i] < 1e-12);
                if (nodes[i].IsRight == true) Assert.Equal(1, values[i], 1e-12);
            }

            bool Leads(int node) => nodes[node].IsRight == true || Enumerable.Range(0, nodes.Count).Any(c => nodes[c].Parent == node && Leads(c));
        });
    }
}
