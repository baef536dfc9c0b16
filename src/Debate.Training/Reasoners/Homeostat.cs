using System.ComponentModel.DataAnnotations;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>What the regulation compares on the recent examples.</summary>
public enum HomeostatMeasure
{
    /// <summary>Right answers, as the paper does.</summary>
    Accuracy,

    /// <summary>The mean cross-entropy.</summary>
    Loss,

    /// <summary>Nothing: the rate is constant.</summary>
    Nothing,
}

/// <summary>
/// The homeostatic network of Man, Damasio and Neven (2022): a classifier of a stream whose learning rate is its own need. After each batch
/// it simulates both to leave the rate and to take a change, up where its guess is in the upper half of the classes and down elsewhere; if
/// to take is strictly better on the most recent examples, the rate moves in the direction of the true class, so that a wrong guess moves
/// it the wrong way.
/// </summary>
public sealed class HomeostatNetwork
{
    private const int Recent = 20;
    private const double Least = 1e-8;

    private readonly HomeostatOptions _options;
    private readonly DenseLayer[] _layers;
    private readonly Tape<float> _tape;
    private readonly int _inputs, _classes;
    private readonly Queue<(float[] Inputs, int Label)> _recent = new();
    private readonly List<(float[] Inputs, int Label)> _batch = [];

    /// <summary>A network with random parameters.</summary>
    public HomeostatNetwork(int inputs, int classes, HomeostatOptions options, SeededRandom draws)
    {
        var layout = new ParameterLayout();
        (_options, _inputs, _classes, Rate) = (options, inputs, classes, options.Rate);
        _layers = [DenseLayer.Create(layout, inputs, options.First), DenseLayer.Create(layout, options.First, options.Second),
            DenseLayer.Create(layout, options.Second, classes)];
        _tape = new(layout.CreateParameters<float>(draws));
    }

    /// <summary>The learning rate now.</summary>
    public double Rate { get; private set; }

    /// <summary>How often a change was taken.</summary>
    public int Changes { get; private set; }

    internal ReadOnlySpan<float> Parameters => _tape.Parameters;

    /// <summary>Takes over the parameters of a file; throws <see cref="Core.Input.InputException"/> of the row where it has other inputs.</summary>
    internal void Load(NetworkFile file, ReasonerRow row)
    {
        if (file.Parameters.Length != _tape.Parameters.Length) throw row.Error("features", "the network was trained on another number of them");
        file.Parameters.CopyTo(_tape.Parameters, 0);
    }

    /// <summary>The class that it takes inputs for.</summary>
    public int Predict(float[] inputs)
    {
        _tape.Reset();
        return Reporting.ArgMax(_tape.Read(Logits([inputs])));
    }

    /// <summary>Learns from an example, after ten of which it moves its parameters; gives what it took it for before.</summary>
    public int Learn(float[] inputs, int label)
    {
        var guess = Predict(inputs);
        _batch.Add((inputs, label));
        _recent.Enqueue((inputs, label));
        if (_recent.Count > Recent) _recent.Dequeue();
        if (_batch.Count == _options.Batch) Update(guess, label);
        return guess;
    }

    /// <summary>
    /// The rate after a step of the rule: <paramref name="better"/> says whether to take the change was strictly better than to leave it.
    /// </summary>
    public static double Regulate(double rate, double step, bool better, int label, int classes) =>
        better ? Math.Max(Least, rate + (label >= classes / 2 ? step : -step)) : rate;

    private void Update(int guess, int label)
    {
        _tape.Reset();
        _tape.ClearGradient();
        _tape.Backward(_tape.Mean(_tape.CrossEntropy(Logits([.. _batch.Select(b => b.Inputs)]), [.. _batch.Select(b => b.Label)])));
        _batch.Clear();
        if (_options.Compare != HomeostatMeasure.Nothing)
        {
            var step = _options.Step * _options.Rate;
            var taken = Math.Max(Least, Rate + (guess >= _classes / 2 ? step : -step));
            var better = MeasureAfter(taken) > MeasureAfter(Rate);
            if (better) Changes++;
            Rate = Regulate(Rate, step, better, label, _classes);
        }
        Move(Rate);
    }

    // How well the network would do on the recent examples after a step with a rate; the step is undone.
    private double MeasureAfter(double rate)
    {
        var before = _tape.Parameters.ToArray();
        Move(rate);
        _tape.Reset();
        var (logits, labels) = (Logits([.. _recent.Select(r => r.Inputs)]), _recent.Select(r => r.Label).ToArray());
        double measure;
        if (_options.Compare == HomeostatMeasure.Loss) measure = -_tape.ReadNumber(_tape.Mean(_tape.CrossEntropy(logits, labels)));
        else
        {
            var numbers = _tape.Read(logits);
            measure = 0;
            for (var i = 0; i < labels.Length; i++)
                if (Reporting.ArgMax(numbers.Slice(i * _classes, _classes)) == labels[i]) measure++;
        }
        before.CopyTo(_tape.Parameters, 0);
        return measure;
    }

    private void Move(double rate) => System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
        _tape.Gradient, (float)-rate, _tape.Parameters, _tape.Parameters);

    private Matrix Logits(IReadOnlyList<float[]> rows)
    {
        var x = _tape.Constant([.. rows.SelectMany(row => row)], rows.Count, _inputs);
        for (var i = 0; i < _layers.Length; i++)
        {
            x = _layers[i].Apply(_tape, x);
            if (i < _layers.Length - 1) x = _tape.Elu(x);
        }
        return x;
    }
}

