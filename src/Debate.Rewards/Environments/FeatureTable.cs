using Debate.Core.Input;

namespace Debate.Rewards.Environments;

/// <summary>
/// Named features of numbered rows: a row is a state (or a logged step), a feature is one item of evidence. Values are finite and should be
/// of order 1, because judges use them unscaled.
/// </summary>
public sealed class FeatureTable
{
    private readonly float[] _values;

    /// <summary>
    /// A table over <paramref name="values"/>, row after row. Throws <see cref="InputException"/> if they do not form rows of finite
    /// numbers or a name occurs twice.
    /// </summary>
    public FeatureTable(IReadOnlyList<string> names, float[] values)
    {
        if (names.Count == 0) throw new InputException("features: there are none");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count) throw new InputException("features: a name occurs twice");
        if (values.Length % names.Count != 0) throw new InputException($"features: {values.Length} values are no rows of {names.Count}");
        if (Array.FindIndex(values, v => !float.IsFinite(v)) is >= 0 and var wrong)
            throw new InputException($"features: row {wrong / names.Count}, {names[wrong % names.Count]}: not a finite number");
        (Names, _values) = ([.. names], values);
    }

    /// <summary>The names, in the order of the values of a row.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of features.</summary>
    public int Count => Names.Count;

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Count;

    /// <summary>The values of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Count, Count);
}
