using Debate.Core;
using Debate.Deliberation;
using Debate.Networks;

namespace Debate.Training.Reasoners;

/// <summary>A place in a text: the tokens before it, the nearest last, and those that follow, at least one.</summary>
public sealed record QuietExample(IReadOnlyList<int> Before, IReadOnlyList<int> After);

/// <summary>
/// Quiet-STaR (Zelikman et al., 2024) in the small: before each token the network thinks some tokens that nobody sees; a mixing head says
/// how much the prediction after the thought counts against the one without. A thought is rewarded by the loss that it saves on the tokens
/// that follow, less the mean of the thoughts of the same place, and learnt by REINFORCE (Williams, 1992), beside the likelihood of the
/// mixture. The network is one hidden layer over a window of tokens and the thought so far: a thought sees its own prefix and itself.
/// </summary>
public sealed class QuietModel
{
    private readonly QuietOptions _options;
    private readonly int _tokens;
    private readonly ParameterLayout _layout = new();
    private readonly ParameterPlace _window, _bias;
    private readonly DenseLayer _next, _thought, _mix;
    private readonly float[] _parameters;

    private QuietModel(int tokens, QuietOptions options, SeededRandom draws)
    {
        (_tokens, _options) = (tokens, options);
        // A row for each token at each place of the window and of the thought.
        _window = _layout.AddUniform((options.Context + options.Thought) * tokens, options.Hidden, .7);
        _bias = _layout.AddConstant(1, options.Hidden);
        (_next, _thought) = (DenseLayer.Create(_layout, options.Hidden, tokens), DenseLayer.Create(_layout, options.Hidden, tokens));
        _mix = new(_layout.AddConstant(2 * options.Hidden, 1), _layout.AddConstant(1, 1, -1), 1);
        _parameters = _layout.CreateParameters<float>(draws);
    }

    /// <summary>Trains on examples of tokens in 0..tokens-1.</summary>
    public static QuietModel Train(
        IReadOnlyList<QuietExample> examples, int tokens, QuietOptions options, long seed, ReasonerTraining? progress = null)
    {
        var model = new QuietModel(tokens, options, SeededRandom.Create(seed, "quiet/parameters"));
        var (tape, thoughts) = (new Tape<float>(model._parameters), SeededRandom.Create(seed, "quiet/thoughts"));
        // What is learnt late, by thoughts that have become good, is worth as much as what is learnt early: the rate stays.
        new Fitting(options.Epochs, 32, options.Rate) { Cools = false }.Run(
            tape, examples, SeededRandom.Create(seed, "quiet/order"), batch => model.Loss(tape, batch, thoughts), progress?.Report,
            progress?.Stop ?? default);
        return model;
    }

    /// <summary>The model of a file.</summary>
    public static QuietModel Read(NetworkFile file, int tokens)
    {
        var model = new QuietModel(
            tokens, new ProtocolOptions(file.Settings).Read<QuietOptions>(), SeededRandom.Create(0, "quiet/read"));
        file.ParametersOf(model._layout).CopyTo(model._parameters, 0);
        return model;
    }

    /// <summary>The file of the model.</summary>
    public NetworkFile Write(string trainedOn, long seed, IReadOnlyList<string> tokens) => new(Quiet.Kind, trainedOn, seed, _parameters)
    {
        Settings = NetworkFile.SettingsOf(OptionRecords.Write(_options)),
        Names = NetworkFile.NamesOf(("tokens", tokens)),
    };

    /// <summary>What it thinks at a place, most probable token after most probable token, how much that counts, and the next token.</summary>
    public (IReadOnlyList<int> Thought, double Weight, int Next) Predict(IReadOnlyList<int> before)
    {
        var tape = new Tape<float>(_parameters, learns: false);
        var thought = new List<int>();
        var state = State(tape, [before], [thought]);
        var plain = state;
        for (var i = 0; i < ThoughtLength; i++)
        {
            thought.Add(Reporting.ArgMax(tape.Read(_thought.Apply(tape, state))));
            state = State(tape, [before], [thought]);
        }
        if (ThoughtLength == 0) return ([], 0, Reporting.ArgMax(tape.Read(_next.Apply(tape, plain))));
        var (mixed, weight) = Mix(tape, plain, state);
        return (thought, tape.ReadNumber(weight), Reporting.ArgMax(tape.Read(mixed)));
    }

    /// <summary>
    /// The rewards of thoughts from what they save, thoughts x tokens that follow, row-major: the sum of each less the mean of all thoughts,
    /// and, where <paramref name="clamp"/> is above 0, within [0, clamp].
    /// </summary>
    public static double[] Rewards(IReadOnlyList<double> baseLosses, IReadOnlyList<IReadOnlyList<double>> thoughtLosses, double clamp)
    {
        var saved = thoughtLosses.Select(losses => baseLosses.Sum() - losses.Sum()).ToArray();
        var mean = saved.Average();
        return [.. saved.Select(s => clamp > 0 ? Math.Clamp(s - mean, 0, clamp) : s - mean)];
    }

    private int ThoughtLength => _options.Passes == 0 ? 0 : _options.Thought;

