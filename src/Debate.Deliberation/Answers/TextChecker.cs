namespace Debate.Deliberation.Answers;

/// <summary>
/// "text": the answer equals one of the aliases in <see cref="PlainForm"/> (case, punctuation, articles, white space and compatible
/// characters do not matter), as in exact match in SQuAD (Rajpurkar et al., 2016). A final-answer phrase around the answer is removed.
/// </summary>
public sealed class TextChecker : IAnswerChecker
{
    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public Check Check(string answer, Problem question) => Answers.Check.Of(Equal(answer, question));

    internal static bool Equal(string answer, Problem question)
    {
        var whole = PlainForm.Of(answer);
        var final = PlainForm.Of(FinalAnswer.Of(answer));
        return whole.Length > 0 && question.Answers.Select(PlainForm.Of).Any(alias => alias == whole || alias == final);
    }
}
