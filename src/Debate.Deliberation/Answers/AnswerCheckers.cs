using Debate.Core.Input;

namespace Debate.Deliberation.Answers;

/// <summary>The answer checkers by name.</summary>
public static class AnswerCheckers
{
    private static readonly IAnswerChecker[] All =
    [
        new AutoChecker(), new TextChecker(), new NumberChecker(), new ChoiceChecker(),
        new ChrfChecker(), new BleuChecker(), new ContrastChecker(),
    ];

    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(c => c.Name)];

    /// <summary>
    /// The checker with that name, ignoring case; for an unknown name an <see cref="InputException"/> that lists the known ones.
    /// </summary>
    public static IAnswerChecker Get(string name)
    {
        if (Array.Find(All, c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)) is { } checker) return checker;
        var known = string.Join(", ", Names);
        throw new InputException(name.ToUpperInvariant() is "COMET" or "BLEURT" or "BERTSCORE"
            ? $"checker \"{name}\": not available, it needs a neural model; available are {known} (chrf and bleu for translation)"
            : $"checker \"{name}\": unknown; it must be one of {known}");
    }
}

/// <summary>Whether an answer is right, and how good it is.</summary>
/// <param name="Correct">The checker's verdict.</param>
/// <param name="Score">0 to 100, higher is better; each checker documents whether it gives more than 0 and 100.</param>
public sealed record AnswerCheck(bool Correct, double Score)
{
    /// <summary>100 for a right answer, 0 for a wrong one.</summary>
    public static AnswerCheck FromCorrect(bool correct) => new(correct, correct ? 100 : 0);
}

/// <summary>
/// Judges one answer against a question's key. Pure: the same answer and question always give the same result; no answer throws.
/// </summary>
public interface IAnswerChecker
{
    /// <summary>The name that selects the checker.</summary>
    string Name { get; }

    /// <summary>
    /// Checks the answer. A key that this checker cannot use throws an <see cref="InputException"/> that names the question.
    /// </summary>
    AnswerCheck Check(string answer, Problem question);
}

/// <summary>
/// "auto", the default: "choice" when the question has choices (their letters are keys, however numeric the options), otherwise "number"
/// when an alias is a number or other mathematics, otherwise "contrast" when it has a right and a wrong reference, otherwise "chrf" when it
/// has a right
/// reference only, otherwise "text".
/// </summary>
public sealed class AutoChecker : IAnswerChecker
{
    private static readonly ChoiceChecker Choice = new();
    private static readonly NumberChecker Number = new();
    private static readonly TextChecker Text = new();
    private static readonly ContrastChecker Contrast = new();
    private static readonly ChrfChecker Chrf = new();

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question) => SelectChecker(question).Check(answer, question);

    /// <summary>The checker for this question.</summary>
    public static IAnswerChecker SelectChecker(Problem question) => question switch
    {
        { Choices.Count: > 0 } => Choice,
        { Reference: not null, WrongReference: not null } => Contrast,
        { Reference: not null } => Chrf,
        _ => NumberChecker.HasNumericKey(question) ? Number : Text,
    };
}

/// <summary>
/// "text": the answer equals one of the aliases (case, punctuation, articles, white space, LaTeX and compatible characters do not matter),
/// as in exact match in SQuAD (Rajpurkar et al., 2016); a number in it has to be that number, unrounded, and "yes" is "true". A
/// final-answer
/// phrase around the answer is removed.
/// </summary>
public sealed class TextChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question) =>
        Answers.AnswerCheck.FromCorrect(RightAnswer.IsSame(answer, question.Answers));
}

/// <summary>
/// "number": for keys that are numbers or other mathematics; right as <see cref="RightAnswer"/> says. A key that is none is compared as
/// text.
/// </summary>
public sealed class NumberChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "number";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question) =>
        Answers.AnswerCheck.FromCorrect(RightAnswer.IsRight(answer, question.Answers));

    /// <summary>True when at least one alias is a number or other mathematics.</summary>
    public static bool HasNumericKey(Problem question) => RightAnswer.ParseKeys(question.Answers).Any(key => key.IsMathematical);
}

/// <summary>
/// "bleu": sentence <see cref="Bleu"/> of the answer against the best-matching reference of the key. From <see cref="Threshold"/> on it
/// counts as right: a convention of this project, only for tables that need a yes or no.
/// </summary>
public sealed class BleuChecker : IAnswerChecker
{
    /// <summary>The score from which a translation counts as right.</summary>
    public const double Threshold = 30;

    /// <inheritdoc/>
    public string Name => "bleu";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question)
    {
        var score = question.Answers.Max(reference => Bleu.Sentence(answer, reference));
        return new AnswerCheck(score >= Threshold, score);
    }
}

/// <summary>
/// "chrf": <see cref="Chrf"/> of the answer against the best-matching reference of the key. From <see cref="Threshold"/> on it counts as
/// right: a convention of this project, only for tables that need a yes or no.
/// </summary>
public sealed class ChrfChecker : IAnswerChecker
{
    /// <summary>The score from which a translation counts as right.</summary>
    public const double Threshold = 50;

    /// <inheritdoc/>
    public string Name => "chrf";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question)
    {
        var score = question.Answers.Max(reference => Chrf.Sentence(answer, reference));
        return new AnswerCheck(score >= Threshold, score);
    }
}

/// <summary>
/// "contrast": right when the answer is closer to the right reference than to the wrong one by <see cref="Chrf"/>; a tie is wrong. The
/// score is the difference of the two scores, from -100 to 100.
/// </summary>
public sealed class ContrastChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "contrast";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question)
    {
        IReadOnlyList<string> wrong = question.WrongReference is { } reference ? [reference] : question.WrongAnswers;
        if (wrong.Count == 0) throw new InputException($"question {question.Key}: the checker \"contrast\" needs a wrong reference");
        var difference = BestScore(answer, question.Answers) - BestScore(answer, wrong);
        return new AnswerCheck(difference > 0, difference);
    }

    private static double BestScore(string answer, IReadOnlyList<string> references) => references.Max(r => Chrf.Sentence(answer, r));
}
