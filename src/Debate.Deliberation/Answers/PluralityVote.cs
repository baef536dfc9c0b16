using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>Answers that count as the same answer.</summary>
/// <param name="Answer">The first of them, as it was given.</param>
/// <param name="Voters">Their zero-based indices in the list of answers, ascending.</param>
public sealed record AnswerGroup(string Answer, IReadOnlyList<int> Voters);

/// <summary>The outcome of a vote.</summary>
/// <param name="Winner">The answer with the most votes; null when nobody gave an answer.</param>
/// <param name="Groups">The groups, most votes first; groups of equal size in the order in which their answers were first given.</param>
public sealed record VoteResult(string? Winner, IReadOnlyList<AnswerGroup> Groups);

/// <summary>Plurality vote over answers: self-consistency (Wang et al., 2023).</summary>
public static class PluralityVote
{
    /// <summary>
    /// Groups the answers by <see cref="CanonicalAnswer"/> (number-aware; by option when there are choices); the largest group wins, and
    /// among
    /// equally large ones the one whose answer was given first. Empty answers ("", "none", "n/a") abstain.
    /// </summary>
    public static VoteResult CountVotes(IReadOnlyList<string> answers, IReadOnlyList<string>? choices = null)
    {
        var groups = Enumerable.Range(0, answers.Count)
            .Where(i => StructuredReply.IsMeaningful(answers[i]))
            .GroupBy(i => CanonicalAnswer.Compute(answers[i], choices), StringComparer.Ordinal)
            .Select(g => new AnswerGroup(answers[g.First()], [.. g]))
            .OrderByDescending(g => g.Voters.Count).ThenBy(g => g.Voters[0])
            .ToList();
        return new VoteResult(groups.FirstOrDefault()?.Answer, groups);
    }
}