    private Matrix Loss(Tape<float> tape, QuietExample[] batch, SeededRandom draws)
    {
        var talk = batch.Max(b => Math.Min(_options.Talk, b.After.Count));
        var plain = Enumerable.Range(0, talk).Select(ahead => State(tape, [.. batch.Select(b => Window(b, ahead))], null)).ToArray();
        if (ThoughtLength == 0)
            return tape.Scale(plain.Select((state, ahead) => tape.Mean(tape.CrossEntropy(_next.Apply(tape, state), Targets(batch, ahead))))
                .Aggregate(tape.Add), 1.0 / talk);
        // Every thought of a batch is a row: those of the first pass, then those of the second.
        var rows = Enumerable.Range(0, _options.Passes).SelectMany(_ => batch).ToArray();
        int[] repeat = [.. Enumerable.Range(0, rows.Length).Select(row => row % batch.Length)];
        var thoughts = rows.Select(_ => new List<int>()).ToArray();
        var surprise = Think(tape, rows, thoughts, draws);
        var losses = Enumerable.Range(0, talk).Select(ahead =>
        {
            var after = State(tape, [.. rows.Select(b => Window(b, ahead))], thoughts);
            return tape.CrossEntropy(Mix(tape, tape.Gather(plain[ahead], repeat), after).Mixed, Targets(rows, ahead));
        }).ToArray();
        var reward = RewardOf(tape, losses, batch.Length);
        if (_options.Rewards == QuietRewards.Shuffled)
            for (var i = reward.Length - 1; i > 0; i--)
            {
                var other = draws.NextInt(i + 1);
                (reward[i], reward[other]) = (reward[other], reward[i]);
            }
        var likelihood = tape.Scale(losses.Select(tape.Mean).Aggregate(tape.Add), 1.0 / talk);
        return tape.Add(likelihood, tape.WeightedSum(surprise, [.. reward.Select(r => (float)r / rows.Length)]));
    }

    // Samples the thoughts, token by token; gives how improbable each whole thought was.
    private Matrix Think(Tape<float> tape, QuietExample[] rows, List<int>[] thoughts, SeededRandom draws)
    {
        var surprises = new Matrix[ThoughtLength];
        for (var i = 0; i < surprises.Length; i++)
        {
            var logits = _thought.Apply(tape, State(tape, [.. rows.Select(b => b.Before)], thoughts));
            var probabilities = tape.Read(tape.Softmax(logits));
            var drawn = new int[rows.Length];
            for (var row = 0; row < rows.Length; row++)
            {
                drawn[row] = Sample(probabilities.Slice(row * _tokens, _tokens), draws.NextDouble());
                thoughts[row].Add(drawn[row]);
            }
            surprises[i] = tape.CrossEntropy(logits, drawn);
        }
        return surprises.Aggregate(tape.Add);
    }

    // What is common to all thoughts of a place, the loss without one, falls out of the difference to their mean.
    private double[] RewardOf(Tape<float> tape, Matrix[] losses, int places)
    {
        var rewards = new double[places * _options.Passes];
        for (var place = 0; place < places; place++)
        {
            var each = Enumerable.Range(0, _options.Passes)
                .Select(pass => (IReadOnlyList<double>)[.. losses.Select(l => (double)tape.Read(l)[pass * places + place])]).ToArray();
            var found = Rewards(new double[losses.Length], each, _options.Clamp);
            for (var pass = 0; pass < _options.Passes; pass++) rewards[pass * places + place] = found[pass];
        }
        return rewards;
    }

    private (Matrix Mixed, Matrix Weight) Mix(Tape<float> tape, Matrix plain, Matrix after)
    {
        var weight = tape.Sigmoid(_mix.Apply(tape, tape.Join(plain, after)));
        var (without, with) = (_next.Apply(tape, plain), _next.Apply(tape, after));
        return (tape.Add(without, tape.MultiplyColumn(tape.Subtract(with, without), weight)), weight);
    }

    private Matrix State(Tape<float> tape, IReadOnlyList<IReadOnlyList<int>> windows, IReadOnlyList<List<int>>? thoughts)
    {
        var sparse = new SparseRows();
        for (var row = 0; row < windows.Count; row++)
        {
            var window = windows[row];
            for (var i = 0; i < Math.Min(_options.Context, window.Count); i++) sparse.Add(i * _tokens + window[window.Count - 1 - i]);
            for (var i = 0; i < (thoughts?[row].Count ?? 0); i++) sparse.Add((_options.Context + i) * _tokens + thoughts![row][i]);
            sparse.EndRow();
        }
        return tape.Rectify(tape.AddRow(tape.Bag(tape.Parameter(_window), sparse), tape.Parameter(_bias)));
    }

    private static IReadOnlyList<int> Window(QuietExample example, int ahead) =>
        ahead == 0 ? example.Before : [.. example.Before, .. example.After.Take(ahead)];

    private static int[] Targets(QuietExample[] rows, int ahead) => [.. rows.Select(b => ahead < b.After.Count ? b.After[ahead] : -1)];

    private static int Sample(ReadOnlySpan<float> probabilities, double left)
    {
        for (var i = 0; i < probabilities.Length; i++) if ((left -= probabilities[i]) < 0) return i;
        return probabilities.Length - 1;
    }
}
