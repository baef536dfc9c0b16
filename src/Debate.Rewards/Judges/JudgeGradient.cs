using System.Numerics.Tensors;
using Debate.Core.Input;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Judges;

/// <summary>
/// The gradient of the Bradley-Terry loss, -log sigma(J(a, {e}) - J(a', {e})), with respect to the parameters of a judge, summed over a
/// batch of comparisons (Bradley and Terry, 1952). The evidence is sparse and passes through the first layer comparison by comparison; the
/// other layers run on the whole batch, two rows of H hidden units for each comparison.
/// </summary>
internal sealed class JudgeGradient
{
    private readonly JudgeNetwork _network;
    private readonly Perceptron _sum;
    private readonly Layer _secondLayer;
    private readonly int _hidden;
    private readonly float[] _firstHidden, _delta, _preActivations;
    private readonly (float[] Values, int[] Shown, int Count)[] _evidence;
    private readonly int[] _actions;
    private int _count;

    /// <summary>For batches of up to <paramref name="max"/> comparisons.</summary>
    public JudgeGradient(JudgeNetwork network, int max)
    {
        (_network, _hidden) = (network, network.Shape.Hidden);
        _sum = new(network.Perceptron.Shape, new float[network.Shape.Parameters]);
        _secondLayer = new(new(_hidden, _hidden, Slope: 0), network.Perceptron.SecondLayer, _sum.SecondLayer, 2 * max);
        (_firstHidden, _delta, _preActivations) = (new float[2 * max * _hidden], new float[2 * max * _hidden], new float[_hidden]);
        (_evidence, _actions) = (new (float[], int[], int)[max], new int[2 * max]);
        var features = network.Shape.Features;
        for (var i = 0; i < max; i++) _evidence[i] = (new float[features], new int[features], 0);
    }

    /// <summary>The gradient that <see cref="ComputeGradient"/> computed.</summary>
    public Span<float> Sum => _sum.Parameters;

    /// <summary>
    /// Adds a comparison to the batch: with the items <paramref name="shown"/> of the row <paramref name="values"/> revealed,
    /// <paramref name="preferred"/> is preferred to <paramref name="other"/>.
    /// </summary>
    public void AddComparison(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int preferred, int other)
    {
        ref var evidence = ref _evidence[_count];
        values.CopyTo(evidence.Values);
        shown.CopyTo(evidence.Shown);
        evidence.Count = shown.Length;
        (_actions[2 * _count], _actions[2 * _count + 1]) = (preferred, other);
        _network.EncodeEvidence(values, shown, _preActivations);
        for (var row = 2 * _count; row < 2 * _count + 2; row++)
        {
            TensorPrimitives.Add(_preActivations, ActionRow(_network.Perceptron, row), Row(_firstHidden, row));
            TensorPrimitives.Max(Row(_firstHidden, row), 0f, Row(_firstHidden, row));
        }
        _count++;
    }

    /// <summary>
    /// Computes the gradient of the batch into <see cref="Sum"/>, starts a new batch and returns the loss of the old one.
    /// </summary>
    public double ComputeGradient()
    {
        Sum.Clear();
        var second = _secondLayer.Forward(_firstHidden, 2 * _count);
        var loss = 0.0;
        for (var i = 0; i < _count; i++) loss += AddLoss(i, second);
        var back = _secondLayer.Backward(_firstHidden, _delta.AsSpan(0, 2 * _count * _hidden));
        Rectifier.Backward(_firstHidden, back, slope: 0);
        for (var i = 0; i < _count; i++) BackwardFirstLayer(i, back);
        _count = 0;
        return loss;
    }

    private double AddLoss(int i, Span<float> second)
    {
        var ahead = (double)Score(Row(second, 2 * i)) - Score(Row(second, 2 * i + 1));
        var doubt = (float)(1 / (1 + Math.Exp(ahead)));
        for (var row = 2 * i; row < 2 * i + 2; row++)
        {
            var by = row == 2 * i ? -doubt : doubt;
            TensorPrimitives.Multiply(_network.Perceptron.OutputWeights, by, Row(_delta, row));
            AddScaled(Row(second, row), by, _sum.OutputWeights);
        }
        return ahead > 0 ? Math.Log(1 + Math.Exp(-ahead)) : Math.Log(1 + Math.Exp(ahead)) - ahead;
    }

    // Backward pass through the first layer, which both actions share except for their own one-hot row.
    private void BackwardFirstLayer(int i, Span<float> back)
    {
        _preActivations.AsSpan().Clear();
        for (var row = 2 * i; row < 2 * i + 2; row++)
        {
            TensorPrimitives.Add(ActionRow(_sum, row), Row(back, row), ActionRow(_sum, row));
            TensorPrimitives.Add(_preActivations, Row(back, row), _preActivations);
        }
        TensorPrimitives.Add(_sum.FirstBias, _preActivations, _sum.FirstBias);
        var (values, shown, count) = _evidence[i];
        foreach (var item in shown.AsSpan(0, count))
        {
            if (values[item] != 0) AddScaled(_preActivations, values[item], Row(_sum.FirstWeights, item));
            AddScaled(_preActivations, 1, Row(_sum.FirstWeights, _network.Shape.Features + item));
        }
    }

    private float Score(ReadOnlySpan<float> second)
    {
        var score = 0f;
        var weights = _network.Perceptron.OutputWeights;
        for (var unit = 0; unit < second.Length; unit++) score += second[unit] * weights[unit];
        return score;
    }

    private Span<float> ActionRow(Perceptron of, int row) => Row(of.FirstWeights, 2 * _network.Shape.Features + _actions[row]);

    private Span<float> Row(Span<float> rows, int row) => rows.Slice(row * _hidden, _hidden);

    private static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(row, factor, sum, sum);
}
