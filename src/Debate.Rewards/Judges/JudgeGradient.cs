using Debate.Networks;

namespace Debate.Rewards.Judges;

/// <summary>
/// The gradient of the Bradley-Terry loss, -log sigma(J(a, {e}) - J(a', {e})), with respect to the parameters of a judge, summed over a
/// batch of comparisons (Bradley and Terry, 1952). The evidence is sparse and passes through the first layer once a comparison; the other
/// layers run on the whole batch, two rows of H hidden units for each comparison.
/// </summary>
internal sealed class JudgeGradient
{
    private readonly JudgeShape _shape;
    private readonly Tape<float> _tape;
    private readonly SparseRows _evidence = new();
    private readonly List<int> _actions = [], _comparisons = [];

    public JudgeGradient(JudgeNetwork network) => (_shape, _tape) = (network.Shape, new(network.Perceptron.ParameterVector));

    /// <summary>The gradient that <see cref="ComputeGradient"/> computed.</summary>
    public Span<float> Sum => _tape.Gradient;

    /// <summary>
    /// Adds a comparison to the batch: with the items <paramref name="shown"/> of the row <paramref name="values"/> revealed,
    /// <paramref name="preferred"/> is preferred to <paramref name="other"/>.
    /// </summary>
    public void AddComparison(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int preferred, int other)
    {
        foreach (var action in new[] { preferred, other })
        {
            _actions.Add(2 * _shape.Features + action);
            _comparisons.Add(_evidence.Count);
        }
        // The bias is the row after those of the inputs.
        _evidence.Add(_shape.Inputs);
        foreach (var item in shown) _evidence.Add(item, values[item]).Add(_shape.Features + item);
        _evidence.EndRow();
    }

    /// <summary>
    /// Computes the gradient of the batch into <see cref="Sum"/>, starts a new batch and returns the loss of the old one.
    /// </summary>
    public double ComputeGradient()
    {
        var hidden = _shape.Hidden;
        _tape.Reset();
        _tape.ClearGradient();
        var at = 0;
        Matrix Next(int rows)
        {
            var place = new ParameterPlace(at, rows, hidden);
            at += place.Count;
            return _tape.Parameter(place);
        }
        var (inputs, weights, bias, output) = (Next(_shape.Inputs + 1), Next(hidden), Next(1), Next(1));
        var evidence = _tape.Gather(_tape.Bag(inputs, _evidence), [.. _comparisons]);
        var first = _tape.Rectify(_tape.Add(evidence, _tape.Gather(inputs, [.. _actions])));
        var second = _tape.Affine(first, weights, bias, slope: 0);
        var scores = _tape.InnerWithRow(second, output).Reshape(_evidence.Count, 2);
        var losses = _tape.PreferenceLoss(_tape.Columns(scores, 0, 1), _tape.Columns(scores, 1, 1));
        var loss = _tape.RowSum(losses.Reshape(1, losses.Count));
        _tape.Backward(loss);
        _evidence.Clear();
        _actions.Clear();
        _comparisons.Clear();
        return _tape.ReadNumber(loss);
    }
}
