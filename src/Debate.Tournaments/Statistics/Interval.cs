namespace Debate.Tournaments;

/// <summary>A closed interval of numbers, with <see cref="Low"/> at most <see cref="High"/>.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether <paramref name="value"/> lies between the ends, the ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether the intervals have no point in common.</summary>
    public bool IsDisjointFrom(Interval other) => High < other.Low || other.High < Low;
}
