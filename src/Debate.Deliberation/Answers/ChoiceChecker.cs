using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>
/// "choice": multiple choice. The answer names an option by its letter ("B", "(b)", "B. Paris", "option B", "Answer: b"), by its text,
/// or by holding the text of exactly one option. A letter goes before a text beside it. The key is a letter or an option's text.
/// </summary>
public sealed class ChoiceChecker : IAnswerChecker
{
    private static readonly Regex Letter = new(
        @"^(?:[^\p{L}\d]*(?:(?:option|choice|answer|letter)\b[\s:]*(?:is\b)?)?[\s*(\[""']*)([A-Za-z])(?:[\s*)\]""'.]*$|\s*[).:\]*]+\s|[)\]])",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <inheritdoc/>
    public string Name => "choice";

    /// <inheritdoc/>
    public Check Check(string answer, Question question)
    {
        if (question.Choices.Count == 0) throw new InputException($"question {question.Key}: the checker \"choice\" needs choices");
        var said = Index(FinalAnswer.Of(answer), question.Choices);
        return Answers.Check.Of(said is not null && question.Answers.Any(key => Index(key, question.Choices) == said));
    }

    /// <summary>The place of the option that the answer names, from 0; null when it names none, or several.</summary>
    public static int? Index(string answer, IReadOnlyList<string> choices)
    {
        var form = AnswerForm.Of(answer);
        var forms = choices.Select(c => AnswerForm.Of(c)).ToList();
        if (forms.IndexOf(form) is >= 0 and var exact) return exact;
        if (Letter.Match(answer) is { Success: true } match && match.Groups[1].Value.ToUpperInvariant()[0] - 'A' is var letter && letter < choices.Count)
            return letter;
        var held = Enumerable.Range(0, choices.Count).Where(i => Holds(PlainForm.Of(answer), PlainForm.Of(choices[i]))).ToList();
        return held.Count == 1 ? held[0] : null;
    }

    private static bool Holds(string answer, string option) =>
        option.Length > 0 && $" {answer} ".Contains($" {option} ", StringComparison.Ordinal);
}
