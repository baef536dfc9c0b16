using System.Globalization;
using System.Numerics;

namespace Debate.Deliberation.Answers;

/// <summary>
/// A recursive-descent parser of expressions in plain notation (<see cref="MathText"/>): sums, products (also without a sign: 2√3, 3x),
/// fractions and ratios, powers, roots, factorials, π, e, ∞, functions, variables of one letter. Depth and work are bounded: of a text that
/// would need more nothing is read. All positions are indices of the text; null means that no expression is there.
/// </summary>
internal sealed class MathParser(string text)
{
    private const int MaxDepth = 24;

    private readonly MathLetters _letters = new(text);
    private long _work = 64L * text.Length + 4096;
    private int _at;
    private int _literals;
    private int _operators;
    private int _decimals;
    private bool _inBrackets;

    /// <summary>Decimal places of the number that was read last; 0 where it was more than one literal.</summary>
    public int Decimals => _literals == 1 && _operators == 0 ? _decimals : 0;

    /// <summary>Whether what was read last was written without decimal places.</summary>
    public bool IsExact => Decimals == 0;

    /// <summary>Whether a number, a root or a constant begins here.</summary>
    public bool StartsTerm(int at) => _letters.StartsTerm(at);

    /// <summary>Whether a variable, a function or a constant in letters begins a formula here.</summary>
    public bool StartsFormula(int at) => _letters.StartsFormula(at);

    /// <summary>Whether a variable stands alone here, as behind a sign.</summary>
    public bool IsVariableAlone(int at) => _letters.IsVariableAlone(at);

    /// <summary>The sum that begins at a position.</summary>
    public SumOfProducts? ReadSum(int from, out int end)
    {
        (_at, _literals, _operators, _decimals, _inBrackets) = (from, 0, 0, 0, false);
        var sum = ReadSum(0);
        end = _at;
        return _work > 0 ? sum : null;
    }

    /// <summary>The normal form of a pair, a set or an interval in brackets, or a union of such.</summary>
    public string? ReadSequence(int from, out int end)
    {
        var (parts, at) = (new List<string>(), from);
        end = from;
        while (at < text.Length && text[at] is '(' or '[' or '{' && ReadBracket(at, 0) is { } form && _work > 0)
        {
            parts.Add(form);
            at = end = _at;
            while (at < text.Length && text[at] == ' ') at++;
            if (at >= text.Length || text[at] != '∪') break;
            for (at++; at < text.Length && text[at] == ' ';) at++;
        }
        return parts.Count == 0 ? null : string.Join('∪', parts.Order(StringComparer.Ordinal));
    }

    private string? ReadBracket(int at, int depth)
    {
        if (depth > 3 || --_work < 0) return null;
        var (open, parts) = (text[at], new List<string>());
        (_at, _inBrackets) = (at, true);
        do
        {
            _at++;
            SkipSpaces();
            if ((Current is '(' or '[' ? ReadNested(depth) : null) is { } nested) parts.Add(nested);
            else if (ReadSum(1) is { } part) parts.Add(part.Text);
            else break;
            SkipSpaces();
        }
        while (Current is ',' or ';');
        _inBrackets = false;
        if (Current is not (')' or ']' or '}') || parts.Count == 0 || parts.Count == 1 && open != '{' || open == '{' != (Current == '}'))
            return null;
        _at++;
        return open == '{' ? $"{{{string.Join(',', parts.Distinct().Order(StringComparer.Ordinal))}}}"
            : $"{open}{string.Join(',', parts)}{text[_at - 1]}";
    }

