using Debate.Argumentation;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;

namespace Debate.Training.Reasoners;

/// <summary>
/// An argument graph as the network sees it: texts of the nodes, attacks between them, the motion. The place of its label is -1 where it is
/// not known.
/// </summary>
public sealed record RationaleGraph(IReadOnlyList<string> Texts, IReadOnlyList<(int From, int To)> Attacks, int Motion, int Label = -1)
{
    /// <summary>The most nodes that a graph may have.</summary>
    public const int MaxNodes = 40;

    /// <summary>
    /// What the solver says: whether the motion is accepted under grounded semantics, and the minimal defence that it finds first; nodes in
    /// ascending order, empty where the motion is not accepted.
    /// </summary>
    public (bool Accepted, IReadOnlyList<int> Defence) Solve()
    {
        var framework = Framework.Create(Texts.Count, [.. Attacks.Select(a => a.From)], [.. Attacks.Select(a => a.To)]);
        var found = Explainer.Explain(
            new FrameworkContext(framework), Motion, new Acceptance(new Grounded()), new ExplanationLimits { MaxSets = 1 });
        return (found.Accepted, found.Defences.FirstOrDefault() ?? []);
    }
}

/// <summary>
/// The Invariant Graph Transformer (Xu et al., 2023; FIG, CIKM 2025): an encoder of two graph layers, a mask of nodes that says which are
/// the rationale, an intervener by which the rationale attends to an environment, the rest of its own or of another graph, and a predictor
/// on what is left of the rationale. What it minimises: the cross-entropy of the rationale alone, of the rationale after the intervener
/// with the environment of another graph of the batch, and the square of the mean mask less its share.
/// </summary>
public sealed class GraphRationaleModel
{
    private const int Numbers = 3, Batch = 10;

    private readonly Vocabulary _vocabulary;
    private readonly GraphRationaleOptions _options;
    private readonly ParameterLayout _layout = new();
    private readonly ParameterPlace _words;
    private readonly DenseLayer _numbers, _maskHidden, _mask, _output;
    private readonly GraphLayer _first, _second;
    private readonly AttentionLayer _intervener;
    private readonly float[] _parameters;

    private GraphRationaleModel(Vocabulary vocabulary, IReadOnlyList<string> classes, GraphRationaleOptions options, SeededRandom draws)
    {
        (_vocabulary, Classes, _options) = (vocabulary, classes, options);
        var width = options.Width;
        _words = _layout.AddUniform(vocabulary.Words.Length, width, .3);
        _numbers = DenseLayer.Create(_layout, Numbers, width);
        (_first, _second) = (GraphLayer.Create(_layout, width, width, 2), GraphLayer.Create(_layout, width, width, 2));
        (_maskHidden, _mask) = (DenseLayer.Create(_layout, width, width, slope: 0), DenseLayer.Create(_layout, width, 1));
        (_intervener, _output) = (AttentionLayer.Create(_layout, width), DenseLayer.Create(_layout, width, classes.Count));
        _parameters = _layout.CreateParameters<float>(draws);
    }

    /// <summary>The labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Trains on graphs whose labels are known.</summary>
    public static GraphRationaleModel Train(
        IReadOnlyList<RationaleGraph> graphs, IReadOnlyList<string> classes, GraphRationaleOptions options, long seed,
        ReasonerTraining? progress = null)
    {
        var model = new GraphRationaleModel(
            Vocabulary.Learn(graphs.SelectMany(g => g.Texts)), classes, options, SeededRandom.Create(seed, "graph-rationale/parameters"));
        var tape = new Tape<float>(model._parameters);
        new Fitting(options.Passes, Batch, options.Rate) { Cools = false }.Run(
            tape, graphs, SeededRandom.Create(seed, "graph-rationale/order"), batch => model.Loss(tape, batch), progress?.Report,
            progress?.Stop ?? default);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static GraphRationaleModel Read(NetworkFile file)
    {
        var model = new GraphRationaleModel(new(file.List("words")), file.List("classes"),
            new ProtocolOptions(file.Settings).Read<GraphRationaleOptions>(), SeededRandom.Create(0, "graph-rationale/read"));
        file.ParametersOf(model._layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed) => new(GraphRationale.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(_options)),
        Names = NetworkFile.NamesOf(("words", _vocabulary.Words), ("classes", Classes)),
    };

    /// <summary>The probability of each label, from the rationale alone, and the mask of each node, in [0, 1].</summary>
    public (float[] Probabilities, float[] Mask) Explain(RationaleGraph graph)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        var (rationale, _, mask) = Divide(tape, [graph]);
        return (tape.Read(tape.Softmax(_output.Apply(tape, tape.ColumnMean(rationale)))).ToArray(), tape.Read(mask).ToArray());
    }

    /// <summary>The nodes with the greatest masks, as many as the share of the rationale gives, at least one; ascending.</summary>
    public IReadOnlyList<int> Rationale(RationaleGraph graph)
    {
        var mask = Explain(graph).Mask;
        return [.. Enumerable.Range(0, mask.Length).OrderByDescending(i => mask[i]).ThenBy(i => i).Take(Kept(mask.Length)).Order()];
    }

