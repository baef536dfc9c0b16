using System.Collections.Frozen;
using System.Text;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Turns LaTeX and typography into one plain notation in lower case: fractions with a slash, √(...), ^(...) and _(...), sets in braces, one
/// kind of minus, no markup. Commands that it does not know stay. Time is linear in the length; any text is allowed.
/// </summary>
internal static class MathText
{
    /// <summary>Longest text that is read, in characters; of a longer one only the end counts.</summary>
    public const int MaxLength = 20_000;

    private const int MaxDepth = 12;

    private static readonly FrozenDictionary<string, string> Symbols = """
        pi π|infty ∞|times *|cdot *|div /|pm ±|le ≤|leq ≤|leqslant ≤|ge ≥|geq ≥|geqslant ≥|ne ≠|neq ≠|lt <|gt >|approx ≈|simeq ≈|sim ≈
        cup ∪|cap ∩|in ∈|emptyset ∅|varnothing ∅|circ °|degree °|percent %|ldots ...|dots ...|cdots ...|alpha α|beta β|gamma γ|delta δ
        epsilon ε|varepsilon ε|theta θ|lambda λ|mu μ|nu ν|rho ρ|sigma σ|tau τ|phi φ|varphi φ|omega ω|to →|rightarrow →|colon :|euro €|pounds £
        """.Split(['|', '\n']).Select(s => s.Split(' ')).ToFrozenDictionary(s => s[0], s => s[1], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Fractions = FrozenSet.Create("frac", "dfrac", "tfrac", "cfrac");

    private static readonly FrozenSet<string> Texts = FrozenSet.Create(
        "text", "textbf", "textit", "textrm", "texttt", "textsf", "textnormal", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mbox",
        "operatorname", "emph", "bf", "rm", "it");

    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        "boxed", "fbox", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle", "limits", "mathbb",
        "mathcal", "boldsymbol", "bm", "hspace", "underline", "bold", "mathopen", "mathclose");

    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        "sin", "cos", "tan", "cot", "sec", "csc", "ln", "log", "exp", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh");

    private static readonly FrozenSet<string> Spaces = FrozenSet.Create("quad", "qquad", "space", "thinspace", "newline", "cr");

    /// <summary>The text in plain notation.</summary>
    public static string Flatten(string text)
    {
        var end = text.Length <= MaxLength ? text : text[^MaxLength..];
        var source = end.AsSpan().ContainsAny('$', '\\') ? RemoveDelimiters(end) : end;
        var plain = new StringBuilder(source.Length);
        new Converter(source, plain).Convert(0, source.Length, 0);
        return CollapseSpaces(NormalisedText.FoldCompatibility(plain.ToString())).ToLowerInvariant();
    }

    private static string CollapseSpaces(string text)
    {
        if (!text.Contains("  ", StringComparison.Ordinal)) return text;
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
            if (c != ' ' || kept.Length == 0 || kept[^1] != ' ') kept.Append(c);
        return kept.ToString();
    }

