using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Players;

/// <summary>
/// A perceptron over an observation: [the values of the state, the mask of revealed items, one-hot own action], 2 F + A inputs for F
/// features and A actions. One instance serves one thread.
/// </summary>
internal sealed class ObservingNetwork
{
    private readonly int _features;
    private readonly float[] _firstHidden, _secondHidden, _outputs;

    public ObservingNetwork(Perceptron perceptron, int features)
    {
        (Perceptron, _features) = (perceptron, features);
        _firstHidden = new float[perceptron.Shape.Hidden];
        _secondHidden = new float[perceptron.Shape.Hidden];
        _outputs = new float[perceptron.Shape.Outputs];
    }

    /// <summary>A network with random parameters for this many features, actions, hidden units and outputs.</summary>
    public static ObservingNetwork CreateRandom((int Features, int Actions) of, int hidden, int outputs, SeededRandom draws) =>
        new(Perceptron.CreateRandom(new(2 * of.Features + of.Actions, hidden, outputs), draws), of.Features);

    /// <summary>A copy that does not change when this network learns.</summary>
    public ObservingNetwork Clone() => new(Perceptron.Clone(), _features);

    /// <summary>The parameters.</summary>
    public Perceptron Perceptron { get; }

    /// <summary>The outputs; valid until the next pass.</summary>
    public ReadOnlySpan<float> Forward(Observation observation)
    {
        Perceptron.FirstBias.CopyTo(_firstHidden);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++)
            TensorPrimitives.MultiplyAdd(Perceptron.FirstLayerRow(item), values[item], _firstHidden, _firstHidden);
        foreach (var item in observation.Revealed)
            TensorPrimitives.Add(_firstHidden, Perceptron.FirstLayerRow(_features + item), _firstHidden);
        TensorPrimitives.Add(_firstHidden, Perceptron.FirstLayerRow(2 * _features + observation.OwnAction), _firstHidden);
        Perceptron.Forward(_firstHidden, _secondHidden, _outputs);
        return _outputs;
    }

    /// <summary>
    /// Adds the last forward pass, which must have been on this observation, to a gradient; <paramref name="deltas"/> is the gradient of
    /// the loss with respect to the outputs.
    /// </summary>
    public void Backward(PerceptronGradient gradient, Observation observation, ReadOnlySpan<float> deltas)
    {
        Span<float> delta = stackalloc float[_firstHidden.Length];
        gradient.Backward(_firstHidden, _secondHidden, deltas, delta);
        gradient.AddBias(delta);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++) gradient.AddInput(item, values[item], delta);
        foreach (var item in observation.Revealed) gradient.AddInput(_features + item, 1, delta);
        gradient.AddInput(2 * _features + observation.OwnAction, 1, delta);
    }
}

/// <summary>
/// What a debater observes of a position (Sukovic and Radanovic, ICLR 2024): the whole state, what has been revealed, and its own action;
/// not that of its opponent.
/// </summary>
/// <param name="Evidence">The state and the two actions that the game is about.</param>
/// <param name="OwnAction">The action that it argues for.</param>
/// <param name="Revealed">The items that it knows to be revealed.</param>
/// <param name="Unavailable">The items that may not be revealed again: a precommitted debater may not know all of them.</param>
internal sealed record Observation(FeatureEvidence Evidence, int OwnAction, int[] Revealed, int[] Unavailable)
{
    /// <summary>
    /// The observation of the side to move; if <paramref name="committed"/>, it sees only its own reveals. Throws
    /// <see cref="InputException"/> if the game is not about a patient's features.
    /// </summary>
    public static Observation FromPosition(EvidencePosition position, bool committed = false)
    {
        var evidence = (position.Game.Judge as FeatureJudge)?.Evidence
            ?? throw new InputException("player: it learned to debate features of patients, and this game has none");
        int[] closed = [.. position.Order];
        var shown = committed ? [.. closed.Where((_, turn) => position.Game.Rules.SideToMove(turn) == position.ToMove)] : closed;
        return new(evidence, evidence.ActionOf(position.ToMove), shown, closed);
    }
}

/// <summary>Masked choices over the items that may still be revealed, from one number for each item.</summary>
internal static class OpenItems
{
    /// <summary>The item with the highest number among those not in <paramref name="closed"/>; of equal ones, the lowest item.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits, ReadOnlySpan<int> closed)
    {
        var best = -1;
        for (var item = 0; item < logits.Length; item++)
            if ((best < 0 || logits[item] > logits[best]) && !closed.Contains(item)) best = item;
        return best;
    }

    /// <summary>The softmax over the items not in <paramref name="closed"/>; 0 for the others.</summary>
    public static void Softmax(ReadOnlySpan<float> logits, ReadOnlySpan<int> closed, Span<float> probabilities)
    {
        var max = logits[ArgMax(logits, closed)];
        var sum = 0f;
        for (var item = 0; item < logits.Length; item++)
            sum += probabilities[item] = closed.Contains(item) ? 0 : MathF.Exp(logits[item] - max);
        TensorPrimitives.Divide(probabilities, sum, probabilities);
    }

    /// <summary>Samples an item with these probabilities.</summary>
    public static int Sample(ReadOnlySpan<float> probabilities, SeededRandom draws)
    {
        var (left, last) = (draws.NextDouble(), -1);
        for (var item = 0; item < probabilities.Length; item++)
        {
            if (probabilities[item] == 0) continue;
            last = item;
            if ((left -= probabilities[item]) < 0) break;
        }
        return last;
    }
}
