using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Finds problems by their text in a prompt, so that a simulated model behind an endpoint knows which problem it is asked. A search takes
/// time linear in the length of the prompt and independent of the number of problems, as long as their first characters differ.
/// </summary>
public sealed class ProblemBook
{
    private const int MaxPrefixLength = 32;
    private readonly int _prefixLength;
    private readonly Dictionary<string, Problem[]> _byPrefix;
    private readonly Dictionary<string, Problem[]>.AlternateLookup<ReadOnlySpan<char>> _prefixLookup;

    /// <summary>Indexes these problems; a problem without text is never found.</summary>
    public ProblemBook(IEnumerable<Problem> problems)
    {
        Problem[] told = [.. problems.Where(p => p.Text.Length > 0)];
        _prefixLength = told.Length == 0 ? 0 : Math.Min(MaxPrefixLength, told.Min(p => p.Text.Length));
        _byPrefix = told.GroupBy(p => p.Text[.._prefixLength], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Text.Length).ToArray(), StringComparer.Ordinal);
        _prefixLookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>No problems.</summary>
    public static ProblemBook Empty { get; } = new([]);

    /// <summary>Finds the problem with the longest text that a message to the seat contains; null if there is none.</summary>
    public Problem? Find(IReadOnlyList<ChatMessage> chat)
    {
        Problem? longest = null;
        if (_byPrefix.Count == 0) return null;
        foreach (var message in chat)
            if (message.Role != Role.Assistant && Find(message.Text) is { } found && !(found.Text.Length <= longest?.Text.Length))
                longest = found;
        return longest;
    }

    private Problem? Find(string text)
    {
        Problem? longest = null;
        for (var at = 0; at + _prefixLength <= text.Length; at++)
        {
            if (!_prefixLookup.TryGetValue(text.AsSpan(at, _prefixLength), out var candidates)) continue;
            foreach (var problem in candidates)
                if (!(problem.Text.Length <= longest?.Text.Length) && text.AsSpan(at).StartsWith(problem.Text, StringComparison.Ordinal))
                    longest = problem;
        }
        return longest;
    }
}

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
