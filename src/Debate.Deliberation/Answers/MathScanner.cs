using System.Globalization;
using System.Numerics;

namespace Debate.Deliberation.Answers;

/// <summary>What kind of term was found.</summary>
internal enum TermKind
{
    /// <summary>A number, also an irrational one: 5, 3/4, 2√3, 50%.</summary>
    Number,

    /// <summary>An expression with a variable or an infinity.</summary>
    Formula,

    /// <summary>A pair, a set, an interval, a date in digits: several numbers that stand for one thing.</summary>
    Sequence,
}

/// <summary>A term of mathematics in a plain text (<see cref="MathText"/>).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The index of its first character, the sign's where it has one.</param>
/// <param name="End">The index behind its last character, unit included.</param>
/// <param name="Form">Its normal form: equal terms have equal forms.</param>
internal sealed record MathTerm(TermKind Kind, int Start, int End, string Form)
{
    /// <summary>Relative tolerance within which two irrational numbers are the same.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Largest relative error that rounding may cause: 1.5 %.</summary>
    private const double MaxRounding = 0.015;

    /// <summary>The expression of a number or formula.</summary>
    public SumOfProducts? Expression { get; init; }

    /// <summary>Decimal places of the value that were written: 2 for "0.25" and for "25%", 0 for a fraction.</summary>
    public int Decimals { get; init; }

    /// <summary>Written with a per cent sign or word.</summary>
    public bool IsPercent { get; init; }

    /// <summary>Written as a whole number, a fraction or an expression, and therefore not rounded.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>A word that often is not a number ("one", "second", "once").</summary>
    public bool IsVague { get; init; }

    /// <summary>Its unit; null where it has none that is known.</summary>
    public AnswerUnit? Unit { get; init; }

    /// <summary>The value; NaN for what is no number.</summary>
    public double Value => Kind == TermKind.Number ? Expression!.Value : double.NaN;

    /// <summary>Whether the two are the same number: exactly for rational ones, up to a relative 1e-9 otherwise.</summary>
    public bool IsSameNumber(MathTerm other)
    {
        if (Form == other.Form) return true;
        if (Expression?.Exact is not null && other.Expression?.Exact is not null) return false;
        var (one, two) = (Value, other.Value);
        return double.IsFinite(one) && one != 0 && Math.Abs(one - two) <= Tolerance * Math.Max(Math.Abs(one), Math.Abs(two));
    }

    /// <summary>
    /// Whether this number is the other one rounded to the places that were written: at least two significant digits, and off by no more
    /// than 1.5 %. So 0.67 and 66.7% are 2/3, 0.7 and 1 are not.
    /// </summary>
    public bool IsRoundingOf(MathTerm exact)
    {
        if (IsExact && (Decimals == 0 && Expression?.Exact is not { IsInteger: true })) return false;
        var (said, value, step) = (Value, exact.Value, Math.Pow(10, -Decimals));
        var near = Math.Abs(said - value) <= step / 2 * (1 + Tolerance);
        return near && Math.Abs(said) >= 10 * step * (1 - Tolerance) && Math.Abs(said - value) <= MaxRounding * Math.Abs(value);
    }

    /// <summary>The same digits read as per cent.</summary>
    public MathTerm AsPercent()
    {
        var hundredth = Expression!.Divide(SumOfProducts.FromNumber(100))!;
        return this with { Expression = hundredth, Form = hundredth.Text, Decimals = Decimals + 2, IsPercent = true, IsExact = false };
    }
}

/// <summary>
/// Finds the terms of mathematics in a plain text, in order and without overlap. Words and what is inside of them ("H2O") are none. Work is
/// linear in the length of the text.
/// </summary>
internal sealed class MathScanner
{
    private readonly string _text;
    private readonly MathParser _parser;
    private readonly List<MathTerm> _terms = [];
    private int _at;

    private MathScanner(string text) => (_text, _parser) = (text, new MathParser(text));

    /// <summary>The terms of a text that <see cref="MathText.Flatten"/> made.</summary>
    public static IReadOnlyList<MathTerm> FindTerms(string plain) => new MathScanner(plain).Scan();

