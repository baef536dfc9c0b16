using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Answers;

namespace Debate.Models;

/// <summary>Right and wrong answers to a problem, each always in the same words, so that votes group equal answers.</summary>
internal static class AnswerKey
{
    /// <summary>A right answer: the first accepted one, else the reference, else "yes".</summary>
    public static string GetRightAnswer(Problem? problem) =>
        problem is null ? "yes" : problem.Answers.Count > 0 ? problem.Answers[0] : problem.Reference ?? "yes";

    /// <summary>
    /// Wrong answer <paramref name="index"/>: a known wrong answer, else another choice, the wrong reference, a nearby number, or the
    /// opposite.
    /// </summary>
    public static string GetWrongAnswer(Problem? problem, int index)
    {
        if (problem is null) return "no";
        if (problem.WrongAnswers.Count > 0) return problem.WrongAnswers[index % problem.WrongAnswers.Count];
        if (problem.Choices.Count > 1) return GetOtherChoice(problem, index);
        return problem.WrongReference ?? CreateNearMiss(GetRightAnswer(problem), index);
    }

    /// <summary>Whether the answer equals an accepted one.</summary>
    public static bool IsRight(Problem? problem, string answer)
    {
        if (problem is null || problem.Answers.Count == 0) return AnswerGroups.AreSame(answer, GetRightAnswer(problem));
        return problem.Answers.Any(accepted => AnswerGroups.AreSame(answer, accepted, problem.Choices));
    }

    private static string GetOtherChoice(Problem problem, int index)
    {
        var others = Enumerable.Range(0, problem.Choices.Count).Select(i => ((char)('A' + i)).ToString())
            .Where(letter => !IsRight(problem, letter)).ToArray();
        return others.Length == 0 ? "none of these" : others[index % others.Length];
    }

    private static string CreateNearMiss(string right, int index)
    {
        if (decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number < 1e27m)
            return (number + 1 + index).ToString(CultureInfo.InvariantCulture);
        if (string.Equals(right, "yes", StringComparison.OrdinalIgnoreCase)) return "no";
        if (string.Equals(right, "no", StringComparison.OrdinalIgnoreCase)) return "yes";
        return index == 0 ? "undetermined" : FormattableString.Invariant($"undetermined ({(char)('a' + index % 26)})");
    }
}
