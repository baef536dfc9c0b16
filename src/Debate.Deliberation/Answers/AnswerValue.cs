using System.Text;
using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>What kind of thing an answer is.</summary>
internal enum AnswerKind
{
    /// <summary>Words, or mathematics that is not understood.</summary>
    Text,

    /// <summary>Yes or no, also written true or false.</summary>
    YesNo,

    /// <summary>One number, rational or not, with its sign and unit.</summary>
    Number,

    /// <summary>Several numbers of which the order does not matter: "6 or 12".</summary>
    Numbers,

    /// <summary>An expression with variables, an equation or an inequality.</summary>
    Formula,

    /// <summary>A pair, a set, an interval, a date in digits.</summary>
    Sequence,

    /// <summary>One of the question's choices.</summary>
    Choice,
}

/// <summary>
/// What an answer is, read as a whole. Two answers of one kind and one form are the same, but for their units
/// (<see cref="AnswerGroups"/>).
/// </summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Form">Its normal form.</param>
internal sealed partial record AnswerValue(AnswerKind Kind, string Form)
{
    private const string Fillers =
        "about|approximately|approx|around|roughly|circa|ca|exactly|precisely|only|just|simply|it|that|this|is|was|are|were|be|will|would|should"
        + "|equals|equal|to|the|a|an|answer|result|total|final|value|number|so|thus|hence|therefore|then|we|i|you|get|have|has|there|they|takes|take"
        + "|costs|cost|needs|need|of|in|at|for|all|altogether|i\\.e|or so|think|because";