    private int Kept(int nodes) => Math.Max(1, (int)Math.Round(_options.Share * nodes));

    private Matrix Loss(Tape<float> tape, RationaleGraph[] graphs)
    {
        var (rationale, environment, mask) = Divide(tape, graphs);
        int[] labels = [.. graphs.Select(g => g.Label)];
        Matrix Judge(Matrix pooled) => tape.Mean(tape.CrossEntropy(_output.Apply(tape, pooled), labels));
        var (starts, pool) = (Starts(graphs), Pool(graphs));
        var own = tape.Bag(rationale, pool);
        var loss = Judge(own);
        if (_options.Level == RationaleLevel.Pool) return loss;
        var surplus = tape.Scale(tape.Bag(mask, pool), 1, -_options.Share);
        loss = tape.Add(loss, tape.Mean(tape.Multiply(surplus, surplus)));
        int Other(int i) => _options.Foreign ? (i + 1) % graphs.Length : i;
        if (_options.Level == RationaleLevel.Graph)
            return tape.Add(loss, Judge(tape.Add(own, tape.Gather(tape.Bag(environment, pool), [.. graphs.Select((_, i) => Other(i))]))));
        Matrix Of(Matrix all, int i) => tape.Rows(all, starts[i], graphs[i].Texts.Count);
        var intervened = graphs.Select((_, i) =>
        {
            var nodes = Of(rationale, i);
            return tape.ColumnMean(tape.Add(nodes, _intervener.Apply(tape, nodes, tape.Stack(nodes, Of(environment, Other(i))))));
        });
        return tape.Add(loss, Judge(tape.Stack([.. intervened])));
    }

    // The nodes of all graphs, one graph after another, as rationale (mask times vector) and environment (the rest), and the masks.
    private (Matrix Rationale, Matrix Environment, Matrix Mask) Divide(Tape<float> tape, RationaleGraph[] graphs)
    {
        var nodes = Encode(tape, graphs);
        var mask = tape.Sigmoid(_mask.Apply(tape, _maskHidden.Apply(tape, nodes)));
        if (_options.Level == RationaleLevel.Pool) return (nodes, nodes, mask);
        if (_options.Mask == RationaleMask.Hard) mask = Harden(tape, graphs, mask);
        var rationale = tape.MultiplyColumn(nodes, mask);
        return (rationale, tape.Subtract(nodes, rationale), mask);
    }

    // 1 for the nodes with the greatest masks and 0 for the others, with the gradient of the soft mask.
    private Matrix Harden(Tape<float> tape, RationaleGraph[] graphs, Matrix mask)
    {
        var (soft, starts) = (tape.Read(mask).ToArray(), Starts(graphs));
        var change = soft.Select(m => -m).ToArray();
        for (var i = 0; i < graphs.Length; i++)
            foreach (var node in Enumerable.Range(starts[i], graphs[i].Texts.Count).OrderByDescending(n => soft[n]).Take(Kept(graphs[i].Texts.Count)))
                change[node]++;
        return tape.Add(mask, tape.Constant(change, mask.Rows, 1));
    }

    private Matrix Encode(Tape<float> tape, RationaleGraph[] graphs)
    {
        var (starts, total) = (Starts(graphs), graphs.Sum(g => g.Texts.Count));
        var (attackers, attacked) = (new List<int>[total], new List<int>[total]);
        for (var node = 0; node < total; node++) (attackers[node], attacked[node]) = ([], []);
        for (var i = 0; i < graphs.Length; i++)
            foreach (var (from, to) in graphs[i].Attacks)
            {
                attackers[starts[i] + to].Add(starts[i] + from);
                attacked[starts[i] + from].Add(starts[i] + to);
            }
        var numbers = graphs.SelectMany((g, i) => g.Texts.SelectMany((_, n) => new[]
        {
            attackers[starts[i] + n].Count / 4f, attacked[starts[i] + n].Count / 4f, n == g.Motion ? 1f : 0f,
        })).ToArray();
        var words = tape.Bag(tape.Parameter(_words),
            SparseRows.Create([.. graphs.SelectMany(g => g.Texts).Select(t => _vocabulary.Find(t).ToArray())], mean: true));
        var nodes = tape.Add(words, _numbers.Apply(tape, tape.Constant(numbers, total, Numbers)));
        SparseRows[] relations = [SparseRows.Create(attackers, mean: true), SparseRows.Create(attacked, mean: true)];
        return _second.Apply(tape, _first.Apply(tape, nodes, relations), relations);
    }

    private static int[] Starts(RationaleGraph[] graphs)
    {
        var starts = new int[graphs.Length];
        for (var i = 1; i < graphs.Length; i++) starts[i] = starts[i - 1] + graphs[i - 1].Texts.Count;
        return starts;
    }

    private static SparseRows Pool(RationaleGraph[] graphs) =>
        SparseRows.Create([.. Starts(graphs).Select((start, i) => Enumerable.Range(start, graphs[i].Texts.Count).ToArray())], mean: true);
}
