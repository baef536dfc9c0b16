using System.Numerics.Tensors;

namespace Debate.Rewards.Players;

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
