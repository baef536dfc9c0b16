using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>Answers that are one answer.</summary>
/// <param name="Answer">The first of them, as it was given.</param>
/// <param name="Voters">Their places in the list of answers, ascending, from 0.</param>
public sealed record VoteGroup(string Answer, IReadOnlyList<int> Voters);

/// <summary>The outcome of a vote.</summary>
/// <param name="Winner">The answer with most votes; null when nobody gave one.</param>
/// <param name="Groups">The groups, most votes first, equal ones in the order in which they were first given.</param>
public sealed record VoteResult(string? Winner, IReadOnlyList<VoteGroup> Groups);

/// <summary>Plurality votes over answers: self-consistency (Wang et al., 2023).</summary>
public static class Vote
{
    /// <summary>
    /// Groups the answers by <see cref="AnswerForm"/> (number-aware; by option where there are choices); the largest group wins, and
    /// of equally large ones the one that was given first. Empty answers ("", "none", "n/a") abstain.
    /// </summary>
    public static VoteResult Majority(IReadOnlyList<string> answers, IReadOnlyList<string>? choices = null)
    {
        var groups = Enumerable.Range(0, answers.Count)
            .Where(i => StructuredReply.IsMeaningful(answers[i]))
            .GroupBy(i => AnswerForm.Of(answers[i], choices), StringComparer.Ordinal)
            .Select(g => new VoteGroup(answers[g.First()], [.. g]))
            .OrderByDescending(g => g.Voters.Count).ThenBy(g => g.Voters[0])
            .ToList();
        return new VoteResult(groups.FirstOrDefault()?.Answer, groups);
    }
}
