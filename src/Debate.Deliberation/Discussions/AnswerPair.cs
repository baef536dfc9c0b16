using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// The two answers between which sides debate: those of the option "answers"; otherwise the two choices of the question; otherwise a right
/// and a wrong answer of its key; otherwise yes and no. Answers of the key are ordered by their letters, so that their order reveals
/// nothing.
/// </summary>
/// <param name="First">The answer that the first side argues for.</param>
/// <param name="Second">The answer that the second side argues for.</param>
internal sealed record AnswerPair(string First, string Second)
{
    private const string None = "none";

    /// <summary>The option that gives the answers.</summary>
    public static OptionRule Option { get; } = new(
        "answers", None, "two answers that differ, with | between them, or none", text => text == None || ParseOrNull(text) is not null,
        "The answers to debate between, where the question has none.");

    /// <summary>Both, in order.</summary>
    public IReadOnlyList<string> Both => [First, Second];

    /// <summary>The two answers for a question; throws <see cref="InputException"/> when there are not two.</summary>
    public static AnswerPair FromProblem(Problem problem, ProtocolOptions options)
    {
        if (ParseOrNull(options.Text(Option.Name)) is { } given) return given;
        if (problem.Choices is [var first, var second]) return new(first, second);
        if (FromKey(problem) is { } key) return key;
        return problem.Choices.Count == 0 && problem.Answers.All(IsYesOrNo) ? new("yes", "no") : throw new InputException(
            $"problem '{problem.Key}': two answers are needed to debate between; give it two choices, or the option answers=ONE|OTHER");
    }

    /// <summary>The index of an answer among the two, from 0; null when it names neither or both.</summary>
    public int? IndexOf(string answer) => ChoiceChecker.FindChoice(answer, Both);

    private static AnswerPair? FromKey(Problem problem)
    {
        var right = problem.Choices.Count == 0 ? problem.Answers : [.. problem.Choices.Where(IsRight)];
        var wrong = problem.WrongAnswers.Concat(problem.Answers.Count == 0 ? [] : problem.Choices.Where(c => !IsRight(c))).FirstOrDefault();
        if (right.Count == 0 || wrong is null || wrong == right[0]) return null;
        return string.CompareOrdinal(right[0], wrong) < 0 ? new(right[0], wrong) : new(wrong, right[0]);

        bool IsRight(string choice) =>
            problem.Answers.Any(key => ChoiceChecker.FindChoice(key, problem.Choices) is { } index && problem.Choices[index] == choice);
    }

    private static bool IsYesOrNo(string answer) => NormalisedText.Normalise(answer) is "yes" or "no";

    private static AnswerPair? ParseOrNull(string text) =>
        text.Split('|', StringSplitOptions.TrimEntries) is [{ Length: > 0 } one, { Length: > 0 } other] && one != other
            ? new(one, other) : null;
}