/// <summary>The options of <see cref="Homeostat"/>.</summary>
public sealed record HomeostatOptions
{
    /// <summary>The rate at the start.</summary>
    [Option("The learning rate at the start."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 3e-3;

    /// <summary>A change of the rate, as a share of the rate at the start.</summary>
    [Option("A change of the rate, as a share of the rate at the start."), Range(0.0, 10.0)]
    public double Step { get; init; } = .1;

    /// <summary>What is compared.</summary>
    [Option("What is compared on the recent examples; nothing: the rate is constant.")]
    public HomeostatMeasure Compare { get; init; }

    /// <summary>Examples in an update.</summary>
    [Option("Examples in an update."), Range(1, 1000)]
    public int Batch { get; init; } = 10;

    /// <summary>Units of the first hidden layer.</summary>
    [Option("Units of the first hidden layer."), Range(1, 1024)]
    public int First { get; init; } = 40;

    /// <summary>Units of the second hidden layer.</summary>
    [Option("Units of the second hidden layer."), Range(1, 1024)]
    public int Second { get; init; } = 30;

    /// <summary>Passes over the stream.</summary>
    [Option("Passes over the stream."), Range(1, 1000)]
    public int Passes { get; init; } = 1;
}

/// <summary>The reasoner <c>homeostat</c>: a classifier of a changing stream that regulates its own learning rate.</summary>
public sealed class Homeostat : IReasoner
{
    internal const string Kind = "homeostat";

    private static readonly double[] Grid = [.3, 1, 3, 10, 30];

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "classes of a stream whose meaning shifts, with a learning rate that regulates itself (homeostatic networks)";

    /// <inheritdoc/>
    public string RowExample => """{"features": [0.2, -1.5], "label": "a"}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<HomeostatOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var options = training.Options.Read<HomeostatOptions>();
        var classes = Reporting.Classes(training.Rows, "label");
        var stream = training.Rows.Select(row => (Features: row.Numbers("features").Select(n => (float)n).ToArray(),
            Label: Reporting.ClassOf(row, "label", classes))).ToArray();
        var inputs = stream[0].Features.Length;
        for (var i = 0; i < stream.Length; i++)
            if (stream[i].Features.Length != inputs) throw training.Rows[i].Error("features", $"must be {inputs} numbers, as in the first row");
        (HomeostatNetwork Network, double Accuracy) Run(HomeostatOptions arm)
        {
            var network = new HomeostatNetwork(inputs, classes.Length, arm, SeededRandom.Create(training.Seed, "homeostat/parameters"));
            var (right, seen) = (0, 0);
            for (var pass = 0; pass < arm.Passes; pass++)
                foreach (var (features, label) in stream)
                {
                    training.Stop.ThrowIfCancellationRequested();
                    if (network.Learn(features, label) == label) right++;
                    if (++seen % 1000 == 0) training.Report?.Invoke(new(seen / (double)(arm.Passes * stream.Length), 1 - right / (double)seen));
                }
            return (network, right / (double)seen);
        }
        var (trained, accuracy) = Run(options);
        var constant = options with { Compare = HomeostatMeasure.Nothing };
        var best = Grid.Select(factor => options.Rate * factor).MaxBy(rate => Run(constant with { Rate = Math.Min(1, rate) }).Accuracy);
        string[] Line(string name, HomeostatOptions arm) => [name, Reporting.Show(Run(arm).Accuracy)];
        return new(
            new(Kind, training.Source, training.Seed, trained.Parameters.ToArray())
            {
                Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
                Names = NetworkFile.NamesOf(("classes", classes)),
            },
            [
                new("Share of the stream that it took for the right class before it learnt it")
                {
                    Table = new(["rate", "accuracy"],
                    [
                        ["this network", Reporting.Show(accuracy)], Line("constant", constant),
                        Line("the best constant of a grid", constant with { Rate = Math.Min(1, best) }),
                        Line("the paper's rule (step .1, accuracy)", options with { Step = .1, Compare = HomeostatMeasure.Accuracy }),
                        Line("step 1, accuracy", options with { Step = 1, Compare = HomeostatMeasure.Accuracy }),
                        Line("step 1, loss", options with { Step = 1, Compare = HomeostatMeasure.Loss }),
                    ]),
                    Notes = ["On a planted stream the published step (.1) gained little; steps as large as the rate at the start followed a shift. MNIST was not tried."],
                },
            ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var (options, classes) = (new ProtocolOptions(network.Settings).Read<HomeostatOptions>(), network.List("classes"));
        var inputs = rows[0].Numbers("features").Count;
        var model = new HomeostatNetwork(inputs, classes.Length, options, SeededRandom.Create(0, "homeostat/read"));
        model.Load(network, rows[0]);
        return [new("Classes") { Table = new(["row", "class"], [.. rows.Select(row =>
        {
            var features = row.Numbers("features");
            if (features.Count != inputs) throw row.Error("features", $"must be {inputs} numbers, as in the first row");
            return new[] { row.Place, classes[model.Predict([.. features.Select(f => (float)f)])] };
        })]) }];
    }
}
