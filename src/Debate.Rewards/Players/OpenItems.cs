using System.Numerics.Tensors;

namespace Debate.Rewards.Players;

/// <summary>The items that may still be shown, as seen by a network that gives a number to every item.</summary>
internal static class OpenItems
{
    /// <summary>The item with the greatest number among those that are not closed, of equal ones the lowest.</summary>
    public static int Best(ReadOnlySpan<float> logits, ReadOnlySpan<int> closed)
    {
        var best = -1;
        for (var item = 0; item < logits.Length; item++)
            if ((best < 0 || logits[item] > logits[best]) && !closed.Contains(item)) best = item;
        return best;
    }

    /// <summary>The softmax over the items that are not closed; 0 for the others.</summary>
    public static void Softmax(ReadOnlySpan<float> logits, ReadOnlySpan<int> closed, Span<float> probabilities)
    {
        var most = logits[Best(logits, closed)];
        var sum = 0f;
        for (var item = 0; item < logits.Length; item++)
            sum += probabilities[item] = closed.Contains(item) ? 0 : MathF.Exp(logits[item] - most);
        TensorPrimitives.Divide(probabilities, sum, probabilities);
    }

    /// <summary>An item drawn by these probabilities.</summary>
    public static int Draw(ReadOnlySpan<float> probabilities, Draws draws)
    {
        var (left, last) = (draws.Unit(), -1);
        for (var item = 0; item < probabilities.Length; item++)
        {
            if (probabilities[item] == 0) continue;
            last = item;
            if ((left -= probabilities[item]) < 0) break;
        }
        return last;
    }
}
