using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>
/// "choice": multiple choice. The answer names an option by its letter ("B", "(b)", "B. Paris", "option B", "Answer: b"), by its text or
/// number, or by containing the text of exactly one option. A letter takes precedence over a text next to it. The key is a letter or an
/// option's text.
/// </summary>
public sealed class ChoiceChecker : IAnswerChecker
{
    private static readonly Regex LetterPattern = new(
        @"^(?:[^\p{L}\d]*(?:(?:option|choice|answer|letter)\b[\s:]*(?:is\b)?)?[\s*(\[""']*)"
        + @"([A-Za-z])(?:[\s*)\]""'.]*$|\s*[).:\]*]+\s|[)\]])",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

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
        var (said, options) = (NormalisedText.Normalise(answer), choices.Select(NormalisedText.Normalise).ToList());
        if (options.IndexOf(said) is >= 0 and var exact) return exact;
        if (FindByLetter(answer) is { } letter && letter < choices.Count) return letter;
        var form = CanonicalAnswer.Compute(answer);
        return FindOnly(choices.Count, i => CanonicalAnswer.Compute(choices[i]) == form)
            ?? FindOnly(choices.Count, i => ContainsWords(said, options[i]));
    }

    private static int? FindByLetter(string answer) =>
        LetterPattern.Match(answer) is { Success: true } match ? match.Groups[1].Value.ToUpperInvariant()[0] - 'A' : null;

    private static int? FindOnly(int count, Func<int, bool> fits) =>
        Enumerable.Range(0, count).Where(fits).ToList() is [var only] ? only : null;

    private static bool ContainsWords(string answer, string option) =>
        option.Length > 0 && $" {answer} ".Contains($" {option} ", StringComparison.Ordinal);
}
