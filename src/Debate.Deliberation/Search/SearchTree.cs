using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation.Search;

/// <summary>
/// A node of a search: a partial solution, which is the steps from the root to it. A node is data; the tree replaces it by another where
/// something of it changes.
/// </summary>
/// <param name="Parent">The index of the node before it; null for the root.</param>
/// <param name="Step">Its last step; empty for the root.</param>
/// <param name="Depth">Its number of steps.</param>
/// <param name="Assessed">What it was valued at when it was made, in [0, 1].</param>
public sealed record SearchNode(int? Parent, string Step, int Depth, double Assessed)
{
    /// <summary>The value now, in [0, 1]: as assessed, mixed with what was seen below, or the mean of its children.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double Value { get; init; } = Assessed;

    /// <summary>The visits: 1 when it is made, and one for each expansion at or below it.</summary>
    public int Visits { get; init; } = 1;

    /// <summary>Whether its last step ends the solution.</summary>
    [JsonPropertyName("end")]
    public bool IsEnd { get; init; }

    /// <summary>Of an end, whether it is right, where that is known.</summary>
    [JsonPropertyName("right")]
    public bool? IsRight { get; init; }

    /// <summary>Whether it was cut from the tree: it is neither selected nor counted.</summary>
    [JsonPropertyName("pruned")]
    public bool IsPruned { get; init; }

    /// <summary>Of a pruned tree, whether it is on the worst path.</summary>
    [JsonPropertyName("worst")]
    public bool IsWorst { get; init; }

    /// <summary>
    /// Whether nothing is left to try at or below it: an end, a pruned node, one of which the search was told that it goes no further, and a
    /// node all of whose children are closed. It is never selected again, so that no visit is spent where nothing can be learnt.
    /// </summary>
    [JsonPropertyName("closed")]
    public bool IsClosed { get; init; }
}

/// <summary>A step that may follow a node, with its value.</summary>
/// <param name="Text">The step.</param>
/// <param name="Value">How promising the solution is with it, in [0, 1].</param>
/// <param name="IsEnd">Whether it ends the solution.</param>
/// <param name="IsRight">Of an end, whether it is right, where that is known.</param>
/// <param name="IsClosed">Whether nothing may follow it, though it is no end.</param>
public sealed record NextStep(string Text, double Value, bool IsEnd = false, bool? IsRight = null, bool IsClosed = false);

/// <summary>
/// A search over partial solutions that a value guides (after Zhang et al., "ReST-MCTS*: LLM Self-Training via Process Reward Guided Tree
/// Search", NeurIPS 2024). It calls nothing: whoever asks for steps and values <see cref="Select"/>s a node, <see cref="Expand"/>s it with
/// what came, mixes in what was seen further down (<see cref="Mix"/>) and <see cref="BackUp"/>s. Equal calls give an equal tree, to the bit,
/// so a protocol that does this over recorded replies resumes by replay.
/// </summary>
/// <param name="exploration">c, at least 0: how much a little-visited node is preferred.</param>
/// <param name="prunesToEnds">
/// Whether of each expansion only the best and the worst child are kept: a best path, which goes on with the best child of each node, and a
/// worst path, which goes on with the worst (Singh et al., 2025).
/// </param>
public sealed class SearchTree(double exploration, bool prunesToEnds = false)
{
    private readonly List<SearchNode> _nodes = [new(null, "", 0, 0)];
    private readonly List<List<int>> _children = [[]];

    /// <summary>All nodes in the order in which they were made; the root is the first.</summary>
    public IReadOnlyList<SearchNode> Nodes => _nodes;

    /// <summary>The children of a node, oldest first.</summary>
    public IReadOnlyList<int> ChildrenOf(int node) => _children[node];

    /// <summary>
    /// The node to expand next: from the root on, the child of greatest <see cref="ComputeBound"/> that is not closed, the older one of equal
    /// ones, as far as there are children. Null where nothing is left to expand.
    /// </summary>
    public int? Select()
    {
        if (_nodes[0].IsClosed) return null;
        var at = 0;
        while (_children[at].Count > 0)
        {
            var visits = _nodes[at].Visits;
            at = _children[at].Where(c => !_nodes[c].IsClosed)
                .MaxBy(c => ComputeBound(_nodes[c].Value, _nodes[c].Visits, visits, exploration));
        }
        return at;
    }

    /// <summary>
    /// The upper confidence bound V + c sqrt(2 ln N / n) of a child with the value V and n visits whose parent has N (UCT: Kocsis and
    /// Szepesvári, 2006).
    /// </summary>
    public static double ComputeBound(double value, int visits, int parentVisits, double exploration) =>
        value + exploration * Math.Sqrt(2 * Math.Log(parentVisits) / visits);

    /// <summary>Adds the steps as children of a node and returns their indices. Without a step, nothing is left to try below the node.</summary>
    public IReadOnlyList<int> Expand(int node, IReadOnlyList<NextStep> steps)
    {
        var first = _nodes.Count;
        foreach (var step in steps)
        {
            _nodes.Add(new(node, step.Text, _nodes[node].Depth + 1, step.Value)
            {
                IsEnd = step.IsEnd, IsRight = step.IsRight, IsClosed = step.IsEnd || step.IsClosed,
            });
            _children.Add([]);
            _children[node].Add(_nodes.Count - 1);
        }
        if (steps.Count == 0) _nodes[node] = _nodes[node] with { IsClosed = true };
        else if (prunesToEnds) Prune(node);
        return [.. Enumerable.Range(first, _nodes.Count - first)];
    }

