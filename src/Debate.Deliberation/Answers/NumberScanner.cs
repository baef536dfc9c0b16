using System.Globalization;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Scans cleaned lower-case text for numbers in one pass. A number is ambiguous (<c>Vague</c>) when it is a word that often is not a number
/// ("one", "second", "once").
/// </summary>
internal sealed class NumberScanner(string text)
{
    private int _position;

    public IReadOnlyList<(WrittenNumber Number, bool Vague)> ScanAll()
    {
        var numbers = new List<(WrittenNumber, bool)>();
        while (_position < text.Length)
        {
            if (IsAtNumeral()) AddIfFinite(numbers, ReadNumeral(), false);
            else if (char.IsLetter(text[_position])) ReadNumberWords(numbers);
            else _position++;
        }
        return numbers;
    }

    private static void AddIfFinite(List<(WrittenNumber, bool)> numbers, WrittenNumber? number, bool vague)
    {
        if (number is not null && double.IsFinite(number.Value)) numbers.Add((number, vague));
    }

    private char Peek(int ahead) => _position + ahead < text.Length && _position + ahead >= 0 ? text[_position + ahead] : '\0';

    private bool IsAtNumeral() =>
        char.IsAsciiDigit(text[_position]) || text[_position] == '.' && char.IsAsciiDigit(Peek(1)) && !char.IsLetterOrDigit(Peek(-1));

    private WrittenNumber? ReadNumeral()
    {
        var start = _position;
        var signed = Peek(-1) is '-' && !(char.IsLetterOrDigit(Peek(-2)) || Peek(-2) == ')');
        var inWord = Peek(-1) is '^' or '_' || char.IsLetter(Peek(-1)) && !IsAfterCurrencyWord();
        var (value, decimals) = ReadMantissa();
        var number = ReadSuffixes(value, decimals, start);
        SkipLetters();
        if (inWord) return null;
        return signed ? number with { Value = -number.Value, Start = start - 1 } : number;
    }

    private bool IsAfterCurrencyWord()
    {
        var from = _position;
        while (from > 0 && char.IsLetter(text[from - 1])) from--;
        return text[from.._position] is "rs" or "usd" or "eur" or "gbp" or "inr" or "rmb" or "cny";
    }

    private (double Value, int Decimals) ReadMantissa()
    {
        var start = _position;
        SkipGroupedDigits();
        var decimals = 0;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _position++;
            var from = _position;
            SkipDigits();
            decimals = _position - from;
        }
        var exponent = ReadExponent();
        var value = double.Parse(text[start..exponent.From].Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (value * Math.Pow(10, exponent.Power), Math.Clamp(decimals - exponent.Power, 0, 15));
    }

    /// <summary>Reads e3, x 10^3 or *10^3 and moves the cursor past it.</summary>
    private (int From, int Power) ReadExponent()
    {
        var from = _position;
        var ahead = Peek(0) == 'e' ? 1 : MeasureTimesTen();
        if (ahead == 0) return (from, 0);
        var sign = Peek(ahead) is '-' or '+' ? 1 : 0;
        if (!char.IsAsciiDigit(Peek(ahead + sign))) return (from, 0);
        _position += ahead;
        var first = _position;
        _position += sign;
        SkipDigits();
        var small = int.TryParse(text[first.._position], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power);
        return (from, small ? Math.Clamp(power, -400, 400) : 400);
    }

    private int MeasureTimesTen()
    {
        var ahead = 0;
        while (Peek(ahead) == ' ') ahead++;
        if (Peek(ahead) is not ('x' or '*')) return 0;
        ahead++;
        while (Peek(ahead) == ' ') ahead++;
        return Peek(ahead) == '1' && Peek(ahead + 1) == '0' && Peek(ahead + 2) == '^' ? ahead + 3 : 0;
    }

