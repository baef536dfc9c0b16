using System.Numerics;
using System.Runtime.InteropServices;

namespace Debate.Rewards.Networks;

/// <summary>The leaky rectifier (Maas, Hannun and Ng, 2013), max(x, slope x) with a slope in [0, 1], element by element.</summary>
internal static class Rectifier
{
    /// <summary>Applies it in place.</summary>
    public static void Apply(Span<float> numbers, float slope)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        foreach (ref var vector in vectors) vector = Vector.Max(vector, vector * slope);
        foreach (ref var number in numbers[(vectors.Length * Vector<float>.Count)..]) number = MathF.Max(number, number * slope);
    }

    /// <summary>
    /// Turns a gradient with respect to the outputs into one with respect to the inputs, in place: multiplied by the slope wherever the
    /// output is not above 0. Both spans have the same length.
    /// </summary>
    public static void Backward(ReadOnlySpan<float> outputs, Span<float> delta, float slope)
    {
        var deltas = MemoryMarshal.Cast<float, Vector<float>>(delta);
        var places = MemoryMarshal.Cast<float, Vector<float>>(outputs);
        for (var i = 0; i < deltas.Length; i++)
            deltas[i] = Vector.ConditionalSelect(Vector.GreaterThan(places[i], Vector<float>.Zero), deltas[i], deltas[i] * slope);
        for (var i = deltas.Length * Vector<float>.Count; i < delta.Length; i++)
            if (!(outputs[i] > 0)) delta[i] *= slope;
    }
}
