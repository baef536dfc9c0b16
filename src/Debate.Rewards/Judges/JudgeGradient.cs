using System.Numerics.Tensors;

namespace Debate.Rewards.Judges;

/// <summary>
/// The gradient of the Bradley-Terry loss, -log sigma(J(a, {e}) - J(a', {e})), by the parameters of a judge, summed over comparisons.
/// </summary>
internal sealed class JudgeGradient
{
    private readonly JudgeNetwork _network;
    private readonly JudgeNetwork _sum;
    private readonly int _hidden;
    private readonly float[] _transposed;
    private readonly float[] _sums, _first, _second, _otherFirst, _otherSecond, _deltaSecond, _deltaFirst, _deltaBase;

    public JudgeGradient(JudgeNetwork network)
    {
        (_network, _hidden) = (network, network.Shape.Hidden);
        _sum = new(network.Shape, new float[network.Shape.Parameters]);
        _transposed = new float[_hidden * _hidden];
        float[] Layer() => new float[_hidden];
        (_sums, _first, _second, _otherFirst, _otherSecond) = (Layer(), Layer(), Layer(), Layer(), Layer());
        (_deltaSecond, _deltaFirst, _deltaBase) = (Layer(), Layer(), Layer());
        Clear();
    }

    /// <summary>The sum since <see cref="Clear"/>.</summary>
    public Span<float> Sum => _sum.Parameters;

    /// <summary>Starts a new sum and takes note of changed parameters.</summary>
    public void Clear()
    {
        Sum.Clear();
        var weights = _network.SecondWeights;
        for (var from = 0; from < _hidden; from++)
            for (var to = 0; to < _hidden; to++) _transposed[to * _hidden + from] = weights[from * _hidden + to];
    }

    /// <summary>
    /// Adds a comparison: with the items <paramref name="shown"/> of the row <paramref name="values"/>, <paramref name="preferred"/> before
    /// <paramref name="other"/>. Gives its loss.
    /// </summary>
    public double Add(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int preferred, int other)
    {
        _network.See(values, shown, _sums);
        var ahead = (double)_network.Forward(_sums, preferred, _first, _second) - _network.Forward(_sums, other, _otherFirst, _otherSecond);
        var doubt = 1 / (1 + Math.Exp(ahead));
        _deltaBase.AsSpan().Clear();
        Back((float)-doubt, preferred, _first, _second);
        Back((float)doubt, other, _otherFirst, _otherSecond);
        TensorPrimitives.Add(_sum.FirstBias, _deltaBase, _sum.FirstBias);
        foreach (var item in shown)
        {
            if (values[item] != 0) AddScaled(_deltaBase, values[item], Row(_sum.FirstWeights, item));
            var maskRow = Row(_sum.FirstWeights, _network.Shape.Features + item);
            TensorPrimitives.Add(maskRow, _deltaBase, maskRow);
        }
        return ahead > 0 ? Math.Log(1 + Math.Exp(-ahead)) : Math.Log(1 + Math.Exp(ahead)) - ahead;
    }

    private void Back(float delta, int action, float[] first, float[] second)
    {
        AddScaled(second, delta, _sum.OutputWeights);
        _deltaFirst.AsSpan().Clear();
        var output = _network.OutputWeights;
        for (var unit = 0; unit < _hidden; unit++)
        {
            _deltaSecond[unit] = second[unit] > 0 ? delta * output[unit] : 0;
            if (_deltaSecond[unit] != 0) AddScaled(_transposed.AsSpan(unit * _hidden, _hidden), _deltaSecond[unit], _deltaFirst);
        }
        TensorPrimitives.Add(_sum.SecondBias, _deltaSecond, _sum.SecondBias);
        for (var unit = 0; unit < _hidden; unit++)
        {
            if (first[unit] > 0) AddScaled(_deltaSecond, first[unit], Row(_sum.SecondWeights, unit));
            else _deltaFirst[unit] = 0;
        }
        var actionRow = Row(_sum.FirstWeights, 2 * _network.Shape.Features + action);
        TensorPrimitives.Add(actionRow, _deltaFirst, actionRow);
        TensorPrimitives.Add(_deltaBase, _deltaFirst, _deltaBase);
    }

    private Span<float> Row(Span<float> weights, int row) => weights.Slice(row * _hidden, _hidden);

    private static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(row, factor, sum, sum);
}
