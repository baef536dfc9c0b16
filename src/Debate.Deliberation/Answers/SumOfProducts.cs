using System.Globalization;
using System.Numerics;

namespace Debate.Deliberation.Answers;

/// <summary>
/// An expression in normal form: a sum of products of powers with exact coefficients, so that 2x + 1 and 1 + x + x are one expression and
/// 1/√2 is √2/2. What has no such form (a sum under a root or a fraction line, sin x) is a factor of its own. Operations return null where
/// the result would be too large or is undefined; work is bounded.
/// </summary>
internal sealed class SumOfProducts
{
    private const int MaxTerms = 24;
    private const int MaxBits = 4096;
    private const int MaxFactor = 1000;

    private readonly SortedDictionary<string, Product> _terms = new(StringComparer.Ordinal);

    private SumOfProducts(params IEnumerable<Product> products)
    {
        foreach (var product in products)
        {
            var key = product.Key;
            var sum = _terms.TryGetValue(key, out var there) ? there.Coefficient + product.Coefficient : product.Coefficient;
            if (sum.IsZero) _terms.Remove(key);
            else _terms[key] = product with { Coefficient = sum };
        }
        Text = _terms.Count == 0 ? "0" : string.Join('+', _terms.Select(t => t.Key.Length == 0 ? $"{t.Value.Coefficient}"
            : t.Value.Coefficient == Rational.One ? t.Key : $"{t.Value.Coefficient}*{t.Key}"));
    }

    private SumOfProducts(Rational number)
    {
        if (!number.IsZero) _terms[""] = new(number, Empty);
        Text = $"{number}";
    }

    /// <summary>The normal form as text: equal expressions have equal texts.</summary>
    public string Text { get; }

    /// <summary>The value where it is a rational number; else null.</summary>
    public Rational? Exact => _terms.Count == 0 ? Rational.Zero
        : _terms.Count == 1 && _terms.TryGetValue("", out var only) ? only.Coefficient : null;

    /// <summary>The value as a double; NaN where the expression has a variable or an infinity.</summary>
    public double Value => _terms.Values.Sum(t => t.Powers.Aggregate(t.Coefficient.ToDouble(),
        (value, power) => value * Math.Pow(power.Value.Base, power.Value.Exponent.ToDouble())));

    /// <summary>Whether it has a value: no variable and no infinity in it.</summary>
    public bool IsNumber => _terms.Values.All(t => t.Powers.Values.All(p => !double.IsNaN(p.Base)));

    /// <summary>The coefficient of the first term in the order of the normal form; one where there is none.</summary>
    public Rational Leading => _terms.Count == 0 ? Rational.One : _terms.Values.First().Coefficient;

    public static SumOfProducts FromNumber(Rational number) => new(number);

    /// <summary>A factor of its own: a constant with its value, or a variable, whose value is NaN.</summary>
    public static SumOfProducts FromFactor(string name, double value = double.NaN) => new(FactorOf(name, value, Rational.One));

    public SumOfProducts? Add(SumOfProducts? other) => other is null ? null : Bounded([.. _terms.Values, .. other._terms.Values]);

    public SumOfProducts Negate() => new(_terms.Values.Select(t => t with { Coefficient = -t.Coefficient }));

    public SumOfProducts? Multiply(SumOfProducts? other)
    {
        if (other is null || _terms.Count * other._terms.Count > MaxTerms * 4) return null;
        return Bounded([.. _terms.Values.SelectMany(one => other._terms.Values.Select(two => Multiply(one, two)))]);
    }

    public SumOfProducts? Divide(SumOfProducts? other) => Multiply(other?.Power(-1));

    /// <summary>The power with a rational exponent: 1/2 is the square root.</summary>
    public SumOfProducts? Power(Rational exponent)
    {
        if (_terms.Count == 0) return exponent.Numerator.Sign > 0 ? this : null;
        if (exponent.Bits > 64) return null;
        if (_terms.Count == 1) return PowerOfProduct(_terms.Values.First(), exponent);
        if (!exponent.IsInteger || exponent.Numerator < 1 || exponent.Numerator > 8)
            return new(FactorOf($"({Text})", Value, exponent));
        var power = this;
        for (var i = 1; i < (int)exponent.Numerator && power is not null; i++) power = power.Multiply(this);
        return power;
    }

