using System.ComponentModel.DataAnnotations;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>How the logits of several votes become one.</summary>
public enum VoteMerge
{
    /// <summary>alpha m + (1 - alpha) m / (1 + sd) a class, m and sd (of a sample) over the votes: the evident intent of the paper.</summary>
    Intended,

    /// <summary>As its code has it: the weight 1 / (1 + sd) has no vote and is normalised over the batch.</summary>
    Published,

    /// <summary>A loss a vote: no merge at all.</summary>
    PerVote,
}

/// <summary>
/// The voted training of MC-CoT (Tan et al., 2024): in training each example is decoded several times under dropout, and the logits are
/// merged before one cross-entropy. One hidden layer over words.
/// </summary>
public sealed class VotedModel
{
    private readonly ParameterPlace _first, _firstBias;
    private readonly DenseLayer _second;
    private readonly VotedOptions _options;

    /// <summary>A model with random parameters for this many features and classes.</summary>
    public VotedModel(int features, int classes, VotedOptions options, SeededRandom draws)
    {
        var layout = new ParameterLayout();
        _options = options;
        (_first, _firstBias) = (layout.AddUniform(features, options.Hidden, Math.Sqrt(6.0 / 20)), layout.AddConstant(1, options.Hidden));
        _second = DenseLayer.Create(layout, options.Hidden, classes);
        (Layout, Parameters) = (layout, layout.CreateParameters<float>(draws));
    }

    internal ParameterLayout Layout { get; }

    internal float[] Parameters { get; }

    /// <summary>Trains on rows of features and the places of their classes.</summary>
    public void Train(
        IReadOnlyList<(IReadOnlyList<(int Feature, double Value)> Features, int Label)> rows, SeededRandom draws, ReasonerTraining? progress = null)
    {
        var tape = new Tape<float>(Parameters);
        new Fitting(_options.Passes, 32, _options.Rate).Run(tape, rows, draws, batch =>
        {
            var hidden = Hidden(tape, [.. batch.Select(b => b.Features)]);
            int[] labels = [.. batch.Select(b => b.Label)];
            Matrix[] votes = [.. Enumerable.Range(0, _options.Votes)
                .Select(_ => _second.Apply(tape, tape.Dropout(hidden, _options.Dropout, draws)))];
            return _options.Merge == VoteMerge.PerVote
                ? tape.Scale(votes.Select(v => tape.Mean(tape.CrossEntropy(v, labels))).Aggregate(tape.Add), 1.0 / votes.Length)
                : tape.Mean(tape.CrossEntropy(Merge(tape, votes, _options.Alpha, _options.Merge), labels));
        }, progress?.Report, progress?.Stop ?? default);
    }

    /// <summary>
    /// The probability of each class. Several votes decode as they were trained, each under a dropout of its own, always the same: without
    /// it they would agree, and nothing would be shrunk. One vote decodes without dropout.
    /// </summary>
    public float[] Probabilities(IReadOnlyList<(int Feature, double Value)> features)
    {
        var (tape, draws) = (new Tape<float>(Parameters, learns: false), SeededRandom.Create(0, "voted/votes"));
        var hidden = Hidden(tape, [features]);
        if (_options.Votes == 1) return tape.Read(tape.Softmax(_second.Apply(tape, hidden))).ToArray();
        Matrix[] votes = [.. Enumerable.Range(0, _options.Votes).Select(_ => _second.Apply(tape, tape.Dropout(hidden, _options.Dropout, draws)))];
        var merge = _options.Merge == VoteMerge.PerVote ? (1, VoteMerge.Intended) : (_options.Alpha, _options.Merge);
        return tape.Read(tape.Softmax(Merge(tape, votes, merge.Item1, merge.Item2))).ToArray();
    }

    /// <summary>The merged logits of some votes, each rows x classes; a single vote is itself.</summary>
    public static Matrix Merge<T>(Tape<T> tape, IReadOnlyList<Matrix> votes, double alpha, VoteMerge merge)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (votes.Count == 1) return votes[0];
        var mean = tape.Scale(votes.Aggregate(tape.Add), 1.0 / votes.Count);
        var squares = votes.Select(v => tape.Subtract(v, mean)).Select(d => tape.Multiply(d, d)).Aggregate(tape.Add);
        var deviation = tape.Sqrt(tape.Scale(squares, 1.0 / (votes.Count - 1)), 1e-12);
        var weights = tape.Reciprocal(tape.Scale(deviation, 1, 1));
        var factor = 1 - alpha;
        if (merge == VoteMerge.Published)
        {
            // The sum over the votes of vote times weight, where the weights of a batch sum to 1 a class.
            weights = tape.MultiplyRow(weights, tape.Reciprocal(tape.Scale(tape.ColumnMean(weights), mean.Rows)));
            factor *= votes.Count;
        }
        return tape.Add(tape.Scale(mean, alpha), tape.Scale(tape.Multiply(mean, weights), factor));
    }

    private Matrix Hidden(Tape<float> tape, IReadOnlyList<IReadOnlyList<(int Feature, double Value)>> rows)
    {
        var sparse = new SparseRows();
        foreach (var row in rows)
        {
            foreach (var (feature, value) in row) sparse.Add(feature, value);
            sparse.EndRow();
        }
        return tape.Rectify(tape.AddRow(tape.Bag(tape.Parameter(_first), sparse), tape.Parameter(_firstBias)));
    }
}

