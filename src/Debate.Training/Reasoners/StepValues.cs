using System.ComponentModel.DataAnnotations;
using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;
using Debate.Tournaments;

namespace Debate.Training.Reasoners;

/// <summary>A state of a search: a problem, the steps so far and the last one.</summary>
public sealed record StepState(string Problem, IReadOnlyList<string> Before, string Last);

/// <summary>
/// The value network of ReST-MCTS* (Zhang et al., NeurIPS 2024): how good a partial solution is, in [0, 1], from the words of the problem,
/// of the steps so far and of the last step, each summed; two hidden layers; mean squared error against the values of a tree.
/// </summary>
public sealed class StepValueModel
{
    private readonly Vocabulary _vocabulary;
    private readonly ParameterPlace _words, _bias;
    private readonly DenseLayer _second, _output;
    private readonly ParameterLayout _layout = new();
    private readonly float[] _parameters;

    private StepValueModel(Vocabulary vocabulary, int hidden, SeededRandom draws)
    {
        _vocabulary = vocabulary;
        // Three tables, one below the other: problem, steps so far, last step.
        _words = _layout.AddUniform(3 * vocabulary.Words.Length, hidden, .05);
        _bias = _layout.AddConstant(1, hidden);
        _second = DenseLayer.Create(_layout, hidden, hidden, slope: 0);
        _output = DenseLayer.Create(_layout, hidden, 1);
        _parameters = _layout.CreateParameters<float>(draws);
    }

    /// <summary>Trains on states and their values in [0, 1].</summary>
    public static StepValueModel Train(
        IReadOnlyList<(StepState State, double Value)> rows, StepValueOptions options, long seed, ReasonerTraining? progress = null)
    {
        var texts = rows.SelectMany(r => r.State.Before.Append(r.State.Problem).Append(r.State.Last));
        var model = new StepValueModel(
            Vocabulary.Learn(texts, max: 1 << 12), options.Hidden, SeededRandom.Create(seed, "step-values/parameters"));
        var tape = new Tape<float>(model._parameters);
        new Fitting(options.Passes, 32, options.Rate) { Decay = options.Decay }.Run(
            tape, rows, SeededRandom.Create(seed, "step-values/order"), batch =>
            {
                var values = model.Evaluate(tape, [.. batch.Select(b => b.State)]);
                var errors = tape.Subtract(values, tape.Constant([.. batch.Select(b => (float)b.Value)], batch.Length, 1));
                return tape.Mean(tape.Multiply(errors, errors));
            }, progress?.Report, progress?.Stop ?? default);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static StepValueModel Read(NetworkFile file)
    {
        var model = new StepValueModel(new(file.List("words")), file.Whole("hidden", 1, 1024), SeededRandom.Create(0, "step-values/read"));
        file.ParametersOf(model._layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed, StepValueOptions options) => new(StepValues.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(options)),
        Names = NetworkFile.NamesOf(("words", _vocabulary.Words)),
    };

    /// <summary>The value of each state, in [0, 1].</summary>
    public float[] Values(params IReadOnlyList<StepState> states)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        return tape.Read(Evaluate(tape, states)).ToArray();
    }

    private Matrix Evaluate(Tape<float> tape, IReadOnlyList<StepState> states)
    {
        var (rows, words) = (new SparseRows(), _vocabulary.Words.Length);
        foreach (var state in states)
        {
            _vocabulary.AddTo(rows, state.Problem);
            foreach (var step in state.Before) _vocabulary.AddTo(rows, step, words);
            _vocabulary.AddTo(rows, state.Last, 2 * words);
            rows.EndRow();
        }
        var first = tape.Rectify(tape.AddRow(tape.Bag(tape.Parameter(_words), rows), tape.Parameter(_bias)));
        return tape.Sigmoid(_output.Apply(tape, _second.Apply(tape, first)));
    }
}

/// <summary>The options of <see cref="StepValues"/>.</summary>
public sealed record StepValueOptions
{
    /// <summary>Units of each hidden layer.</summary>
    [Option("Units of each hidden layer."), Range(1, 1024)]
    public int Hidden { get; init; } = 64;

    /// <summary>Passes over the states.</summary>
    [Option("Passes over the states."), Range(1, 1000)]
    public int Passes { get; init; } = 15;

    /// <summary>Adam's rate.</summary>
    [Option("The learning rate."), Range(1e-6, 1.0)]
    public double Rate { get; init; } = 3e-3;

    /// <summary>The square penalty.</summary>
    [Option("The penalty on large weights (L2)."), Range(0.0, 1.0)]
    public double Decay { get; init; } = 1e-3;
}

/// <summary>The reasoner <c>step-values</c>: how good a partial solution is.</summary>
public sealed class StepValues : IReasoner
{
    internal const string Kind = "step-values";

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public string Summary => "how good a partial solution is, from its words (ReST-MCTS*)";

    /// <inheritdoc/>
    public string RowExample => """{"problem": "2 + 3 * 4", "steps": ["3 * 4 = 12", "2 + 12 = 14"], "values": [0.7, 1]}""";

    /// <inheritdoc/>
    public IReadOnlyList<OptionRule> Options => OptionRecords.GetRules<StepValueOptions>();

    /// <inheritdoc/>
    public TrainedReasoner Train(ReasonerTraining training)
    {
        var (options, (train, test)) = (training.Options.Read<StepValueOptions>(), training.Split());
        var model = StepValueModel.Train([.. train.SelectMany(ReadStates)], options, training.Seed, training);
        var states = test.SelectMany(ReadStates).ToArray();
        var values = model.Values([.. states.Select(s => s.State)]);
        var mean = train.SelectMany(ReadStates).Average(s => s.Value);
        return new(model.Write(training.Source, training.Seed, options),
        [
            new("Steps of rows that it did not learn from")
            {
                Table = new(["value", "mean squared error", "AUC of good against bad"],
                [
                    ["network", Reporting.Show(states.Select((s, i) => Math.Pow(s.Value - values[i], 2)).Average()),
                        Reporting.Show(Reporting.Auc([.. states.Select((s, i) => ((double)values[i], s.Value >= .5))]))],
                    ["without words: the mean", Reporting.Show(states.Average(s => Math.Pow(s.Value - mean, 2))), Reporting.Show(.5)],
                ]),
                Notes = ["Good: a value of at least .5."],
            },
        ]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportSection> Explain(NetworkFile network, IReadOnlyList<ReasonerRow> rows)
    {
        var model = StepValueModel.Read(network);
        return [.. rows.Select(row =>
        {
            var (problem, steps) = (row.Text("problem"), row.Texts("steps"));
            var values = model.Values([.. steps.Select((step, i) => new StepState(problem, [.. steps.Take(i)], step))]);
            return new ReportSection(row.Place)
            {
                Table = new(["step", "value"], [.. steps.Select((step, i) => new[] { step, Reporting.Show(values[i]) })]),
            };
        })];
    }

    private static IEnumerable<(StepState State, double Value)> ReadStates(ReasonerRow row)
    {
        var (problem, steps, values) = (row.Text("problem"), row.Texts("steps"), row.Numbers("values", 0, 1));
        if (values.Count != steps.Count) throw row.Error("values", $"must be {steps.Count} numbers, one for each step");
        return steps.Select((step, i) => (new StepState(problem, [.. steps.Take(i)], step), values[i]));
    }
}
