namespace Debate.Deliberation.Answers;

/// <summary>
/// "auto", the default: "choice" when the question has choices (their letters are keys, however numeric the options), otherwise "number"
/// when an alias is a number, otherwise "contrast" when it has a right and a wrong reference, otherwise "chrf" when it has a right
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
