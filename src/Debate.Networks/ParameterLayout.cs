using System.Numerics;
using Debate.Core;

namespace Debate.Networks;

/// <summary>Where a matrix of parameters stands in the vector of all parameters of a network: rows x columns from an offset on.</summary>
public readonly record struct ParameterPlace(int Offset, int Rows, int Columns)
{
    /// <summary>Number of parameters.</summary>
    public int Count => Rows * Columns;
}

/// <summary>The vector of all parameters of a network, laid out matrix after matrix, and how each matrix begins.</summary>
public sealed class ParameterLayout
{
    private readonly List<(ParameterPlace Place, double Spread, double Value)> _places = [];

    /// <summary>Number of parameters so far.</summary>
    public int Count { get; private set; }

    /// <summary>Weights that begin uniform within the square root of 6 over rows plus columns (Glorot and Bengio, 2010).</summary>
    public ParameterPlace AddWeights(int rows, int columns) => AddUniform(rows, columns, Math.Sqrt(6.0 / (rows + columns)));

    /// <summary>Weights that begin uniform within a spread on both sides of 0.</summary>
    public ParameterPlace AddUniform(int rows, int columns, double spread) => Add(rows, columns, spread, 0);

    /// <summary>Parameters that all begin with one value, as biases (0) and gains (1) do.</summary>
    public ParameterPlace AddConstant(int rows, int columns, double value = 0) => Add(rows, columns, 0, value);

    /// <summary>The vector as it begins; the same draws give the same bits.</summary>
    public T[] CreateParameters<T>(SeededRandom draws) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parameters = new T[Count];
        foreach (var (place, spread, value) in _places)
            foreach (ref var parameter in parameters.AsSpan(place.Offset, place.Count))
                parameter = T.CreateTruncating(spread > 0 ? (2 * draws.NextDouble() - 1) * spread : value);
        return parameters;
    }

    private ParameterPlace Add(int rows, int columns, double spread, double value)
    {
        var place = new ParameterPlace(Count, rows, columns);
        _places.Add((place, spread, value));
        Count += place.Count;
        return place;
    }
}
