using System.Globalization;

namespace Debate.Rewards.Shapes;

/// <summary>
/// A written shape: names of the catalogue with their arguments, numbers, +, -, * (or x) and parentheses, such as <c>margin + length(400,
/// 0.01)</c> or <c>mix(0.3, win, 2 x rank)</c>.
/// </summary>
public sealed class ShapeExpression
{
    private const int Deepest = 32;
    private readonly string _text;
    private int _at;
    private int _depth;

    private ShapeExpression(string text) => _text = text;

    /// <summary>Parses an expression; throws <see cref="InputException"/>, which says what is wrong and where.</summary>
    public static IRewardShape Read(string text)
    {
        var reading = new ShapeExpression(text);
        var shape = reading.Sum();
        reading.Space();
        return reading._at == text.Length ? shape : throw reading.Wrong("an operator or the end is expected");
    }

    private IRewardShape Sum()
    {
        if (++_depth > Deepest) throw Wrong($"more than {Deepest} parentheses in one another");
        var sum = Product();
        while (true)
        {
            if (Take('+')) sum = Combinations.Sum(sum, Product());
            else if (Take('-')) sum = Combinations.Difference(sum, Product());
            else break;
        }
        _depth--;
        return sum;
    }

    private IRewardShape Product()
    {
        var product = Factor();
        while (Take('*') || TakeTimes()) product = Combinations.Product(product, Factor());
        return product;
    }

    private IRewardShape Factor()
    {
        if (Take('-')) return Combinations.Product(Combinations.Constant(-1), Unsigned());
        return Unsigned();
    }

    private IRewardShape Unsigned()
    {
        if (!Take('(')) return Number() is { } number ? Combinations.Constant(number) : Named();
        var inner = Sum();
        return Take(')') ? inner : throw Wrong("')' is expected");
    }

    private IRewardShape Named()
    {
        var name = Word();
        var values = new List<object>();
        if (Take('(') && !Take(')'))
        {
            do values.Add(Argument());
            while (Take(','));
            if (!Take(')')) throw Wrong("',' or ')' is expected");
        }
        return ShapeCatalogue.Create(new(name, values));
    }

    private object Argument()
    {
        Space();
        if (_at < _text.Length && _text[_at] == '"') return Quoted();
        var start = _at;
        var sign = Take('-') ? -1 : 1;
        if (Number() is { } number)
        {
            Space();
            if (_at < _text.Length && _text[_at] is ',' or ')') return sign * number;
        }
        _at = start;
        return Sum();
    }

    private string Quoted()
    {
        var end = _text.IndexOf('"', _at + 1);
        if (end < 0) throw Wrong("the text has no closing quote");
        var text = _text[(_at + 1)..end];
        _at = end + 1;
        return text;
    }

    private double? Number()
    {
        Space();
        var end = _at;
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] == '.')) end++;
        if (end - _at > 1 && _text[_at] == '0' && _text[_at + 1] != '.') throw Wrong("a number has no 0 before its first digit");
        if (!double.TryParse(_text.AsSpan(_at, end - _at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return end == _at ? null : throw Wrong("a number is expected");
        _at = end;
        return number;
    }

    private string Word()
    {
        Space();
        var end = _at;
        while (end < _text.Length && (char.IsAsciiLetterLower(_text[end]) || char.IsAsciiDigit(_text[end]) || IsInner(end))) end++;
        if (end == _at) throw Wrong("a shape or a number is expected");
        var word = _text[_at..end];
        _at = end;
        return word;
    }

    // A hyphen between letters is part of a name; with a space it is a minus.
    private bool IsInner(int at) => _text[at] == '-' && at > _at && at + 1 < _text.Length && char.IsAsciiLetterLower(_text[at + 1]);

    private bool TakeTimes()
    {
        Space();
        if (_at >= _text.Length || _text[_at] is not ('x' or '\u00D7')) return false;
        _at++;
        return true;
    }

    private bool Take(char sign)
    {
        Space();
        if (_at >= _text.Length || _text[_at] != sign) return false;
        _at++;
        return true;
    }

    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private InputException Wrong(string rule) => new($"shape '{_text}', character {_at + 1}: {rule}");
}
