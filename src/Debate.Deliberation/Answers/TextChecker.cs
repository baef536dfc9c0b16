namespace Debate.Deliberation.Answers;

/// <summary>
/// "text": the answer equals one of the aliases in <see cref="NormalisedText"/> (case, punctuation, articles, white space and compatible
/// characters do not matter), as in exact match in SQuAD (Rajpurkar et al., 2016). A final-answer phrase around the answer is removed.
/// </summary>
public sealed class TextChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public AnswerCheck Check(string answer, Problem question) => Answers.AnswerCheck.FromCorrect(IsExactMatch(answer, question));

    internal static bool IsExactMatch(string answer, Problem question)
    {
        var whole = NormalisedText.Normalise(answer);
        var final = NormalisedText.Normalise(FinalAnswer.Extract(answer));
        return whole.Length > 0 && question.Answers.Select(NormalisedText.Normalise).Any(alias => alias == whole || alias == final);
    }
}