    private static readonly LazyRegex FillersOnly = new(
        $@"^(?:[\s:.,;=≈~*""'()]|(?:{Fillers})\b)*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly LazyRegex FillersBehind = new(
        @"^(?:[\s.,;!*""')]|(?:in total|in all|altogether|exactly|approximately|approx|total|or so|only)\b)*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly LazyRegex Noun = new(
        @"^[ -]?(?<noun>[\p{L}°][\p{L}'’.-]*(?: [\p{L}][\p{L}'’.-]*){0,2})(?<rest>.*)$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly LazyRegex NoNoun = new(
        @"\b(?:is|was|are|were|or|and|not|of|for|in|at|by|to|than|from|with|below|above|under|over|before|after|because|since|if|when|but|which|that|on|out|as|it|so)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly LazyRegex Between = new(
        @"^[\s,;&()]*(?:(?:or|and|either|also|even|maybe|perhaps|\$|€|£)[\s,]*)*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly LazyRegex Label = new(
        @"(?<before>^|[,;]|\bor|\band)\s*[a-zα-ω](?:_\(?\w{1,3}\)?)?(?:\([a-z]\))?\s*[=∈]\s*",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private static readonly LazyRegex Polar = new(
        @"^(?<word>yes|no|true|false)(?:$|\s*[,;:.!–—-](?<rest>.*)$)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly LazyRegex Undecided = new(
        @"\b(?:yes|no|true|false|maybe)\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The unit of a number; null where it is bare.</summary>
    public AnswerUnit? Unit { get; init; }

    /// <summary>The numbers of a <see cref="AnswerKind.Number"/> or <see cref="AnswerKind.Numbers"/>, else none.</summary>
    public IReadOnlyList<MathTerm> Numbers { get; init; } = [];

    /// <summary>Whether it is compared as mathematics.</summary>
    public bool IsMathematical => Kind is AnswerKind.Number or AnswerKind.Numbers or AnswerKind.Formula or AnswerKind.Sequence;

    /// <summary>Reads an answer as one thing. Linear in its length; any text has a value.</summary>
    public static AnswerValue Parse(string answer)
    {
        var plain = Trim(MathText.Flatten(answer));
        if (ParsePolar(plain) is { } polar) return polar;
        if (plain.Length > 2_000) return ParseText(plain, []);
        if (plain.AsSpan().ContainsAny('=', '∈')) plain = Label.Replace(plain, "${before} ");
        if (plain.AsSpan().ContainsAny("=≈<>≤≥≠")) return ParseRelation(plain);
        var terms = MathScanner.FindTerms(plain);
        return ParseTerms(plain, terms) ?? ParseText(plain, terms);
    }

    private static string Trim(string plain)
    {
        var trimmed = plain.Trim(' ', '\t', '\r', '\n', '"', '\'', '*', '_', ':');
        return trimmed.TrimEnd(' ', '\n', ';', ',', '。') is [.. var bare, '.'] && !bare.EndsWith("..", StringComparison.Ordinal)
            ? bare.TrimEnd() : trimmed;
    }

    private static AnswerValue? ParsePolar(string plain) =>
        plain is ['y' or 'n' or 't' or 'f', ..] && Polar.Match(plain) is { Success: true } said && !Undecided.IsMatch(said.Groups["rest"].Value)
        && !(said.Groups["word"].Value == "no" && said.Groups["rest"].Value.TrimStart() is [>= '0' and <= '9', ..])
            ? new(AnswerKind.YesNo, said.Groups["word"].Value is "yes" or "true" ? "yes" : "no") : null;

    /// <summary>The only term with fillers around it, or several numbers in a row; null where words matter.</summary>
    private static AnswerValue? ParseTerms(string plain, IReadOnlyList<MathTerm> terms)
    {
        if (terms.Count is 0 or > 20 || !FillersOnly.IsMatch(RemoveCurrency(plain[..terms[0].Start]))) return null;
        if (terms.Any(t => t.IsVague && plain.Length > t.End - t.Start)) return terms.Count == 1 ? ParseVague(plain, terms[0]) : null;
        if (terms is [var only]) return ParseTerm(plain, only);
        if (terms.Any(t => t.Kind != TermKind.Number)) return null;
        var numbers = new List<MathTerm>();
        for (var i = 0; i < terms.Count; i++)
        {
            var next = i + 1 < terms.Count ? terms[i + 1].Start : plain.Length;
            if (SplitNoun(plain[terms[i].End..next], i + 1 < terms.Count ? Between : FillersBehind) is not { } noun) return null;
            numbers.Add(terms[i] with { Unit = terms[i].Unit ?? (noun.Length > 0 ? Units.CreateNoun(noun) : null) });
        }
        var shared = numbers[^1].Unit;
        var forms = numbers.Select(n => n.Form + Suffix(n.Unit ?? shared)).Distinct().Order(StringComparer.Ordinal);
        return new(AnswerKind.Numbers, $"{{{string.Join(',', forms)}}}") { Numbers = numbers };
    }

    private static string Suffix(AnswerUnit? unit) =>
        unit is null ? "" : $" {(unit.IsKnown ? string.Join('|', unit.Meanings) : unit.Text)}";

    /// <summary>Words like "second place": a number only where the noun follows at once and nothing else does.</summary>
    private static AnswerValue? ParseVague(string plain, MathTerm term) =>
        plain[term.End..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 1 ? ParseTerm(plain, term) : null;

    private static AnswerValue? ParseTerm(string plain, MathTerm term)
    {
        if (SplitNoun(plain[term.End..], FillersBehind) is not { } noun) return null;
        if (term.Kind == TermKind.Sequence) return noun.Length == 0 ? new(AnswerKind.Sequence, term.Form) : null;
        if (term.Kind == TermKind.Formula && term.Form is [>= 'a' and <= 'z']) return null;
        if (term.Kind == TermKind.Formula) return noun.Length == 0 ? new(AnswerKind.Formula, term.Form) : null;
        var unit = term.Unit is { } known ? noun.Length == 0 ? known
            : known with { Text = $"{known.Text} {noun}", Meanings = [.. known.Meanings.Select(m => $"{m} {noun}")] }
            : noun.Length > 0 ? Units.CreateNoun(noun) : null;
        return new(AnswerKind.Number, term.Form) { Unit = unit, Numbers = [term with { Unit = unit }] };
    }

    /// <summary>The noun of at most three words at the beginning, "" where there is none; null where more follows than the rest may
    /// be.</summary>
    private static string? SplitNoun(string behind, LazyRegex rest)
    {
        if (rest.IsMatch(RemoveCurrency(behind))) return "";
        if (Noun.Match(behind) is not { Success: true } match) return null;
        var (noun, remains) = (match.Groups["noun"].Value, match.Groups["rest"].Value);
        for (var words = noun; words.Length > 0; words = words[..Math.Max(0, words.LastIndexOf(' '))])
            if (!NoNoun.IsMatch(words) && rest.IsMatch(RemoveCurrency(noun[words.Length..] + remains)))
            return words.TrimEnd('.', '\'', '-');
        return null;
    }

    private static string RemoveCurrency(string words)
    {
        if (!words.AsSpan().ContainsAny("$€£₹¥¢+-−") && !words.Contains("rs") && !words.Contains("usd") && !words.Contains("eur"))
            return words;
        return CurrencyBefore().Replace(words, " ");
    }

    [GeneratedRegex(@"[$€£₹¥¢]|\b(?:rs\.?|usd|eur|gbp|inr|rmb|cny|jpy)(?=\s*$)", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyBefore();

    /// <summary>
    /// A chain of equalities is its last part where the first is a name or a number ("area = 2·3 = 6"), an equation otherwise; what it is
    /// less or greater than is part of an inequality.
    /// </summary>
    private static AnswerValue ParseRelation(string plain)
    {
        var signs = plain.Where(c => "=≈<>≤≥≠".Contains(c)).ToArray();
        var parts = plain.Split([.. "=≈<>≤≥≠"]);
        if (signs.All(c => c is '=' or '≈') && IsNameOrNumber(parts[0]))
        {
            var last = Trim(parts[^1]);
            var terms = MathScanner.FindTerms(last);
            if (ParseTerms(last, terms) is { } value) return value;
        }
        var sides = parts.Select(p => MathScanner.FindTerms(Trim(p)) is [var only] && only.Start == 0 && only.End == Trim(p).Length
            ? only.Form
            : Trim(p) is [>= 'a' and <= 'z'] name ? name : null).ToList();
        if (sides.Contains(null)) return ParseText(plain, MathScanner.FindTerms(plain));
        if (signs is ['='] && MathScanner.FindTerms(Trim(parts[0]))[0].Expression is { } left
            && MathScanner.FindTerms(Trim(parts[1])) is [{ Expression: { } right }] && left.Add(right.Negate()) is { } difference
            && difference.Divide(SumOfProducts.FromNumber(difference.Leading)) is { } equation)
            return new(AnswerKind.Formula, $"{equation.Text}=0");
        if (signs.All(c => c is '<' or '≤'))
        {
            sides.Reverse();
            signs = [.. signs.Reverse().Select(c => c == '<' ? '>' : '≥')];
        }
        return new(AnswerKind.Formula, string.Concat(sides.Select((side, i) => i < signs.Length ? side + signs[i] : side)));
    }

    private static bool IsNameOrNumber(string part)
    {
        var name = Trim(part);
        var terms = MathScanner.FindTerms(name);
        return terms.Count == 0 ? name.Length < 80 : terms is [{ Kind: TermKind.Number }]
            || name.Length < 80 && !name.AsSpan().ContainsAny("0123456789^") && terms.All(t => t.Kind == TermKind.Formula);
    }

    /// <summary>The words with their numbers in normal form; of mathematics that is not understood all but the white space.</summary>
    private static AnswerValue ParseText(string plain, IReadOnlyList<MathTerm> terms)
    {
        if (plain.AsSpan().ContainsAny("\\^√∪∩∞∈≤≥≠<>="))
            return new(AnswerKind.Text, $"${string.Concat(plain.Where(c => !char.IsWhiteSpace(c)))}");
        var (text, at) = (new StringBuilder(), 0);
        foreach (var term in terms)
        {
            AppendWords(text, plain[at..term.Start]);
            text.Append(' ').Append(term.Form).Append(Suffix(term.Unit));
            at = term.End;
        }
        AppendWords(text, plain[at..]);
        var form = text.ToString().Trim();
        return new(AnswerKind.Text, form.Length > 0 ? form : plain.Trim());
    }

    private static void AppendWords(StringBuilder text, string words)
    {
        if (words.Any(char.IsLetterOrDigit) || words.AsSpan().ContainsAny("+%#&"))
            text.Append(' ').Append(NormalisedText.Normalise(words));
    }
}
