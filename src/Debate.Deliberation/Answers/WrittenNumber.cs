namespace Debate.Deliberation.Answers;

/// <summary>A number as it was written.</summary>
/// <param name="Value">Its value; a per cent is a hundredth.</param>
/// <param name="Decimals">Decimal places of the value that were written: 2 for "0.25" and for "25%", 0 for a fraction.</param>
/// <param name="IsPercent">Written with a per cent sign or word.</param>
/// <param name="IsExact">Written as a whole number or as a fraction, and therefore not rounded.</param>
/// <param name="Start">Its start index in the scanned text.</param>
/// <param name="End">The index after its last character in that text.</param>
public sealed record WrittenNumber(double Value, int Decimals, bool IsPercent, bool IsExact, int Start, int End)
{
    /// <summary>Its unit as written, such as km or miles/hour; null when it has none that <see cref="Units"/> knows.</summary>
    public string? Unit { get; init; }

    /// <summary>Relative tolerance within which two numbers are the same.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Largest relative error that rounding may cause: 1.5 %.</summary>
    public const double MaxRounding = 0.015;

    /// <summary>True when the two are equal up to <see cref="Tolerance"/>.</summary>
    public bool IsCloseTo(double other) => Math.Abs(Value - other) <= Tolerance * Math.Max(Math.Abs(Value), Math.Abs(other));

    /// <summary>
    /// True when this number is <paramref name="exact"/> rounded to the places that were written: at least two significant digits, and off
    /// by no more than <see cref="MaxRounding"/>. So 0.67 and 66.7% are 2/3, 0.7 and 1 are not.
    /// </summary>
    public bool IsRoundingOf(double exact)
    {
        if (IsExact && Decimals == 0 && Math.Floor(Value) != Value) return false;
        var unit = Math.Pow(10, -Decimals);
        var near = Math.Abs(Value - exact) <= unit / 2 * (1 + Tolerance);
        return near && Math.Abs(Value) >= 10 * unit * (1 - Tolerance) && Math.Abs(Value - exact) <= MaxRounding * Math.Abs(exact);
    }
}
