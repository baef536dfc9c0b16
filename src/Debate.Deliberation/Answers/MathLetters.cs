using System.Collections.Frozen;

namespace Debate.Deliberation.Answers;

/// <summary>Which letters of a plain text (<see cref="MathText"/>) are mathematics: variables, functions, constants; and which are
/// words.</summary>
internal sealed class MathLetters(string text)
{
    private const string Variables = "abcfgknpqrtuvwxyzij";
    private const string Greek = "παβγδεθλμνρστφωψ∞";

    private static readonly FrozenSet<string> Functions =
        FrozenSet.Create("sin", "cos", "tan", "cot", "sec", "csc", "ln", "log", "exp", "arcsin", "arccos", "arctan", "sinh", "cosh",
            "tanh");

    public static bool IsFunction(string word) => Functions.Contains(word);

    /// <summary>Whether the letter is one that variables usually have.</summary>
    public static bool IsVariableLetter(char c) => Variables.Contains(c);

    /// <summary>Whether a letter stands alone here.</summary>
    public bool IsVariableAlone(int at) =>
        ReadRun(at) is [var c] && Variables.Contains(c) && (at + 1 >= text.Length || text[at + 1] is '^' or '_'
        || !char.IsLetterOrDigit(text[at + 1]));

    /// <summary>Whether a number, a root or a constant begins here.</summary>
    public bool StartsTerm(int at)
    {
        if (at >= text.Length) return false;
        var (c, before) = (text[at], at > 0 ? text[at - 1] : ' ');
        if (c is '√' or '\u221B' || IsGreek(at)) return true;
        if (c == '.') return at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && !char.IsLetterOrDigit(before);
        if (!char.IsAsciiDigit(c) || before is '^' or '_') return false;
        if (!char.IsAsciiLetter(before)) return true;
        var from = at;
        while (from > 0 && char.IsAsciiLetter(text[from - 1]) && at - from < 4) from--;
        return text[from..at] is "rs" or "usd" or "eur" or "gbp" or "inr" or "rmb" or "cny";
    }

    /// <summary>Whether π, ∞ or a Greek letter that stands alone is here; words in Greek are words.</summary>
    public bool IsGreek(int at) => at < text.Length && Greek.Contains(text[at]) && (text[at] is 'π' or '∞'
        || !(at + 1 < text.Length && char.IsLetter(text[at + 1]) && !char.IsAscii(text[at + 1]) && text[at + 1] != 'π')
        && !(at > 0 && char.IsLetter(text[at - 1]) && !char.IsAscii(text[at - 1]) && text[at - 1] != 'π'));

    /// <summary>Whether a variable, a function or a constant in letters begins a formula here.</summary>
    public bool StartsFormula(int at)
    {
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '\'' or '-' && at > 1 && char.IsLetter(text[at - 2])))
            return false;
        var run = ReadRun(at);
        var next = at + run.Length;
        var space = next < text.Length && text[next] == ' ';
        var sign = next + (space ? 1 : 0) < text.Length ? text[next + (space ? 1 : 0)] : '\0';
        if (run is "pi" or "sqrt" or "infinity" or "infinite") return true;
        if (Functions.Contains(run)) return sign is '(' or '^' or '_' or '√' || char.IsAsciiDigit(sign) || Greek.Contains(sign);
        if (run.Length is 0 or > 3 || !run.All(Variables.Contains) && run != "e" || Units.IsUnitWord(run) && run.Length > 1) return false;
        if (sign is '^' or '_' && !space) return true;
        var operand = next + (space ? 2 : 1) + (space && next + 2 < text.Length && text[next + 2] == ' ' ? 1 : 0);
        return sign switch
        {
            '(' => !space && run.Length == 1,
            '/' or '*' or '+' or '-' => StartsTerm(operand) || operand < text.Length && text[operand] == '('
                || ReadRun(operand) is { Length: 1 } other && Variables.Contains(other) && run.Length == 1 && sign != '-',
            '√' => !space,
            _ => false,
        };
    }

    /// <summary>Whether the letter here is a variable, a constant or the beginning of a function, as in 3x, and not of a unit or
    /// word.</summary>
    public bool IsVariable(int at)
    {
        if (at >= text.Length || !char.IsAsciiLetter(text[at])) return false;
        var start = at;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]) && at - start < 4) start--;
        var run = ReadRun(start);
        if (run is "pi" || Functions.Contains(run) || run == "sqrt") return start == at;
        if (run.Length > 3 || !run.All(c => Variables.Contains(c) || c == 'e')) return false;
        var isUnit = Units.IsUnitWord(run) && start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] == ')');
        if (run is "rs" or "th" or "st" or "nd" or "rd") return false;
        var next = text.AsSpan(start + run.Length).TrimStart(' ');
        return NumberWords.GetMultiplier(run) == 1
            && (!isUnit || run is "c" or "t" or "k" or "v" or "n" or "j" or "w" || next is ['+' or '=', ..]);
    }

    /// <summary>The word in ASCII letters that begins here, up to twelve of them; "" where none does.</summary>
    public string ReadRun(int at)
    {
        var end = at;
        while (end < text.Length && end - at < 12 && char.IsAsciiLetter(text[end])) end++;
        return at < end ? text[at..end] : "";
    }
}
