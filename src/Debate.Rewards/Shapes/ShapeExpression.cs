using System.Globalization;
using Debate.Core.Input;

namespace Debate.Rewards.Shapes;

/// <summary>
/// A written shape: names of the catalogue with their arguments, numbers, +, -, * (or x) and parentheses, such as <c>margin + length(400,
/// 0.01)</c> or <c>mix(0.3, win, 2 x rank)</c>.
/// </summary>
public sealed class ShapeExpression
{
    private const int MaxDepth = 32;
    private readonly string _text;
    private int _position;
    private int _depth;

    private ShapeExpression(string text) => _text = text;

    /// <summary>Parses an expression; throws <see cref="InputException"/>, which says what is wrong and where.</summary>
    public static RewardShape Parse(string text)
    {
        var reading = new ShapeExpression(text);
        var shape = reading.ParseSum();
        reading.SkipSpace();
        return reading._position == text.Length ? shape : throw reading.Error("an operator or the end is expected");
    }

    private RewardShape ParseSum()
    {
        if (++_depth > MaxDepth) throw Error($"more than {MaxDepth} parentheses in one another");
        var sum = ParseProduct();
        while (true)
        {
            if (TryTake('+')) sum = RewardShapes.Pointwise(sum, ParseProduct(), (x, y) => x + y);
            else if (TryTake('-')) sum = RewardShapes.Pointwise(sum, ParseProduct(), (x, y) => x - y);
            else break;
        }
        _depth--;
        return sum;
    }

    private RewardShape ParseProduct()
    {
        var product = ParseFactor();
        while (TryTake('*') || TryTakeTimes()) product = Product(product, ParseFactor());
        return product;
    }

    private static RewardShape Product(RewardShape a, RewardShape b) => RewardShapes.Pointwise(a, b, (x, y) => x * y);

    private RewardShape ParseFactor()
    {
        if (TryTake('-')) return Product(RewardShapes.Constant(-1), ParseUnsigned());
        return ParseUnsigned();
    }

    private RewardShape ParseUnsigned()
    {
        if (!TryTake('(')) return ParseOptionalNumber() is { } number ? RewardShapes.Constant(number) : ParseNamedShape();
        var inner = ParseSum();
        return TryTake(')') ? inner : throw Error("')' is expected");
    }

    private RewardShape ParseNamedShape()
    {
        var name = ParseName();
        var values = new List<object>();
        if (TryTake('(') && !TryTake(')'))
        {
            do values.Add(ParseArgument());
            while (TryTake(','));
            if (!TryTake(')')) throw Error("',' or ')' is expected");
        }
        return ShapeCatalogue.Create(new(name, values));
    }

    private object ParseArgument()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '"') return ParseQuotedText();
        var start = _position;
        var sign = TryTake('-') ? -1 : 1;
        if (ParseOptionalNumber() is { } number)
        {
            SkipSpace();
            if (_position < _text.Length && _text[_position] is ',' or ')') return sign * number;
        }
        _position = start;
        return ParseSum();
    }

    private string ParseQuotedText()
    {
        var end = _text.IndexOf('"', _position + 1);
        if (end < 0) throw Error("the text has no closing quote");
        var text = _text[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    private double? ParseOptionalNumber()
    {
        SkipSpace();
        var end = _position;
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] == '.')) end++;
        if (end - _position > 1 && _text[_position] == '0' && _text[_position + 1] != '.')
            throw Error("a number has no 0 before its first digit");
        if (!double.TryParse(_text.AsSpan(_position, end - _position), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number))
            return end == _position ? null : throw Error("a number is expected");
        _position = end;
        return number;
    }

    private string ParseName()
    {
        SkipSpace();
        var end = _position;
        while (end < _text.Length && (char.IsAsciiLetterLower(_text[end]) || char.IsAsciiDigit(_text[end]) || IsInnerHyphen(end))) end++;
        if (end == _position) throw Error("a shape or a number is expected");
        var word = _text[_position..end];
        _position = end;
        return word;
    }

    // A hyphen between letters is part of a name; with a space it is a minus.
    private bool IsInnerHyphen(int at) =>
        _text[at] == '-' && at > _position && at + 1 < _text.Length && char.IsAsciiLetterLower(_text[at + 1]);

    private bool TryTakeTimes()
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] is not ('x' or '\u00D7')) return false;
        _position++;
        return true;
    }

    private bool TryTake(char sign)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != sign) return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
    }

    private InputException Error(string rule) => new($"shape '{_text}', character {_position + 1}: {rule}");
}
