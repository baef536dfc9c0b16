using System.Text.RegularExpressions;
using Debate.Core.Input;

namespace Debate.Deliberation.Answers;

/// <summary>
/// "choice": multiple choice. The answer names an option by its letter ("B", "(b)", "B. Paris", "option B", "B is correct"), by its text or
/// number, or by containing the text of exactly one option. A letter takes precedence over a text next to it, but a letter that shortens a
/// name of an option ("E. coli") is none. What is denied ("not A") and a choice between several ("A or B") name none. The key is a letter
/// or an option's text.
/// </summary>
public sealed class ChoiceChecker : IAnswerChecker
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly LazyRegex LetterFirst = new(
        @"^(?:[^\p{L}\d]*(?:(?:option|choice|answer|letter)\b[\s:]*(?:is\b)?)?[\s*(\[""']*)"
        + @"([A-Za-z])(?:[\s*)\]""'.。、，,！!]*$|\s*[).:\]*。、：]+\s|[)\]])",
        Linear | RegexOptions.IgnoreCase);

    private static readonly LazyRegex LetterWithReason = new(
        @"^[\s*(\[""']*([A-Z])[\s*)\]""']*(?:[,;:–—]|-\s|\s(?:because|since|as|for|given)\b)", Linear);

    private static readonly LazyRegex LetterInProse = new(
        @"(?:\b[Oo]ption|\b[Cc]hoice|\b[Aa]nswer(?:\s+(?:is|was|would be|should be|must be))?|\b(?:[Ii]'d |[Ii]'ll |[Ii] )?(?:would\s+|will\s+)?(?:[Cc]hoose|[Pp]ick|[Ss]elect|go with|say)"
        + @"|(?:^|[.,;:!?\n]\s*)(?:[Ss]o|[Tt]hus|[Hh]ence|[Tt]herefore|[Ff]inally)(?:,?\s+it\s+is|,?\s+it's)?,?)"
        + @"(?:\s+(?:option|choice|answer|letter|the answer))?[\s:*(\[""']+([A-Z])\b"
        + @"|(?:^|[.,;:!?\n]\s*|\b(?:[Ss]o|[Tt]hus|[Hh]ence|[Tt]herefore|that|think|believe)\s+)[*(\[""']*([A-Z])[*)\]""']*\s+(?:is|must be|seems|would be|looks)\s+"
        + @"(?:clearly\s+|most likely\s+|obviously\s+)?(?:the\s+)?(?:most\s+|single\s+)?(?:correct|right|best|answer|true|likely|appropriate)",
        Linear);

    private static readonly LazyRegex Denied = new(
        @"\b(?:not|never|isn't|n't|eliminates?|excludes?|exclude|rules? out|ruled out|reject|than|neither)\b[^.;\n]{0,12}$", Linear);

    private static readonly LazyRegex DeniedBehind = new(@"^[*)\]""']*\s+(?:is|was|seems|looks|would be|can be|cannot|can't|isn't|are)\s*(?:clearly\s+)?(?:not|wrong|incorrect|false|out|excluded|eliminated|ruled|implausible|be\b|$)", Linear);

    private static readonly LazyRegex SeveralLetters = new(
        @"^[\s*(\[""']*(?:(?:option|choice|answer)\s+)?\(?[A-Z]\)?\s*(?:,|/|\bor\b|\band\b|&)\s*(?:(?:maybe|perhaps|possibly|option|choice)\s+)*\(?[A-Z](?:[\s).,*]|$)",
        Linear | RegexOptions.IgnoreCase);

    /// <inheritdoc/>
    public string Name => "choice";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question)
    {
        if (question.Choices.Count == 0) throw new InputException($"question {question.Key}: the checker \"choice\" needs choices");
        var said = FindChoice(FinalAnswer.Extract(answer), question.Choices);
        return Answers.AnswerCheck.FromCorrect(said is not null && question.Answers.Any(key => FindChoice(key, question.Choices) == said));
    }

    /// <summary>The zero-based index of the option that the answer names; null when it names none or several.</summary>
    public static int? FindChoice(string answer, IReadOnlyList<string> choices)
    {
        var text = NormalisedText.FoldCompatibility(answer.Length <= MathText.MaxLength ? answer : answer[^MathText.MaxLength..]).Trim();
        if (text.Contains('\\') || text.Contains('$')) text = StripLatex(text);
        var (said, options) = (NormalisedText.Normalise(text), choices.Select(NormalisedText.Normalise).ToList());
        if (options.IndexOf(said) is >= 0 and var exact && options.LastIndexOf(said) == exact) return exact;
        if (!SeveralLetters.IsMatch(text) && FindLetter(text, choices, options) is { } letter) return letter;
        if (SeveralLetters.IsMatch(text) && FindOnly(choices.Count, i => ContainsWords(said, options[i])) is null) return null;
        var value = AnswerValue.Parse(text);
        return FindOnly(choices.Count, i => options[i].Length > 0 && AnswerGroups.AreSame(value, AnswerValue.Parse(choices[i])))
            ?? FindOnly(choices.Count, i => ContainsWords(said, options[i]))
            ?? FindOnly(choices.Count, i => ContainsWords(WithoutDenied(said), options[i]))
            ?? FindByAbbreviation(text, choices);
    }

    private static string StripLatex(string text)
    {
        var stripped = text.Trim('$', ' ');
        foreach (var command in new[] { "\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{", "\\textrm{", "\\boxed{", "\\mathsf{",
            "\\mathit{" })
            if (stripped.StartsWith(command, StringComparison.Ordinal) && stripped.EndsWith('}'))
            stripped = stripped[command.Length..^1].Trim('$', ' ');
        return stripped;
    }

    private static int? FindLetter(string text, IReadOnlyList<string> choices, IReadOnlyList<string> options)
    {
        if (LetterFirst.Match(text) is { Success: true } first && !ShortensName(text, first.Groups[1], choices, options))
            return Index(first.Groups[1]);
        if (LetterWithReason.Match(text) is { Success: true } reasoned) return Index(reasoned.Groups[1]);
        foreach (var match in LetterInProse.Matches(text).Reverse())
        {
            var letter = match.Groups[1].Success ? match.Groups[1] : match.Groups[2];
            var behind = text[(letter.Index + 1)..Math.Min(text.Length, letter.Index + 60)];
            if (Index(letter) is null || ShortensName(text, letter, choices, options) || match.Groups[1].Success
                && DeniedBehind.IsMatch(behind)) continue;
            if (letter.ValueSpan is "A" or "I" && match.Groups[1].Success && IsArticle(behind)) continue;
            if (Denied.IsMatch(text[Math.Max(0, match.Index - 40)..match.Index])) continue;
            return SeveralLetters.IsMatch(text[letter.Index..]) ? null : Index(letter);
        }
        return null;

        int? Index(Group letter) => char.ToUpperInvariant(letter.Value[0]) - 'A' is var index && index < choices.Count ? index : null;
    }

    /// <summary>An A before a word in lower case is an article: "I would say A river".</summary>
    private static bool IsArticle(string behind) => behind.Length > 1 && behind[0] == ' ' && char.IsLower(behind[1])
        && !behind.StartsWith(" because", StringComparison.Ordinal) && !behind.StartsWith(" since", StringComparison.Ordinal)
        && !behind.StartsWith(" as ", StringComparison.Ordinal) && !behind.StartsWith(" is ", StringComparison.Ordinal);

    /// <summary>Whether a letter with a stop and the word behind it are a name in an option: "E. coli", or "Escherichia coli" in
    /// full.</summary>
    private static bool ShortensName(string text, Group letter, IReadOnlyList<string> choices, IReadOnlyList<string> options)
    {
        if (ReadAbbreviation(text, letter.Index) is not { } word) return false;
        var index = char.ToUpperInvariant(letter.Value[0]) - 'A';
        if (index < options.Count && $" {options[index]} ".StartsWith($" {NormalisedText.Normalise(word)} ", StringComparison.Ordinal))
            return false;
        return choices.Any(c => IsAbbreviated(c, letter.Value[0], word)) || IsLatinEpithet(word);
    }

    /// <summary>A species' name behind its genus' initial, by its ending; no English word that often begins an explanation has
    /// it.</summary>
    private static bool IsLatinEpithet(string word) => word.Length > 4 && (word.EndsWith("us", StringComparison.Ordinal)
        || word.EndsWith("um", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal)
        && word is not ("this" or "basis" or "analysis")
        || word.EndsWith("ae", StringComparison.Ordinal) || word.EndsWith("ii", StringComparison.Ordinal)
        || word.EndsWith("icans", StringComparison.Ordinal));

    /// <summary>The word in lower case behind a letter and a stop; null where there is none.</summary>
    private static string? ReadAbbreviation(string text, int letter)
    {
        if (letter + 3 >= text.Length || text[letter + 1] != '.' || !char.IsUpper(text[letter])) return null;
        var from = letter + (text[letter + 2] == ' ' ? 3 : 2);
        var end = from;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return end > from + 1 && char.IsLower(text[from]) ? text[from..end] : null;
    }

    private static bool IsAbbreviated(string choice, char initial, string word)
    {
        var words = choice.Split([' ', '.', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i++)
            if (words[i][0] == initial && string.Equals(words[i + 1], word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static int? FindByAbbreviation(string text, IReadOnlyList<string> choices)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsUpper(text[i]) && (i == 0 || !char.IsLetter(text[i - 1])) && ReadAbbreviation(text, i) is { } word)
                return FindOnly(choices.Count, c => IsAbbreviated(choices[c], text[i], word));
        return null;
    }

    private static int? FindOnly(int count, Func<int, bool> fits)
    {
        int? only = null;
        for (var i = 0; i < count; i++)
        {
            if (!fits(i)) continue;
            if (only is not null) return null;
            only = i;
        }
        return only;
    }

    private static string WithoutDenied(string said) => DeniedWords.Replace(said, " ");

    private static readonly LazyRegex DeniedWords = new(@"\b(?:not|rather than|instead of)\s+\S+(?:\s+\S+){0,2}", Linear);

    private static bool ContainsWords(string answer, string option) =>
        option.Length > 0 && $" {answer} ".Contains($" {option} ", StringComparison.Ordinal);
}
