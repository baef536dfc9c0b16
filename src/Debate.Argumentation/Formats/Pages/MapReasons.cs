using System.Globalization;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats.Pages;

/// <summary>
/// What a page says of each argument: whether it is accepted under grounded semantics (the one that needs no search, so that a map of any
/// size has it), how strong it is under a gradual semantics, and why, in sentences. Time is linear but for the contributions, whose work is
/// bounded; what was left out is said.
/// </summary>
public sealed class MapReasons
{
    private const int MaxNames = 6, MaxNameLength = 60;

    private readonly ArgumentGraph _graph;
    private readonly Label[] _labels;
    private readonly StrengthNetwork _network;
    private readonly bool _isMeasured;

    private MapReasons(ArgumentGraph graph, IGradualSemantics gradual)
    {
        _graph = graph;
        _labels = Grounded.Labelling(graph);
        _network = Contributions.ShowAll(graph, gradual);
        Strengths = [.. Enumerable.Range(0, graph.NodeCount).Select(_network.Strength)];
        HasSettled = _network.Converged;
        _isMeasured = Contributions.AreCheap(graph);
        Gradual = gradual.Name;
    }

    /// <summary>The reasons of a graph; df-quad unless another gradual semantics is given.</summary>
    public static MapReasons Create(ArgumentGraph graph, IGradualSemantics? gradual = null) => new(graph, gradual ?? new DfQuad());

    /// <summary>The name of the gradual semantics.</summary>
    public string Gradual { get; }

    /// <summary>The grounded labels, by node.</summary>
    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>The strengths, by node, in [0, 1].</summary>
    public IReadOnlyList<double> Strengths { get; }

    /// <summary>Whether every cycle settled; if not, the strengths on it are those of the last round.</summary>
    public bool HasSettled { get; }

    /// <summary>What the page must say of all of it, one sentence each; empty if all was computed.</summary>
    public IEnumerable<string> Gaps
    {
        get
        {
            if (!HasSettled) yield return "A cycle did not settle: the strengths on it are those of the last round.";
            if (!_isMeasured)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"A cycle has more than {Contributions.MaxCycle} arguments: which argument adds how much was not computed.");
        }
    }

    /// <summary>Why the argument is accepted, rejected or undecided, what supports it, and what its strength is made of.</summary>
    public IReadOnlyList<string> Explain(int argument)
    {
        var sentences = new List<string> { ExplainLabel(argument) };
        if (!_graph.Supporters[argument].IsEmpty) sentences.Add(ExplainSupports(argument));
        sentences.AddRange(ExplainStrength(argument));
        return sentences;
    }

    private string ExplainLabel(int argument)
    {
        var attackers = _graph.Attackers[argument].ToArray();
        if (attackers.Length == 0) return "Accepted: nothing attacks it.";
        return _labels[argument] switch
        {
            Label.In => $"Accepted: each of its attackers is rejected: {List(attackers.Select(DescribeDefeat))}.",
            Label.Out => $"Rejected: {List(attackers.Where(a => _labels[a] == Label.In).Select(Name))} attacks it and is accepted.",
            _ => $"Undecided: {List(attackers.Where(a => _labels[a] == Label.Undecided).Select(Name))} attacks it, and whether that is "
                + "accepted is open.",
        };
    }

    private string DescribeDefeat(int attacker)
    {
        foreach (var defender in _graph.Attackers[attacker])
            if (_labels[defender] == Label.In) return $"{Name(attacker)} by {Name(defender)}";
        return $"{Name(attacker)}, a premise of which is rejected";
    }

    private string ExplainSupports(int argument)
    {
        var steps = _graph.Supporters[argument].ToArray();
        var times = steps.Length == 1 ? "" : $" {steps.Length.ToString(CultureInfo.InvariantCulture)} times";
        return $"It is supported{times}: {List(steps.Select(DescribeSupport))}.";
    }

    private string DescribeSupport(int step)
    {
        var premises = string.Join(" with ", _graph.Premises[step].ToArray().Select(Name));
        return _labels[step] == Label.Out && !_graph.Attackers[step].IsEmpty
            ? $"{premises} (undercut by {Name(_graph.Attackers[step][0])})" : premises;
    }

    private IEnumerable<string> ExplainStrength(int argument)
    {
        var (strength, score) = (Strengths[argument], _graph.BaseScore(argument));
        yield return $"Strength {Format(strength)} ({Gradual}), base score {Format(score)}.";
        if (!_isMeasured) yield break;
        foreach (var part in Contributions.Measure(_network, argument, Contributions.FindDirect(_graph, argument)).Take(MaxNames))
        {
            var does = $"{(part.Added > 0 ? "adds" : "takes")} {Format(Math.Abs(part.Added))}: without it {Format(part.Without)}.";
            yield return part.Added == 0 ? $"{Name(part.Argument)} changes nothing." : $"{Name(part.Argument)} {does}";
        }
    }

    private string Name(int node)
    {
        if (_graph.IsInference(node)) return $"'{_graph.Id(node)}'";
        var text = _graph.Text(node);
        if (text.Length == 0) return $"'{_graph.Id(node)}'";
        return $"'{_graph.Id(node)}' ({(text.Length <= MaxNameLength ? text : text[..(MaxNameLength - 1)] + "\u2026")})";
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MaxNames ? string.Join("; ", all)
            : $"{string.Join("; ", all.Take(MaxNames))}; and {(all.Count - MaxNames).ToString(CultureInfo.InvariantCulture)} more";
    }

    private static string Format(double number) => number.ToString("0.00##", CultureInfo.InvariantCulture);
}
