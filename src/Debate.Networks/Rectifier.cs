using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Debate.Networks;

/// <summary>The leaky rectifier (Maas, Hannun and Ng, 2013), max(x, slope x) with a slope in [0, 1], element by element.</summary>
internal static class Rectifier
{
    /// <summary>Applies it in place.</summary>
    public static void Apply<T>(Span<T> numbers, T slope) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(numbers);
        foreach (ref var vector in vectors) vector = Vector.Max(vector, vector * slope);
        foreach (ref var number in numbers[(vectors.Length * Vector<T>.Count)..]) number = T.Max(number, number * slope);
    }

    /// <summary>
    /// Turns a gradient with respect to the outputs into one with respect to the inputs, in place: multiplied by the slope wherever the
    /// output is not above 0. Both spans have the same length.
    /// </summary>
    public static void Backward<T>(ReadOnlySpan<T> outputs, Span<T> delta, T slope) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var deltas = MemoryMarshal.Cast<T, Vector<T>>(delta);
        var places = MemoryMarshal.Cast<T, Vector<T>>(outputs);
        for (var i = 0; i < deltas.Length; i++)
            deltas[i] = Vector.ConditionalSelect(Vector.GreaterThan(places[i], Vector<T>.Zero), deltas[i], deltas[i] * slope);
        for (var i = deltas.Length * Vector<T>.Count; i < delta.Length; i++)
            if (!(outputs[i] > T.Zero)) delta[i] *= slope;
    }
}
