namespace Debate.Deliberation.Answers;

/// <summary>Whether an answer is right, and how good it is.</summary>
/// <param name="Correct">The checker's verdict.</param>
/// <param name="Score">0 to 100, higher is better; each checker says if it means more than 0 or 100.</param>
public sealed record Check(bool Correct, double Score)
{
    /// <summary>100 for a right answer, 0 for a wrong one.</summary>
    public static Check Of(bool correct) => new(correct, correct ? 100 : 0);
}

/// <summary>Judges one answer by a question's key. Pure: the same answer and question get the same check; no answer throws.</summary>
public interface IAnswerChecker
{
    /// <summary>The name by which it is asked for.</summary>
    string Name { get; }

    /// <summary>The check. A key that this checker cannot use is an <see cref="InputException"/> that names the question.</summary>
    Check Check(string answer, Problem question);
}