/// <summary>The options of <see cref="Voted"/>.</summary>
public sealed record VotedOptions
{
    /// <summary>Decodings of each example.</summary>
    [Option("How often each example is decoded in training."), Range(1, 64)]
    public int Votes { get; init; } = 5;

    /// <summary>The weight of the plain mean.</summary>
    [Option("The weight of the plain mean of the votes; the rest goes to the shrunk one."), Range(0.0, 1.0)]
    public double Alpha { get; init; } = .5;

    /// <summary>How votes are merged.</summary>
    [Option("How votes are merged.")]
    public VoteMerge Merge { get; init; }

    /// <summary>The share of hidden units that a decoding leaves out.</summary>
    [Option("The share of hidden units that a decoding leaves out."), Range(0.0, .95)]
    public double Dropout { get; init; } = .3;

    /// <summary>Hidden units.</summary>
    [Option("Units of the hidden layer."), Range(1, 1024)]
    public int Hidden { get; init; } = 64;

    /// <summary>Passes over the rows.</summary>
    [Option("Passes over the rows."), Range(1, 1000)]
    public int Passes { get; init; } = 30;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 1e-2;
}

/// <summary>The reasoner <c>voted</c>: answers from question and rationale, trained by votes.</summary>
public sealed class Voted : IReasoner
{
    internal const string Kind = "voted";

    private static readonly (string Name, Func<VotedOptions, VotedOptions> Change)[] Arms =
    [
        ("one vote", o => o with { Votes = 1 }), ("alpha 1: the plain mean", o => o with { Alpha = 1 }),
        ("alpha .5: the paper's", o => o with { Alpha = .5 }), ("alpha 0: the shrunk mean alone", o => o with { Alpha = 0 }),
    ];

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "answers from question and rationale, trained on merged votes (MC-CoT)";

    /// <inheritdoc/>
    public string RowExample => """{"text": "question and rationale", "label": "A"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<VotedOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<VotedOptions>(), training.Split());
        var classes = Reporting.Classes(training.Rows, "label");
        var vocabulary = Vocabulary.Learn(train.Select(row => row.Text("text")), max: 1 << 13);
        VotedModel Fit(VotedOptions arm)
        {
            var model = new VotedModel(vocabulary.Words.Length, classes.Length, arm, SeededRandom.Create(training.Seed, "voted/parameters"));
            model.Train([.. train.Select(row => (Features(vocabulary, row), Reporting.ClassOf(row, "label", classes)))],
                SeededRandom.Create(training.Seed, "voted/order"), training);
            return model;
        }
        string[] Line(string name, VotedModel model)
        {
            var probabilities = test.Select(row => (model.Probabilities(Features(vocabulary, row)), Label: Reporting.ClassOf(row, "label", classes)));
            var (loss, right) = (0.0, 0);
            foreach (var (each, label) in probabilities)
            {
                loss -= Math.Log(Math.Max(1e-30, each[label])) / test.Count;
                if (Reporting.ArgMax(each) == label) right++;
            }
            return [name, Reporting.Show(loss), Reporting.Show(right / (double)test.Count)];
        }
        var trained = Fit(options);
        return new(
            new(Kind, training.Source, training.Seed, trained.Parameters)
            {
                Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
                Names = NetworkFile.NamesOf(("words", vocabulary.Words), ("classes", classes)),
            },
            [
                new("Rows that it did not learn from")
                {
                    Table = new(["training", "loss", "accuracy"],
                        [Line("this network", trained), .. Arms.Select(arm => Line(arm.Name, Fit(arm.Change(options))))]),
                    Notes = ["On noisy labels it was the shrinking that helped, not the votes: the plain mean lost to one vote."],
                },
            ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var (vocabulary, classes) = (new Vocabulary(network.List("words")), network.List("classes"));
        var options = new ProtocolOptions(network.Settings).Read<VotedOptions>();
        var model = new VotedModel(vocabulary.Words.Length, classes.Length, options, SeededRandom.Create(0, "voted/read"));
        network.ParametersOf(model.Layout).CopyTo(model.Parameters, 0);
        return
        [
            new("Answers")
            {
                Table = new(["row", "answer", "probability"], [.. rows.Select(row =>
                {
                    var probabilities = model.Probabilities(Features(vocabulary, row));
                    var best = Reporting.ArgMax(probabilities);
                    return new[] { row.Place, classes[best], Reporting.Show(probabilities[best]) };
                })]),
            },
        ];
    }

    private static IReadOnlyList<(int, double)> Features(Vocabulary vocabulary, ReasonerRow row) =>
        [.. vocabulary.Find(row.Text("text")).Select(word => (word, 1.0))];
}
