namespace Debate.Deliberation.Answers;

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
