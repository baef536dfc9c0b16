namespace Debate.Tournaments;

/// <summary>A linear map from values to pixels, with round ticks (steps of 1, 2 or 5 times a power of ten).</summary>
internal sealed class AxisScale
{
    private readonly double _low, _high, _from, _to, _step;

    /// <param name="low">The minimum value.</param>
    /// <param name="high">The maximum value; both are extended outwards to ticks.</param>
    /// <param name="from">The pixel coordinate of the minimum.</param>
    /// <param name="to">The pixel coordinate of the maximum.</param>
    internal AxisScale(double low, double high, double from, double to)
    {
        (_from, _to) = (from, to);
        high = high > low ? high : low + 1;
        _step = TickStep(high - low);
        _low = Math.Floor(low / _step + 1e-9) * _step;
        _high = Math.Ceiling(high / _step - 1e-9) * _step;
    }

    /// <summary>The same scale, shifted by some pixels.</summary>
    internal AxisScale Shifted(double by) => new(_low, _high, _from + by, _to + by);

    internal double ToPixel(double value) => _from + (value - _low) / (_high - _low) * (_to - _from);

    internal IEnumerable<double> Ticks()
    {
        var count = (int)Math.Round((_high - _low) / _step);
        for (var i = 0; i <= count; i++) yield return Math.Round(_low + i * _step, 9);
    }

    private static double TickStep(double span)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / 8)));
        return power * new[] { 1, 2, 5, 10 }.First(factor => power * factor >= span / 8);
    }
}
