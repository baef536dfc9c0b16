namespace Debate.Deliberation.Answers;

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
