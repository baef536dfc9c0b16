namespace Debate.Deliberation.Answers;

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
