using System.ComponentModel.DataAnnotations;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>Where the intervention takes place.</summary>
public enum RationaleLevel
{
    /// <summary>Between nodes, by attention (FIG-N).</summary>
    Node,

    /// <summary>Between pooled vectors, which are added (Liu et al., KDD 2022: GREA).</summary>
    Graph,

    /// <summary>Nowhere: the mean of all nodes decides, and the mask means nothing. The ablation.</summary>
    Pool,
}

/// <summary>How nodes are kept in training.</summary>
public enum RationaleMask
{
    /// <summary>By a share in [0, 1].</summary>
    Soft,

    /// <summary>Wholly or not at all, with the gradient of the soft mask.</summary>
    Hard,
}

/// <summary>The options of <see cref="GraphRationale"/>.</summary>
public sealed record GraphRationaleOptions
{
    /// <summary>Where the intervention takes place.</summary>
    [Option("Where the intervention takes place; pool is the network without any.")]
    public RationaleLevel Level { get; init; }

    /// <summary>How nodes are kept.</summary>
    [Option("How nodes are kept in training.")]
    public RationaleMask Mask { get; init; }

    /// <summary>The share of the nodes that is the rationale.</summary>
    [Option("The share of the nodes that is the rationale."), Range(.01, 1.0)]
    public double Share { get; init; } = .25;

    /// <summary>Whether environments are those of other graphs.</summary>
    [Option("Whether a rationale meets the environment of another graph; no is the ablation.")]
    public bool Foreign { get; init; } = true;

    /// <summary>Numbers of a node's vector.</summary>
    [Option("Numbers of a node's vector."), Range(2, 256)]
    public int Width { get; init; } = 16;

    /// <summary>Passes over the graphs.</summary>
    [Option("Passes over the graphs."), Range(1, 1000)]
    public int Passes { get; init; } = 15;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;
}

/// <summary>
/// The reasoner <c>graph-rationale</c>: labels of argument graphs, and which nodes are their reason. For a graph whose label follows from a
/// semantics the solver's explanation is exact and free, and stands beside; this is for graphs whose labels come from people or judges.
/// </summary>
public sealed class GraphRationale : IReasoner
{
    internal const string Kind = "graph-rationale";

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "labels of argument graphs and which arguments are their reason (Invariant Graph Transformer), beside the solver's answer";

    /// <inheritdoc/>
    public string RowExample => """{"nodes": ["We should", "It costs", "It pays back"], "attacks": [[1, 0], [2, 1]], "motion": 0, "label": "accepted"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<GraphRationaleOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<GraphRationaleOptions>(), training.Split());
        var classes = Reporting.Classes(training.Rows, "label");
        GraphRationaleModel Fit(GraphRationaleOptions arm) =>
            GraphRationaleModel.Train([.. train.Select(row => ReadGraph(row, classes))], classes, arm, training.Seed, training);
        var graphs = test.Select(row => ReadGraph(row, classes)).ToArray();
        string[] Line(string name, GraphRationaleModel model, bool masked = true)
        {
            var solved = graphs.Select(g => (Graph: g, g.Solve().Defence)).Where(g => g.Defence.Count > 0 && g.Defence.Count < g.Graph.Texts.Count)
                .Select(g => Reporting.Auc([.. model.Explain(g.Graph).Mask.Select((m, i) => ((double)m, g.Defence.Contains(i)))])).ToArray();
            var right = graphs.Average(g => Reporting.ArgMax(model.Explain(g).Probabilities) == g.Label ? 1 : 0);
            return [name, Reporting.Show(right), solved.Length == 0 || !masked ? "" : Reporting.Show(solved.Average())];
        }
        var trained = Fit(options);
        return new(trained.Write(training.Source, training.Seed),
        [
            new("Graphs that it did not learn from")
            {
                Table = new(["network", "accuracy", "AUC of the mask for the solver's defence"],
                [
                    Line("this network", trained, options.Level != RationaleLevel.Pool),
                    Line("own environments, hard mask", Fit(options with { Foreign = false, Mask = RationaleMask.Hard })),
                    Line("mean of all nodes, equal size", Fit(options with { Level = RationaleLevel.Pool }), masked: false),
                ]),
                Notes =
                [
                    "The solver's defence is the reason under grounded semantics; where labels come from people, nobody knows that it holds.",
                    "Measured on planted rationales: foreign environments made the rationale right; accuracy gained little over pooling.",
                ],
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var model = GraphRationaleModel.Read(network);
        return [.. rows.Select(row => ExplainRow(model, row))];
    }

    private static ReportSection ExplainRow(GraphRationaleModel model, ReasonerRow row)
    {
        var graph = ReadGraph(row, null);
        var ((probabilities, mask), (accepted, defence)) = (model.Explain(graph), graph.Solve());
        var (best, rationale) = (Reporting.ArgMax(probabilities), model.Rationale(graph));
        return new(row.Place)
        {
            Paragraphs =
            [
                $"The network: {model.Classes[best]}, with probability {Reporting.Show(probabilities[best])}.",
                accepted ? "The solver: the motion is accepted under grounded semantics; its defence is exact."
                    : "The solver: the motion is not accepted under grounded semantics.",
            ],
            Table = new(["node", "mask", "rationale", "solver's defence"], [.. graph.Texts.Select((text, i) => new[]
            {
                text, Reporting.Show(mask[i]), rationale.Contains(i) ? "yes" : "", defence.Contains(i) ? "yes" : "",
            })]),
        };
    }

    private static RationaleGraph ReadGraph(ReasonerRow row, IReadOnlyList<string>? classes)
    {
        var texts = row.Texts("nodes");
        if (texts.Count > RationaleGraph.MaxNodes) throw row.Error("nodes", $"must be at most {RationaleGraph.MaxNodes}");
        var motion = row.Number("motion", 0, texts.Count - 1);
        if (motion != Math.Floor(motion)) throw row.Error("motion", "must be a whole number");
        return new(texts, row.Pairs("attacks", texts.Count), (int)motion, classes is null ? -1 : Reporting.ClassOf(row, "label", classes));
    }
}