    /// <summary>The best of some nodes that goes on: of greatest value, the older one of equal ones; null where each is closed.</summary>
    public int? FindBestOpen(IEnumerable<int> nodes) => nodes.Where(n => !_nodes[n].IsClosed).Select(n => (int?)n)
        .MaxBy(n => _nodes[n!.Value].Value);

    /// <summary>Mixes into a node's value the best value that was seen further down: V becomes (1 - share) V + share seen.</summary>
    public void Mix(int node, double seen, double share) =>
        _nodes[node] = _nodes[node] with { Value = (1 - share) * _nodes[node].Value + share * seen };

    /// <summary>
    /// From an expanded node to the root: one more visit, the value becomes the mean of the children's weighted by their visits, and a node
    /// all of whose children are closed is closed.
    /// </summary>
    public void BackUp(int node)
    {
        for (int? at = node; at is { } one; at = _nodes[one].Parent)
        {
            SearchNode[] kept = [.. _children[one].Select(c => _nodes[c]).Where(c => !c.IsPruned)];
            _nodes[one] = _nodes[one] with
            {
                Visits = _nodes[one].Visits + 1,
                Value = kept.Length == 0 ? _nodes[one].Value : kept.Sum(c => c.Visits * c.Value) / kept.Sum(c => c.Visits),
                IsClosed = _nodes[one].IsClosed || kept.Length > 0 && kept.All(c => c.IsClosed),
            };
        }
    }

    /// <summary>The end of greatest value, the older one of equal ones; null where there is none.</summary>
    public int? FindBestEnd() => Enumerable.Range(0, _nodes.Count).Where(n => _nodes[n] is { IsEnd: true, IsPruned: false })
        .Select(n => (int?)n).MaxBy(n => _nodes[n!.Value].Value);

    /// <summary>The steps from the root to a node.</summary>
    public IReadOnlyList<string> StepsTo(int node)
    {
        var steps = new List<string>();
        for (var at = node; _nodes[at].Parent is { } parent; at = parent) steps.Add(_nodes[at].Step);
        steps.Reverse();
        return steps;
    }

    /// <summary>
    /// Keeps of an expansion the best child, on the worst path the worst one, and at the root both. Of equal ones the first is the best and
    /// the last the worst.
    /// </summary>
    private void Prune(int node)
    {
        var isWorst = _nodes[node].IsWorst;
        var best = _children[node].MaxBy(c => _nodes[c].Value);
        var worst = Enumerable.Reverse(_children[node]).MinBy(c => _nodes[c].Value);
        foreach (var child in _children[node])
        {
            var isKept = child == (isWorst ? worst : best) || node == 0 && child == worst;
            _nodes[child] = isKept ? _nodes[child] with { IsWorst = isWorst || child != best }
                : _nodes[child] with { IsPruned = true, IsClosed = true };
        }
    }
}

/// <summary>The nodes of a finished search as the journal keeps them: JSON, in the order in which they were made.</summary>
public static class SearchTreeJson
{
    /// <summary>The name under which a protocol records its tree.</summary>
    public const string Name = "tree";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The nodes as text.</summary>
    public static string Write(IReadOnlyList<SearchNode> nodes) => JsonSerializer.Serialize(nodes, Options);

    /// <summary>The nodes but for the root in the order in which a reader follows paths: each before its children, the older ones first.</summary>
    public static IReadOnlyList<int> ListDepthFirst(IReadOnlyList<SearchNode> nodes)
    {
        var children = Enumerable.Range(1, nodes.Count - 1).ToLookup(i => nodes[i].Parent!.Value);
        var (order, open) = (new List<int>(), new Stack<int>(children[0].Reverse()));
        while (open.TryPop(out var node))
        {
            order.Add(node);
            foreach (var child in children[node].Reverse()) open.Push(child);
        }
        return order;
    }

    /// <summary>What is known of a node, in a line for human readers.</summary>
    public static string Describe(SearchNode node) => FormattableString.Invariant($"{node.Value:0.###} after {node.Visits} visits")
        + (node.IsEnd ? node.IsRight switch { true => ", a right end", false => ", a wrong end", _ => ", an end" } : "")
        + (node.IsPruned ? ", pruned" : "");

    /// <summary>The nodes of a text; throws an <see cref="InputException"/> for one that holds no tree.</summary>
    public static IReadOnlyList<SearchNode> Read(string text)
    {
        try
        {
            var nodes = JsonSerializer.Deserialize<SearchNode[]>(text, Options);
            return nodes is [{ Parent: null }, ..] && nodes.Index().Skip(1).All(n => n.Item?.Parent is { } p && p >= 0 && p < n.Index)
                ? nodes : throw new InputException($"{Name}: its nodes are not a tree");
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{Name}: it is not JSON ({OneLine.Format(wrong.Message, 120)})", wrong);
        }
    }
}
