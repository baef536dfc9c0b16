using CsCheck;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Search;

namespace Debate.Deliberation.Tests.Search;

/// <summary>The laws of a tree search, whatever the values, and the numbers of the paper's formulas.</summary>
public sealed class SearchTreeTests
{
    private static readonly Gen<(int Seed, int Branch, int Depth, double C, bool Prunes)> Worlds = Gen.Select(
        Gen.Int[0, 1_000_000], Gen.Int[1, 4], Gen.Int[1, 4], Gen.OneOf(0, 0.7, 5), Gen.Bool);

    [Theory]
    [InlineData(5, 0.6, 1.271794)]
    [InlineData(3, 0.5, 1.367282)]
    [InlineData(2, 0.4, 1.462199)]
    public void The_bound_counts_the_visits_of_the_parent(int visits, double value, double bound) =>
        Assert.Equal(bound, SearchTree.ComputeBound(value, visits, 10, 0.7), 1e-6);

    [Fact]
    public void A_node_is_worth_the_mean_of_its_children_by_their_visits()
    {
        var tree = new SearchTree(0.7);
        var children = tree.Expand(0, [new("a", 0.6), new("b", 0.5), new("c", 0.4)]);
        tree.BackUp(0);
        foreach (var (child, expansions) in children.Zip([4, 2, 1]))
            for (var (at, i) = (child, 0); i < expansions; i++)
            {
                var next = Assert.Single(tree.Expand(at, [new("on", tree.Nodes[child].Value)]));
                tree.BackUp(at);
                at = next;
            }

        Assert.Equal([5, 3, 2], children.Select(c => tree.Nodes[c].Visits));
        Assert.Equal(9, tree.Nodes[0].Visits);
        Assert.Equal(0.53, tree.Nodes[0].Value, 1e-12);
    }

    [Fact]
    public void What_is_seen_further_down_is_mixed_into_a_value()
    {
        var tree = new SearchTree(0.7);
        var child = Assert.Single(tree.Expand(0, [new("a", 0.4)]));
        tree.Mix(child, 0.8, 0.25);
        tree.BackUp(0);
        Assert.Equal(0.5, tree.Nodes[0].Value, 1e-12);
        Assert.Equal(0.4, tree.Nodes[child].Assessed, 1e-12);
    }

    [Fact]
    public void Of_equal_nodes_the_older_one_is_expanded()
    {
        var tree = new SearchTree(0.7);
        tree.Expand(0, [new("a", 0.5), new("b", 0.5), new("c", 0.5)]);
        tree.BackUp(0);
        Assert.Equal(1, tree.Select());
    }

    [Fact]
    public void An_end_is_never_selected_however_good_it_is()
    {
        var tree = new SearchTree(0.7);
        tree.Expand(0, [new("end", 1, IsEnd: true), new("a", 0)]);
        tree.BackUp(0);
        Assert.Equal(2, tree.Select());
        tree.Expand(2, []);
        tree.BackUp(2);
        Assert.Null(tree.Select());
    }

    [Fact]
    public void Every_node_is_expanded_once_and_nothing_that_is_closed_is()
    {
        Worlds.Sample(world =>
        {
            var expanded = new HashSet<int>();
            var tree = Grow(world, (tree, node) =>
            {
                Assert.True(expanded.Add(node));
                Assert.False(tree.Nodes[node].IsClosed);
                Assert.Empty(tree.ChildrenOf(node));
            });
            Assert.Null(tree.Select());
            Assert.Equal(expanded.Count, tree.Nodes.Count(n => !n.IsEnd && !n.IsPruned));
        });
    }

    [Fact]
    public void Visits_and_means_are_those_of_the_tree_below()
    {
        Worlds.Sample(world =>
        {
            var tree = Grow(world);
            for (var i = 0; i < tree.Nodes.Count; i++)
            {
                if (tree.ChildrenOf(i).Count == 0) continue;
                var kept = tree.ChildrenOf(i).Select(c => tree.Nodes[c]).Where(c => !c.IsPruned).ToArray();
                Assert.Equal(2 + kept.Sum(c => c.Visits - 1), tree.Nodes[i].Visits);
                Assert.Equal(kept.Sum(c => c.Visits * c.Value) / kept.Sum(c => c.Visits), tree.Nodes[i].Value, 1e-12);
                Assert.Equal(kept.All(c => c.IsClosed), tree.Nodes[i].IsClosed);
            }
        });
    }

