using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Records;

/// <summary>A question with its key as the problem of a deliberation, and back.</summary>
public static class QuestionProblem
{
    /// <summary>The problem that a question poses.</summary>
    public static Problem Of(Question question) => new(question.Key, question.Text)
    {
        Answers = question.Answers,
        Choices = question.Choices,
        WrongAnswers = question.WrongAnswers,
        Source = question.Source == question.Text ? null : question.Source,
        Reference = question.Reference,
        WrongReference = question.WrongReference,
        Explanation = question.Explanation,
    };

    /// <summary>The question that a problem poses; null where its key is not known.</summary>
    public static Question? Of(Problem problem) => problem.Answers.Count == 0 ? null : new(problem.Key, problem.Text, problem.Answers)
    {
        Choices = problem.Choices,
        WrongAnswers = problem.WrongAnswers,
        Source = problem.Source,
        Reference = problem.Reference,
        WrongReference = problem.WrongReference,
        Explanation = problem.Explanation,
    };

    /// <summary>Whether an answer to a problem is right; null where nobody can say.</summary>
    public static bool? IsRight(Problem problem, string? answer) =>
        answer is not null && Of(problem) is { } question ? AutoChecker.For(question).Check(answer, question).Correct : null;
}
