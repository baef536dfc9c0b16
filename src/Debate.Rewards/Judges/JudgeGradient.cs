using System.Numerics.Tensors;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Judges;

/// <summary>
/// The gradient of the Bradley-Terry loss, -log sigma(J(a, {e}) - J(a', {e})), by the parameters of a judge, summed over comparisons.
/// </summary>
internal sealed class JudgeGradient
{
    private readonly JudgeNetwork _network;
    private readonly PerceptronGradient _gradient;
    private readonly float[] _sums, _first, _second, _otherFirst, _otherSecond, _delta, _deltaBase;

    public JudgeGradient(JudgeNetwork network)
    {
        (_network, _gradient) = (network, new(network.Perceptron));
        float[] Layer() => new float[network.Shape.Hidden];
        (_sums, _first, _second, _otherFirst, _otherSecond) = (Layer(), Layer(), Layer(), Layer(), Layer());
        (_delta, _deltaBase) = (Layer(), Layer());
    }

    /// <summary>The sum since <see cref="Clear"/>.</summary>
    public Span<float> Sum => _gradient.Sum;

    /// <summary>Starts a new sum and takes note of changed parameters.</summary>
    public void Clear() => _gradient.Clear();

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
        _gradient.AddBias(_deltaBase);
        foreach (var item in shown)
        {
            _gradient.AddInput(item, values[item], _deltaBase);
            _gradient.AddInput(_network.Shape.Features + item, 1, _deltaBase);
        }
        return ahead > 0 ? Math.Log(1 + Math.Exp(-ahead)) : Math.Log(1 + Math.Exp(ahead)) - ahead;
    }

    private void Back(float delta, int action, float[] first, float[] second)
    {
        _gradient.Back(first, second, [delta], _delta);
        _gradient.AddInput(2 * _network.Shape.Features + action, 1, _delta);
        TensorPrimitives.Add(_deltaBase, _delta, _deltaBase);
    }
}