    private static SumOfProducts? Bounded(IReadOnlyList<Product> products)
    {
        var sum = new SumOfProducts(products);
        return sum._terms.Count > MaxTerms || sum._terms.Values.Any(t => t.Coefficient.Bits > MaxBits) ? null : sum;
    }

    private static SumOfProducts? PowerOfProduct(Product product, Rational exponent)
    {
        if (PowerOfNumber(product.Coefficient, exponent) is not { } result) return null;
        foreach (var (name, power) in product.Powers)
            result = Multiply(result, FactorOf(name, power.Base, power.Exponent * exponent));
        return Bounded([result]);
    }

    private static Product? PowerOfNumber(Rational number, Rational exponent)
    {
        if (exponent.IsInteger)
            return BigInteger.Abs(exponent.Numerator) * number.Bits <= MaxBits
                ? new(number.Power((int)exponent.Numerator), Empty)
                : FactorOf($"({number})^{exponent}", Math.Pow(number.ToDouble(), exponent.ToDouble()), Rational.One);
        if (number.Numerator.Sign < 0)
        {
            if (exponent.Denominator.IsEven) return FactorOf($"({number})", double.NaN, exponent);
            var root = PowerOfNumber(-number, exponent);
            return exponent.Numerator.IsEven ? root : root! with { Coefficient = -root.Coefficient };
        }
        return Multiply(RootOfWhole(number.Numerator, exponent), RootOfWhole(number.Denominator, -exponent));
    }

    /// <summary>A power of a positive whole number, its small prime factors taken out of the root.</summary>
    private static Product RootOfWhole(BigInteger whole, Rational exponent)
    {
        var product = new Product(Rational.One, Empty);
        if (whole.GetBitLength() > 64) return FactorOf($"{whole}", (double)whole, exponent);
        var (rest, limit) = ((ulong)whole, (ulong)MaxFactor);
        for (ulong prime = 2; prime <= limit && prime * prime <= rest; prime++)
        {
            var times = 0;
            for (; rest % prime == 0; times++) rest /= prime;
            if (times > 0) product = Multiply(product, FactorOf($"{prime}", prime, exponent * times));
        }
        return rest == 1 ? product : Multiply(product, FactorOf($"{rest}", rest, exponent));
    }

    /// <summary>No factors; shared, since products are never changed once they are made.</summary>
    private static SortedDictionary<string, Factor> Empty { get; } = new(StringComparer.Ordinal);

    /// <summary>One factor; of a whole number only the part of the exponent in [0, 1) stays, the rest becomes the coefficient.</summary>
    private static Product FactorOf(string name, double value, Rational exponent)
    {
        var coefficient = Rational.One;
        if (char.IsAsciiDigit(name[0]) && BigInteger.Abs(exponent.Numerator) < 64 * exponent.Denominator)
        {
            var whole = (int)exponent.Floor();
            coefficient = Rational.Create(BigInteger.Parse(name, CultureInfo.InvariantCulture), 1).Power(whole);
            exponent += -whole;
        }
        var powers = new SortedDictionary<string, Factor>(StringComparer.Ordinal);
        if (!exponent.IsZero) powers[name] = new(exponent, value);
        return new(coefficient, powers);
    }

    private static Product Multiply(Product one, Product two)
    {
        var result = new Product(one.Coefficient * two.Coefficient, new(one.Powers, StringComparer.Ordinal));
        foreach (var (name, factor) in two.Powers)
        {
            var exponent = result.Powers.Remove(name, out var there) ? there.Exponent + factor.Exponent : factor.Exponent;
            var merged = FactorOf(name, factor.Base, exponent);
            foreach (var (key, power) in merged.Powers) result.Powers[key] = power;
            result = result with { Coefficient = result.Coefficient * merged.Coefficient };
        }
        return result;
    }

    private sealed record Factor(Rational Exponent, double Base);

    private sealed record Product(Rational Coefficient, SortedDictionary<string, Factor> Powers)
    {
        public string Key => string.Join('*', Powers.Select(p => p.Value.Exponent == Rational.One ? p.Key : $"{p.Key}^{p.Value.Exponent}"));
    }
}