    private string? ReadNested(int depth)
    {
        var mark = _at;
        if (ReadBracket(mark, depth + 1) is { } nested) return nested;
        (_at, _inBrackets) = (mark, true);
        return null;
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private char Peek(int ahead) => _at + ahead < text.Length && _at + ahead >= 0 ? text[_at + ahead] : '\0';

    private void SkipSpaces()
    {
        while (Current == ' ') _at++;
    }

    private SumOfProducts? ReadSum(int depth)
    {
        if (depth > MaxDepth || (_work -= 4) < 0) return null;
        var sum = ReadSignedProduct(depth);
        while (sum is not null)
        {
            var (mark, before) = (_at, Current == ' ');
            SkipSpaces();
            var sign = Current;
            if (sign is not ('+' or '-') || before != (Peek(1) == ' ') || sign == '-' && IsRange(mark, depth)) return Back(mark, sum);
            _at++;
            SkipSpaces();
            _operators++;
            if (ReadProduct(depth) is not { } next || (sign == '+' ? sum.Add(next) : sum.Add(next.Negate())) is not { } total)
                return Back(mark, sum);
            sum = total;
        }
        return sum;
    }

    private SumOfProducts? Back(int mark, SumOfProducts value)
    {
        _at = mark;
        return value;
    }

    /// <summary>12-13 without spaces, outside of any brackets, is a range and no difference.</summary>
    private bool IsRange(int mark, int depth) =>
        depth == 0 && _operators == 0 && Current == '-' && _at == mark && char.IsAsciiDigit(Peek(1));

    private SumOfProducts? ReadSignedProduct(int depth)
    {
        var negative = false;
        if (depth > 0)
        {
            SkipSpaces();
            while (Current is '-' or '+')
            {
                negative ^= Current == '-';
                _at++;
                SkipSpaces();
            }
        }
        var product = ReadProduct(depth);
        return negative ? product?.Negate() : product;
    }

    private SumOfProducts? ReadProduct(int depth)
    {
        var product = ReadPower(depth);
        while (product is not null && --_work > 0)
        {
            var mark = _at;
            var divides = false;
            if (!IsImplicitFactor())
            {
                SkipSpaces();
                if (MeasureTimes() is not (> 0 and var length)) return Back(mark, product);
                divides = Current is '/' or ':';
                _at += length;
                SkipSpaces();
            }
            else SkipSpaces();
            _operators++;
            var (decimals, literals) = (_decimals, _literals);
            if (ReadPower(depth) is not { } factor || (divides ? product.Divide(factor) : product.Multiply(factor)) is not { } next)
            {
                (_operators, _decimals, _literals) = (_operators - 1, decimals, literals);
                return Back(mark, product);
            }
            product = next;
        }
        return product;
    }

    /// <summary>The length of the sign of a product here: *, /, : or an x before a power of ten; 0 where there is none.</summary>
    private int MeasureTimes() => Current switch
    {
        '*' or '/' => 1,
        ':' => char.IsAsciiDigit(Peek(1)) || Peek(1) == ' ' && char.IsAsciiDigit(Peek(2)) && Peek(-1) == ' ' ? 1 : 0,
        'x' when Peek(1) is ' ' or '1' && text.AsSpan(_at + 1).TrimStart(' ') is ['1', '0', '^', ..] => 1,
        _ => 0,
    };

    private bool IsImplicitFactor()
    {
        if (Current is '(' or '√' or '\u221B' || _letters.IsGreek(_at)) return true;
        if (Current == ' ') return Peek(1) is '√' or 'π' || Peek(1) == 'p' && _letters.ReadRun(_at + 1) == "pi";
        return _letters.IsVariable(_at);
    }

    private SumOfProducts? ReadPower(int depth)
    {
        if (depth > MaxDepth || (_work -= 2) < 0 || ReadAtom(depth) is not { } value) return null;
        if (Current == '!' && Peek(1) is not ('=' or '!') && value.Exact is { IsInteger: true } whole
            && ReadFactorial(whole) is { } factorial)
        {
            _at++;
            _operators++;
            value = factorial;
        }
        if (Current != '^') return value;
        var mark = _at++;
        _operators++;
        if (ReadExponent(depth + 1) is { } exponent && Raise(value, exponent) is { } power) return power;
        return Back(mark, value);
    }

    private SumOfProducts? ReadExponent(int depth)
    {
        var negative = Current == '-';
        if (negative) _at++;
        var exponent = Current == '(' ? ReadGroup(depth) : ReadAtom(depth);
        return negative ? exponent?.Negate() : exponent;
    }

    private static SumOfProducts? Raise(SumOfProducts value, SumOfProducts exponent)
    {
        if (exponent.Exact is { } power) return value.Power(power);
        return SumOfProducts.FromFactor($"({value.Text})^({exponent.Text})", Math.Pow(value.Value, exponent.Value));
    }

    private static SumOfProducts? ReadFactorial(Rational whole)
    {
        if (whole.Numerator.Sign < 0) return null;
        if (whole.Numerator > 200) return SumOfProducts.FromFactor($"({whole})!", double.PositiveInfinity);
        BigInteger product = 1;
        for (var i = 2; i <= (int)whole.Numerator; i++) product *= i;
        return SumOfProducts.FromNumber(Rational.Create(product, 1));
    }

    private SumOfProducts? ReadAtom(int depth)
    {
        if (depth > MaxDepth || --_work < 0) return null;
        var c = Current;
        if (char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(Peek(1))) return ReadLiteral();
        if (c == '(') return ReadGroup(depth + 1);
        if (c is '√' or '\u221B') return ReadRoot(depth);
        if (_letters.IsGreek(_at))
        {
            _at++;
            return c == 'π' ? SumOfProducts.FromFactor("π", Math.PI) : SumOfProducts.FromFactor($"{c}{ReadSubscript()}");
        }
        if (!char.IsAsciiLetter(c)) return null;
        var run = _letters.ReadRun(_at);
        if (run is "pi" or "sqrt" or "infinity" or "infinite" || MathLetters.IsFunction(run)) return ReadNamed(run, depth);
        if (char.IsAsciiLetter(Peek(-1)) ? !_letters.IsVariable(_at) : run.Length > 3) return null;
        if (Peek(-1) == '/' && Units.IsUnitWord(run)) return null;
        if (!MathLetters.IsVariableLetter(c) && c != 'e' && !(run.Length == 1 && char.IsAsciiLetter(c))) return null;
        _at++;
        return c == 'e' && run.Length == 1 ? SumOfProducts.FromFactor("e", Math.E) : SumOfProducts.FromFactor($"{c}{ReadSubscript()}");
    }

    private SumOfProducts? ReadNamed(string name, int depth)
    {
        _at += name.Length;
        if (name == "pi") return SumOfProducts.FromFactor("π", Math.PI);
        if (name is "infinity" or "infinite") return SumOfProducts.FromFactor("∞");
        if (name == "sqrt") return ReadRootArgument(depth)?.Power(Rational.Create(1, 2));
        var subscript = ReadSubscript();
        var power = "";
        if (Current == '^' && char.IsAsciiDigit(Peek(1))) (power, _at) = ($"^{Peek(1)}", _at + 2);
        SkipSpaces();
        var grouped = Current == '(';
        if (grouped) _at++;
        if ((grouped ? ReadSum(depth + 1) : ReadProduct(depth + 1)) is not { } argument) return null;
        var degrees = Current == '°';
        if (degrees) _at++;
        if (grouped && Current != ')') return null;
        if (grouped) _at++;
        var angle = argument.Value * (degrees ? Math.PI / 180 : 1);
        var known = power.Length > 0 || subscript.Length > 0 ? double.NaN : name switch
        {
            "sin" => Math.Sin(angle),
            "cos" => Math.Cos(angle),
            "tan" => Math.Tan(angle),
            "ln" => Math.Log(argument.Value),
            "exp" => Math.Exp(argument.Value),
            _ => double.NaN,
        };
        return SumOfProducts.FromFactor($"{name}{subscript}{power}({argument.Text}{(degrees ? "°" : "")})", known);
    }

    private string ReadSubscript()
    {
        if (Current != '_') return "";
        var from = _at + 1 + (Peek(1) == '(' ? 1 : 0);
        var end = from;
        while (end < text.Length && char.IsLetterOrDigit(text[end]) && end - from < 8) end++;
        _at = end + (end < text.Length && text[end] == ')' && text[from - 1] == '(' ? 1 : 0);
        return $"_{text[from..end]}";
    }

    private SumOfProducts? ReadGroup(int depth)
    {
        var (mark, inBrackets) = (_at++, _inBrackets);
        _inBrackets = true;
        var sum = ReadSum(depth + 1);
        _inBrackets = inBrackets;
        SkipSpaces();
        if (sum is null || Current != ')')
        {
            _at = mark;
            return null;
        }
        _at++;
        return sum;
    }

    private SumOfProducts? ReadRoot(int depth)
    {
        var degree = Current == '√' ? 2 : 3;
        _at++;
        if (Current == '[' && text.IndexOf(']', _at, Math.Min(6, text.Length - _at)) is > 0 and var close)
        {
            if (!int.TryParse(text.AsSpan(_at + 1, close - _at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out degree)
                || degree < 1)
                return null;
            _at = close + 1;
        }
        _operators++;
        return ReadRootArgument(depth)?.Power(Rational.Create(1, degree));
    }

    private SumOfProducts? ReadRootArgument(int depth)
    {
        SkipSpaces();
        _operators++;
        return Current == '(' ? ReadGroup(depth + 1) : ReadAtom(depth + 1);
    }

    private SumOfProducts? ReadLiteral()
    {
        if (NumberLiteral.Read(text, _at, !_inBrackets) is not { } literal) return null;
        _work -= literal.End - _at;
        _at = literal.End;
        (_literals, _decimals, _operators) = (_literals + 1, literal.Decimals, _operators + (literal.IsMixed ? 1 : 0));
        return SumOfProducts.FromNumber(literal.Value);
    }
}
