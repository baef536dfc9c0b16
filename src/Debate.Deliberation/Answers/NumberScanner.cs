using System.Globalization;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Scans cleaned lower-case text for numbers in one pass. A number is ambiguous (<c>Vague</c>) when it is a word that often is not a number
/// ("one", "second", "once").
/// </summary>
internal sealed class NumberScanner(string text)
{
    private int _at;

    public IReadOnlyList<(WrittenNumber Number, bool Vague)> All()
    {
        var numbers = new List<(WrittenNumber, bool)>();
        while (_at < text.Length)
        {
            if (StartsDigits()) AddTo(numbers, Digits(), false);
            else if (char.IsLetter(text[_at])) ReadWords(numbers);
            else _at++;
        }
        return numbers;
    }

    private static void AddTo(List<(WrittenNumber, bool)> numbers, WrittenNumber? number, bool vague)
    {
        if (number is not null && double.IsFinite(number.Value)) numbers.Add((number, vague));
    }

    private char Peek(int ahead) => _at + ahead < text.Length && _at + ahead >= 0 ? text[_at + ahead] : '\0';

    private bool StartsDigits() =>
        char.IsAsciiDigit(text[_at]) || text[_at] == '.' && char.IsAsciiDigit(Peek(1)) && !char.IsLetterOrDigit(Peek(-1));

    private WrittenNumber? Digits()
    {
        var start = _at;
        var signed = Peek(-1) is '-' && !(char.IsLetterOrDigit(Peek(-2)) || Peek(-2) == ')');
        var inWord = Peek(-1) is '^' or '_' || char.IsLetter(Peek(-1)) && !AfterCurrencyWord();
        var (value, decimals) = Mantissa();
        var number = Suffixed(value, decimals, start);
        SkipLetters();
        if (inWord) return null;
        return signed ? number with { Value = -number.Value, Start = start - 1 } : number;
    }

    private bool AfterCurrencyWord()
    {
        var from = _at;
        while (from > 0 && char.IsLetter(text[from - 1])) from--;
        return text[from.._at] is "rs" or "usd" or "eur" or "gbp" or "inr" or "rmb" or "cny";
    }

    private (double Value, int Decimals) Mantissa()
    {
        var start = _at;
        SkipGrouped();
        var decimals = 0;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            var from = _at;
            SkipDigits();
            decimals = _at - from;
        }
        var exponent = Exponent();
        var value = double.Parse(text[start..exponent.From].Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (value * Math.Pow(10, exponent.Power), Math.Clamp(decimals - exponent.Power, 0, 15));
    }

    /// <summary>Reads e3, x 10^3 or *10^3 and moves the cursor past it.</summary>
    private (int From, int Power) Exponent()
    {
        var from = _at;
        var ahead = Peek(0) == 'e' ? 1 : TimesTen();
        if (ahead == 0) return (from, 0);
        var sign = Peek(ahead) is '-' or '+' ? 1 : 0;
        if (!char.IsAsciiDigit(Peek(ahead + sign))) return (from, 0);
        _at += ahead;
        var first = _at;
        _at += sign;
        SkipDigits();
        var small = int.TryParse(text[first.._at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power);
        return (from, small ? Math.Clamp(power, -400, 400) : 400);
    }

    private int TimesTen()
    {
        var ahead = 0;
        while (Peek(ahead) == ' ') ahead++;
        if (Peek(ahead) is not ('x' or '*')) return 0;
        ahead++;
        while (Peek(ahead) == ' ') ahead++;
        return Peek(ahead) == '1' && Peek(ahead + 1) == '0' && Peek(ahead + 2) == '^' ? ahead + 3 : 0;
    }

    private WrittenNumber Suffixed(double value, int decimals, int start)
    {
        var exact = decimals == 0;
        if (Divided(ref value)) exact = true;
        else if (exact && Mixed(value) is { } mixed) value = mixed;
        var end = _at;
        if (Percent()) return new(value / 100, exact && value != Math.Floor(value) ? 0 : decimals + 2, true, false, start, _at);
        var multiplier = NumberWords.Multiplier(PeekWord());
        if (multiplier > 1) SkipWord();
        else _at = end;
        return new(value * multiplier, Math.Max(0, decimals - (int)Math.Log10(multiplier)), false, exact, start, _at);
    }

    /// <summary>Reads a fraction 3/2 or a ratio 2:1 without spaces; leaves dates, times on the hour and division by zero alone.</summary>
    private bool Divided(ref double value)
    {
        if (Peek(0) is not ('/' or ':') || !char.IsAsciiDigit(Peek(1))) return false;
        var (sign, mark) = (Peek(0), _at);
        _at++;
        var divisor = Mantissa().Value;
        if (divisor == 0 || Peek(0) == sign && char.IsAsciiDigit(Peek(1)))
        {
            if (divisor != 0) _at = mark;
            return false;
        }
        value /= divisor;
        return true;
    }

    /// <summary>1 1/2: a whole number, one space, a proper fraction.</summary>
    private double? Mixed(double whole)
    {
        var mark = _at;
        if (Peek(0) != ' ' || !char.IsAsciiDigit(Peek(1))) return null;
        _at++;
        var part = Mantissa().Value;
        if (Peek(0) == '/' && Divided(ref part) && part < 1) return whole + part;
        _at = mark;
        return null;
    }

    private bool Percent()
    {
        var mark = _at;
        while (Peek(0) == ' ') _at++;
        if (Peek(0) == '%') _at++;
        else if (PeekWord() is "percent" or "pct") SkipWord();
        else if (string.CompareOrdinal(text, _at, "per cent", 0, 8) == 0) _at += 8;
        else _at = mark;
        return _at != mark;
    }

    private void ReadWords(List<(WrittenNumber, bool)> numbers)
    {
        var start = _at;
        var words = new List<string>();
        while (PeekWord() is { Length: > 0 } word && NumberWords.Knows(word))
        {
            words.Add(word);
            SkipWord();
            if (Peek(0) is '-' or ' ' && char.IsLetter(Peek(1)) && NumberWords.Knows(WordAt(_at + 1))) _at++;
        }
        if (words.Count == 0) while (char.IsLetter(Peek(0))) _at++;
        else if (NumberWords.Value(words) is { } value)
        {
            var end = _at;
            var percent = Percent();
            var vague = NumberWords.Vague(words) && !percent;
            AddTo(numbers, new(percent ? value / 100 : value, percent ? 2 : 0, percent, !percent, start, percent ? _at : end), vague);
        }
    }

    private string PeekWord() => WordAt(Peek(0) == ' ' ? _at + 1 : _at);

    private string WordAt(int from)
    {
        var end = from;
        while (end < text.Length && end - from < 24 && char.IsLetter(text[end])) end++;
        return text[from..end];
    }

    private void SkipWord()
    {
        if (Peek(0) == ' ') _at++;
        while (char.IsLetter(Peek(0))) _at++;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0))) _at++;
    }

    private void SkipLetters()
    {
        while (char.IsLetterOrDigit(Peek(0))) _at++;
    }

    private void SkipGrouped()
    {
        SkipDigits();
        while (Peek(0) == ',' && char.IsAsciiDigit(Peek(1)) && char.IsAsciiDigit(Peek(2)) && char.IsAsciiDigit(Peek(3))
            && !char.IsAsciiDigit(Peek(4))) _at += 4;
    }
}