    private WrittenNumber ReadSuffixes(double value, int decimals, int start)
    {
        var exact = decimals == 0;
        if (TryReadDivisor(ref value)) exact = true;
        else if (exact && ReadMixedFraction(value) is { } mixed) value = mixed;
        var end = _position;
        if (TryReadPercent())
            return new(value / 100, exact && value != Math.Floor(value) ? 0 : decimals + 2, true, false, start, _position);
        var multiplier = NumberWords.GetMultiplier(PeekWord());
        if (multiplier > 1) SkipWord();
        else _position = end;
        return new(value * multiplier, Math.Max(0, decimals - (int)Math.Log10(multiplier)), false, exact, start, _position);
    }

    /// <summary>Reads a fraction 3/2 or a ratio 2:1 without spaces; leaves dates, times on the hour and division by zero alone.</summary>
    private bool TryReadDivisor(ref double value)
    {
        if (Peek(0) is not ('/' or ':') || !char.IsAsciiDigit(Peek(1))) return false;
        var (sign, mark) = (Peek(0), _position);
        _position++;
        var divisor = ReadMantissa().Value;
        if (divisor == 0 || Peek(0) == sign && char.IsAsciiDigit(Peek(1)))
        {
            if (divisor != 0) _position = mark;
            return false;
        }
        value /= divisor;
        return true;
    }

    /// <summary>1 1/2: a whole number, one space, a proper fraction.</summary>
    private double? ReadMixedFraction(double whole)
    {
        var mark = _position;
        if (Peek(0) != ' ' || !char.IsAsciiDigit(Peek(1))) return null;
        _position++;
        var part = ReadMantissa().Value;
        if (Peek(0) == '/' && TryReadDivisor(ref part) && part < 1) return whole + part;
        _position = mark;
        return null;
    }

    private bool TryReadPercent()
    {
        var mark = _position;
        while (Peek(0) == ' ') _position++;
        if (Peek(0) == '%') _position++;
        else if (PeekWord() is "percent" or "pct") SkipWord();
        else if (string.CompareOrdinal(text, _position, "per cent", 0, 8) == 0) _position += 8;
        else _position = mark;
        return _position != mark;
    }

    private void ReadNumberWords(List<(WrittenNumber, bool)> numbers)
    {
        var start = _position;
        var words = new List<string>();
        while (PeekWord() is { Length: > 0 } word && NumberWords.IsNumberWord(word))
        {
            words.Add(word);
            SkipWord();
            if (Peek(0) is '-' or ' ' && char.IsLetter(Peek(1)) && NumberWords.IsNumberWord(WordAt(_position + 1))) _position++;
        }
        if (words.Count == 0) while (char.IsLetter(Peek(0))) _position++;
        else if (NumberWords.Evaluate(words) is { } value)
        {
            var end = _position;
            var percent = TryReadPercent();
            var vague = NumberWords.IsAmbiguous(words) && !percent;
            AddIfFinite(numbers, new(percent ? value / 100 : value, percent ? 2 : 0, percent, !percent, start, percent ? _position : end),
                vague);
        }
    }

    private string PeekWord() => WordAt(Peek(0) == ' ' ? _position + 1 : _position);

    private string WordAt(int from)
    {
        var end = from;
        while (end < text.Length && end - from < 24 && char.IsLetter(text[end])) end++;
        return text[from..end];
    }

    private void SkipWord()
    {
        if (Peek(0) == ' ') _position++;
        while (char.IsLetter(Peek(0))) _position++;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0))) _position++;
    }

    private void SkipLetters()
    {
        while (char.IsLetterOrDigit(Peek(0))) _position++;
    }

    private void SkipGroupedDigits()
    {
        SkipDigits();
        while (Peek(0) == ',' && char.IsAsciiDigit(Peek(1)) && char.IsAsciiDigit(Peek(2)) && char.IsAsciiDigit(Peek(3))
            && !char.IsAsciiDigit(Peek(4))) _position += 4;
    }
}