    private List<MathTerm> Scan()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '(' or '[' or '{' && TryAddSequence()) continue;
            if (char.IsAsciiDigit(c) && !IsBehindWord() && TryAddCode()) continue;
            if ((_parser.StartsTerm(_at) || c is '(' or '|') && TryAddExpression(_at, _at, 1)) continue;
            if (c is '-' or '+' or '±' && IsSign() && TryAddSigned()) continue;
            if (char.IsLetter(c)) ReadWords();
            else if (char.IsAsciiDigit(c)) SkipWord();
            else _at++;
        }
        return _terms;
    }

    private char Peek(int ahead) => _at + ahead >= 0 && _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    /// <summary>Whether the digits here belong to a word, an index or an exponent.</summary>
    private bool IsBehindWord() => Peek(-1) is '^' or '_' || char.IsAsciiLetter(Peek(-1)) && !IsBehindCurrencyWord();

    private bool IsBehindCurrencyWord()
    {
        var from = _at;
        while (from > 0 && char.IsAsciiLetter(_text[from - 1])) from--;
        return _text[from.._at] is "rs" or "usd" or "eur" or "gbp" or "inr" or "rmb" or "cny" or "x";
    }

    /// <summary>A sign stands before its number: at a border, with a space behind it only where the text begins or after an
    /// operator.</summary>
    private bool IsSign()
    {
        if (char.IsLetterOrDigit(Peek(-1)) || Peek(-1) is ')' or '%' or '-' or '+') return false;
        if (Peek(1) != ' ') return true;
        var before = _at - 1;
        while (before >= 0 && _text[before] == ' ') before--;
        return before < 0 ? !_text.Contains('\n') : _text[before] is '=' or '(' or '≈' or '<' or '>' or '≤' or '≥' or ':';
    }

    private bool TryAddSigned()
    {
        var (start, sign, from) = (_at, _text[_at], _at + 1);
        while (from < _text.Length && (_text[from] == ' ' || Units.IsCurrencySign(_text[from]))) from++;
        if (!_parser.StartsTerm(from) && (from >= _text.Length || _text[from] != '(' && !_parser.IsVariableAlone(from))
            && !_parser.StartsFormula(from)) return false;
        if (sign != '±') return TryAddExpression(start, from, sign == '-' ? -1 : 1);
        if (_parser.ReadSum(from, out var end) is not { } value) return false;
        string[] both = [value.Text, value.Negate().Text];
        Add(new(TermKind.Sequence, start, end, $"{{{string.Join(',', both.Order(StringComparer.Ordinal))}}}"));
        return true;
    }

    private bool TryAddSequence()
    {
        if (_parser.ReadSequence(_at, out var end) is not { } form) return false;
        Add(new(TermKind.Sequence, _at, end, form));
        return true;
    }

    /// <summary>Digits in three parts or more: a date, a version, a ratio of several; with points and threes it is a number.</summary>
    private bool TryAddCode()
    {
        var (end, parts, separator, threes) = (_at, 0, '\0', true);
        while (true)
        {
            var from = end;
            while (end < _text.Length && char.IsAsciiDigit(_text[end])) end++;
            threes &= parts == 0 ? end - from <= 3 : end - from == 3;
            parts++;
            var next = end < _text.Length ? _text[end] : '\0';
            var goesOn = end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]);
            if (next is not ('.' or '/' or ':' or '-') || !goesOn || separator != '\0' && next != separator || parts > 8) break;
            (separator, end) = (next, end + 1);
        }
        if (parts is < 3 or > 8 || end < _text.Length && char.IsLetter(_text[end])) return false;
        var digits = _text[_at..end];
        if (separator == '.' && threes && BigInteger.TryParse(digits.Replace(".", ""), CultureInfo.InvariantCulture, out var number)
            && digits.Length < 60)
            AddNumber(_at, end, SumOfProducts.FromNumber(Rational.Create(number, 1)), 0, true);
        else Add(new(TermKind.Sequence, _at, end, digits));
        return true;
    }

    private bool TryAddExpression(int start, int from, int sign)
    {
        if (_parser.ReadSum(from, out var end) is not { } value) return false;
        if (sign < 0) value = value.Negate();
        if (value.IsNumber) AddNumber(start, end, value, _parser.Decimals, _parser.IsExact);
        else Add(new(TermKind.Formula, start, end, value.Text) { Expression = value });
        return true;
    }

    private void AddNumber(int start, int end, SumOfProducts value, int decimals, bool exact, bool vague = false)
    {
        var percentEnd = ReadPercent(end);
        if (percentEnd > end && value.Divide(SumOfProducts.FromNumber(100)) is { } share)
        {
            var places = exact && value.Exact is not { IsInteger: true } ? 0 : decimals + 2;
            Add(new(TermKind.Number, start, percentEnd, share.Text) { Expression = share, Decimals = places, IsPercent = true,
                IsExact = false });
            return;
        }
        var word = ReadWord(end < _text.Length && _text[end] == ' ' ? end + 1 : end, out var wordEnd);
        if (NumberWords.GetMultiplier(word) is > 1 and var times
            && value.Multiply(SumOfProducts.FromNumber(Rational.Create(times, 1))) is { } more)
            (value, end, decimals) = (more, wordEnd, Math.Max(0, decimals - (int)Math.Log10(times)));
        if (string.CompareOrdinal(_text, end, ":00", 0, 3) == 0)
        {
            Add(new(TermKind.Number, start, end + 3, value.Text) { Expression = value, Unit = new("o'clock", ["o'clock"]) });
            return;
        }
        var unit = Units.Find(_text, start, end, out var unitEnd);
        if (string.CompareOrdinal(_text, unitEnd, " below zero", 0, 11) == 0) (value, unitEnd) = (value.Negate(), unitEnd + 11);
        Add(new(TermKind.Number, start, unitEnd, value.Text)
        {
            Expression = value, Decimals = decimals, IsExact = exact, IsVague = vague && unit is null, Unit = unit,
        });
    }

    private void Add(MathTerm term)
    {
        _terms.Add(term);
        _at = term.End;
    }

    private int ReadPercent(int at)
    {
        var from = at;
        while (from < _text.Length && _text[from] == ' ') from++;
        if (from < _text.Length && _text[from] == '%') return from + 1;
        return ReadWord(from, out var end) is "percent" or "pct" ? end
            : string.CompareOrdinal(_text, from, "per cent", 0, 8) == 0 ? from + 8 : at;
    }

    /// <summary>Words: a sign in words, a number in words, or anything else, which is skipped.</summary>
    private void ReadWords()
    {
        var (start, word) = (_at, ReadWord(_at, out var end));
        if (word is "minus" or "negative" or "plus" && end < _text.Length && TryAddSignedWord(start, end, word == "plus" ? 1 : -1)) return;
        if (_parser.StartsFormula(_at) && TryAddExpression(_at, _at, 1)) return;
        var words = ReadNumberWords(_at, out var last);
        if (words.Count > 0 && NumberWords.Evaluate(words) is { } value)
            AddNumber(start, last, SumOfProducts.FromNumber(value), 0, true, NumberWords.IsAmbiguous(words));
        else SkipWord();
    }

    private bool TryAddSignedWord(int start, int end, int sign)
    {
        var from = end;
        while (from < _text.Length && (_text[from] is ' ' or '-' || Units.IsCurrencySign(_text[from]))) from++;
        if (_parser.StartsTerm(from) || from < _text.Length && _text[from] == '(') return TryAddExpression(start, from, sign);
        var words = ReadNumberWords(from, out var last);
        if (words.Count == 0 || NumberWords.Evaluate(words) is not { } value) return false;
        AddNumber(start, last, SumOfProducts.FromNumber(sign < 0 ? -value : value), 0, true);
        return true;
    }

    /// <summary>Number words in a row, with hyphens, "and" or spaces between them.</summary>
    private List<string> ReadNumberWords(int at, out int end)
    {
        var words = new List<string>();
        end = at;
        while (words.Count < 16 && ReadWord(at, out var wordEnd) is { Length: > 0 } word && NumberWords.IsNumberWord(word))
        {
            words.Add(word);
            (end, at) = (wordEnd, wordEnd);
            if (at < _text.Length && _text[at] is ' ' or '-') at++;
            if (word is "hundred" or "thousand" && string.CompareOrdinal(_text, at, "and ", 0, 4) == 0) at += 4;
        }
        return words;
    }

    private string ReadWord(int from, out int end)
    {
        for (end = from; end < _text.Length && end - from < 24 && char.IsAsciiLetter(_text[end]);) end++;
        return from < end ? _text[from..end] : "";
    }

    private void SkipWord()
    {
        var cjk = !char.IsAscii(_text[_at]);
        _at++;
        while (_at < _text.Length && char.IsLetterOrDigit(_text[_at]) && char.IsAscii(_text[_at]) != cjk)
        {
            if (char.IsAsciiDigit(_text[_at]) && IsBehindCurrencyWord()) break;
            _at++;
        }
    }
}