    [Fact]
    public void A_pruned_tree_is_a_best_path_and_a_worst_path()
    {
        Worlds.Where(w => w.Prunes).Sample(world =>
        {
            var tree = Grow(world);
            for (var i = 0; i < tree.Nodes.Count; i++)
            {
                if (tree.ChildrenOf(i).Count == 0) continue;
                var children = tree.ChildrenOf(i).Select(c => tree.Nodes[c]).ToArray();
                var kept = children.Where(c => !c.IsPruned).ToArray();
                Assert.Equal(i == 0 ? Math.Min(2, children.Length) : 1, kept.Length);
                if (!tree.Nodes[i].IsWorst) Assert.Contains(kept, c => c.Assessed == children.Max(o => o.Assessed));
                if (i == 0 || tree.Nodes[i].IsWorst) Assert.Contains(kept, c => c.Assessed == children.Min(o => o.Assessed));
            }
        });
    }

    [Fact]
    public void Equal_calls_give_an_equal_tree_and_its_text_reads_as_the_same()
    {
        Worlds.Sample(world =>
        {
            var (one, other) = (Grow(world), Grow(world));
            Assert.Equal(one.Nodes, other.Nodes);
            Assert.Equal(one.Nodes, SearchTreeJson.Read(SearchTreeJson.Write(one.Nodes)));
        });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"step":"","depth":0},{"parent":1,"step":"a","depth":1}]""")]
    [InlineData("""[{"step":"","depth":0},{"step":"a","depth":1}]""")]
    [InlineData("no")]
    public void A_text_that_is_no_tree_is_refused(string text) => Assert.Throws<InputException>(() => SearchTreeJson.Read(text));

    /// <summary>
    /// Success within 8, 16 and 40 expansions where a step is right with .4, three are tried and four lead to the end: exact values, and values
    /// with noise. Little noise must cost with few expansions, and none with many.
    /// </summary>
    [Theory]
    [InlineData(0, 0.218, 0.559, 0.562)]
    [InlineData(0.3, 0.160, 0.509, 0.559)]
    [InlineData(1, 0.058, 0.333, 0.561)]
    [InlineData(5, 0.028, 0.248, 0.565)]
    public void Noise_in_the_values_costs_where_expansions_are_few(double noise, double by8, double by16, double by40)
    {
        var trees = LongRun.Size(3_000, 30_000);
        var found = Enumerable.Range(0, trees).Select(seed => FindRightEnd(seed, noise)).ToArray();
        foreach (var (expansions, expected) in new[] { (8, by8), (16, by16), (40, by40) })
            Assert.InRange(found.Count(at => at <= expansions) / (double)trees, expected - 0.03, expected + 0.03);
    }

    /// <summary>The number of the expansion that made the first right end; more than there are where none did.</summary>
    private static int FindRightEnd(int seed, double noise)
    {
        const int depth = 4;
        var (draws, tree) = (SeededRandom.Create(seed, "tree"), new SearchTree(0.7));
        var right = new List<bool> { true };
        for (var expansions = 1; tree.Select() is { } node; expansions++)
        {
            var steps = new List<NextStep>();
            for (var i = 0; i < 3; i++)
            {
                right.Add(right[node] && draws.NextBool(0.4));
                var length = tree.Nodes[node].Depth + 1;
                var value = (right[^1] ? (double)length / depth : 0)
                    + noise * Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble());
                steps.Add(new("step", Math.Clamp(value, 0, 1), length == depth, length == depth ? right[^1] : null));
            }
            if (steps.Any(s => s.IsRight == true)) return expansions;
            tree.Expand(node, steps);
            tree.BackUp(node);
        }
        return int.MaxValue;
    }

    private static SearchTree Grow((int Seed, int Branch, int Depth, double C, bool Prunes) world, Action<SearchTree, int>? before = null)
    {
        var (draws, tree) = (SeededRandom.Create(world.Seed, "values"), new SearchTree(world.C, world.Prunes));
        while (tree.Select() is { } node)
        {
            before?.Invoke(tree, node);
            var isEnd = tree.Nodes[node].Depth + 1 == world.Depth;
            tree.Expand(node, [.. Enumerable.Range(0, world.Branch).Select(i =>
                new NextStep($"{node}.{i}", draws.NextInt(5) / 4.0, isEnd || draws.NextBool(0.1), isEnd ? draws.NextBool(0.5) : null))]);
            tree.BackUp(node);
        }
        return tree;
    }
}
