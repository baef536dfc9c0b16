using System.Globalization;
using System.Numerics;

namespace Debate.Deliberation.Answers;

/// <summary>An exact fraction in lowest terms, with a positive denominator.</summary>
internal readonly record struct Rational
{
    private Rational(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static Rational Zero { get; } = new(0, 1);

    public static Rational One { get; } = new(1, 1);

    public bool IsZero => Numerator.IsZero;

    public bool IsInteger => Denominator.IsOne;

    /// <summary>The bits of numerator and denominator together: what a further operation costs.</summary>
    public long Bits => Numerator.GetBitLength() + Denominator.GetBitLength();

    /// <summary>The fraction of two integers; the denominator must not be zero.</summary>
    public static Rational Create(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) divisor = -divisor;
        return new(numerator / divisor, denominator / divisor);
    }

    public static Rational operator +(Rational a, Rational b) =>
        Create(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator *(Rational a, Rational b) => Create(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static implicit operator Rational(int whole) => new(whole, 1);

    /// <summary>The largest integer that is not above it.</summary>
    public BigInteger Floor() => (Numerator - (Numerator % Denominator + Denominator) % Denominator) / Denominator;

    /// <summary>The power with a whole exponent; this must not be zero where the exponent is negative.</summary>
    public Rational Power(int exponent) => exponent >= 0
        ? Create(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : Create(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <summary>The nearest double; 0 or infinity where it lies outside of their range.</summary>
    public double ToDouble()
    {
        var shift = (int)Math.Max(0, Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 1000);
        var (top, bottom) = ((double)(Numerator >> shift), (double)(Denominator >> shift));
        return bottom == 0 ? double.PositiveInfinity * Numerator.Sign : top / bottom;
    }

    public override string ToString() => IsInteger ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