    /// <summary>
    /// Takes off the dollars around mathematics and leaves those of money, by pandoc's rule: the opening one has no space behind it, the
    /// closing one no space before and no digit behind it.
    /// </summary>
    private static string RemoveDelimiters(string text)
    {
        var kept = new StringBuilder(text.Length);
        var closing = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                kept.Append(text[i]).Append(text[++i]);
                continue;
            }
            if (text[i] != '$') kept.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '$') i++;
            else if (i == closing) closing = -1;
            else if (FindClosing(text, i) is >= 0 and var other) closing = other;
            else kept.Append('$');
        }
        return kept.ToString();
    }

    private static int FindClosing(string text, int open)
    {
        var next = text.IndexOf('$', open + 1);
        if (next < 0 || char.IsWhiteSpace(text[open + 1]) || char.IsWhiteSpace(text[next - 1]) || text[next - 1] == '\\') return -1;
        return next + 1 < text.Length && char.IsAsciiDigit(text[next + 1]) ? -1 : next;
    }

    private sealed class Converter
    {
        private readonly string _text;
        private readonly StringBuilder _plain;
        private readonly int[] _closing;

        public Converter(string text, StringBuilder plain)
        {
            (_text, _plain, _closing) = (text, plain, new int[text.Length]);
            var open = new Stack<int>();
            for (var i = 0; i < text.Length; i++)
            {
                _closing[i] = -1;
                if (text[i] == '\\') i++;
                else if (text[i] == '{') open.Push(i);
                else if (text[i] == '}' && open.TryPop(out var start)) _closing[start] = i;
                if (i < text.Length) _closing[i] = -1;
            }
        }

        private char Last => _plain.Length > 0 ? _plain[^1] : '\0';

        public void Convert(int from, int to, int depth)
        {
            for (var i = from; i < to;)
            {
                var c = _text[i];
                if (c == '\\') i = ConvertCommand(i, to, depth);
                else if (c == '{' && _closing[i] >= 0 && _closing[i] < to && depth < MaxDepth) i = ConvertGroup(i, depth);
                else if (IsRaised(c) || IsLowered(c)) i = ConvertScript(i, to);
                else i = ConvertCharacter(i, to);
            }
        }

        private int ConvertCharacter(int i, int to)
        {
            var (c, next) = (_text[i], i + 1 < to ? _text[i + 1] : '\0');
            if (c == '*' && next == '*')
            {
                if (char.IsLetterOrDigit(Last) && i + 2 < to && char.IsLetterOrDigit(_text[i + 2])) _plain.Append('^');
                return i + 2;
            }
            if (c == '^' && next == '°') return i + 1;
            if (c is >= '\u00BC' and <= '\u00BE' or >= '\u2150' and <= '\u215E' && char.IsAsciiDigit(Last)) _plain.Append(' ');
            _plain.Append(c switch
            {
                '\u2012' or '\u2013' or '\uFE63' => '-',
                '\u00D7' or '\u00B7' or '\u22C5' or '\u2219' or '\u2217' => '*',
                '\u00F7' or '\u2215' => '/',
                '\u2019' or '\u02BC' => '\'',
                '\u2264' or '\u2A7D' => '≤',
                '\u2265' or '\u2A7E' => '≥',
                '\u2243' or '\u223C' => '≈',
                '\u00BA' or '\u02DA' => '°',
                '\u221B' => '\u221B',
                '`' => ' ',
                _ => c,
            });
            return i + 1;
        }

        /// <summary>A run of raised or lowered digits: x² is x^(2), 101₂ is 101_(2).</summary>
        private int ConvertScript(int from, int to)
        {
            var (raised, end) = (IsRaised(_text[from]), from);
            while (end < to && (raised ? IsRaised(_text[end]) : IsLowered(_text[end]))) end++;
            var digits = _text[from..end].Replace('\u207B', '-').Replace('\u208B', '-').Replace("\u207F", "n");
            _plain.Append(raised ? "^(" : "_(").Append(NormalisedText.FoldCompatibility(digits)).Append(')');
            return end;
        }

        private static bool IsRaised(char c) =>
            c is '\u00B9' or '\u00B2' or '\u00B3' or '\u2070' or (>= '\u2074' and <= '\u2079') or '\u207B' or '\u207F';

        private static bool IsLowered(char c) => c is >= '\u2080' and <= '\u2089' or '\u208B';

        private int ConvertGroup(int open, int depth)
        {
            var (close, script) = (_closing[open], Last is '^' or '_');
            var isSet = !script && close > open + 2 && _text.AsSpan(open, close - open).Contains(',');
            if (script && _text.AsSpan(open + 1, close - open - 1).Trim() is "\\circ" or "°") _plain[^1] = '°';
            else Wrap(script ? "(" : isSet ? "{" : "", open + 1, close, script ? ")" : isSet ? "}" : "", depth + 1);
            return close + 1;
        }

        private void Wrap(string before, int from, int to, string after, int depth)
        {
            _plain.Append(before);
            Convert(from, to, depth);
            _plain.Append(after);
        }

        private int ConvertCommand(int at, int to, int depth)
        {
            var end = at + 1;
            while (end < to && char.IsAsciiLetter(_text[end])) end++;
            if (end == at + 1) return ConvertSign(at, to);
            var name = _text[(at + 1)..end];
            if (depth >= MaxDepth) _plain.Append('\\').Append(name);
            else if (Fractions.Contains(name)) return ConvertFraction(end, to, depth);
            else if (name == "sqrt") return ConvertRoot(end, to, depth);
            else if (Texts.Contains(name) || Dropped.Contains(name))
            {
                if (Texts.Contains(name) && (char.IsLetterOrDigit(Last) || Last is ')' or '%')) _plain.Append(' ');
                else if (name is "left" or "right" && end < to && _text[end] == '.') return end + 1;
                if (end >= to || _text[end] != '{' || _closing[end] < 0 || _closing[end] >= to) return end;
                var content = ReadArgument(end, to);
                Wrap("", content.From, content.To, "", depth + 1);
                return content.End;
            }
            else if (Symbols.TryGetValue(name, out var symbol))
            {
                if (symbol == "°" && Last == '^') _plain.Length--;
                _plain.Append(symbol);
                if (end < to && _text[end] == ' ' && symbol is "π" or "∞" or "°" or "%" or "±" or "*") end++;
            }
            else if (Spaces.Contains(name)) _plain.Append(' ');
            else if (Functions.Contains(name)) _plain.Append(name);
            else if (name == "overline" && ReadArgument(end, to) is var repeated && IsDigits(repeated.From, repeated.To))
            {
                Wrap("‾", repeated.From, repeated.To, "‾", depth + 1);
                return repeated.End;
            }
            else _plain.Append('\\').Append(name);
            return end;
        }

        /// <summary>A backslash before a sign: a space, a delimiter of mathematics, or the sign itself.</summary>
        private int ConvertSign(int at, int to)
        {
            if (at + 1 >= to) return to;
            var sign = _text[at + 1];
            if (sign is ',' or ';' or ':' or ' ' or '\\' or '>') _plain.Append(' ');
            else if (sign is not ('!' or '(' or ')' or '[' or ']')) _plain.Append(sign);
            return at + 2;
        }

        private int ConvertFraction(int at, int to, int depth)
        {
            var (top, bottom) = (ReadArgument(at, to), default((int From, int To, int End)));
            if (top.End > at) bottom = ReadArgument(top.End, to);
            if (top.End == at || bottom.End == top.End) return at;
            var plain = IsDigits(top.From, top.To) && IsDigits(bottom.From, bottom.To);
            if (plain && char.IsAsciiDigit(Last)) _plain.Append(' ');
            Wrap(plain ? "" : "((", top.From, top.To, plain ? "/" : ")/(", depth + 1);
            Wrap("", bottom.From, bottom.To, plain ? "" : "))", depth + 1);
            return bottom.End;
        }

        private bool IsDigits(int from, int to) => to > from && _text.AsSpan(from, to - from).IndexOfAnyExceptInRange('0', '9') < 0;

        private int ConvertRoot(int at, int to, int depth)
        {
            var degree = "";
            if (at < to && _text[at] == '[' && _text.IndexOf(']', at, Math.Min(8, to - at)) is > 0 and var close)
                (degree, at) = (_text[at..(close + 1)], close + 1);
            var argument = ReadArgument(at, to);
            _plain.Append('√').Append(degree);
            if (argument.End == at) return at;
            Wrap("(", argument.From, argument.To, ")", depth + 1);
            return argument.End;
        }

        /// <summary>A command's argument: a group, a command alone, or one character; empty, with the end where it began, where none
        /// is.</summary>
        private (int From, int To, int End) ReadArgument(int at, int to)
        {
            var start = at;
            while (start < to && _text[start] == ' ') start++;
            if (start >= to || _text[start] is '(' or ')' or ',' or '}') return (at, at, at);
            if (_text[start] == '{')
                return _closing[start] is >= 0 and var close && close < to ? (start + 1, close, close + 1) : (at, at, at);
            var end = start + 1;
            if (_text[start] == '\\') while (end < to && char.IsAsciiLetter(_text[end])) end++;
            return (start, end, end);
        }
    }
}
