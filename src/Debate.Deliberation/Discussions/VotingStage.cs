using System.Collections.Immutable;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Decisions;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// Lets members of a discussion decide by a rule between their last answers. Equal answers are one candidate; with only one candidate
/// nobody is asked. Ballots are secret: each voter is asked in its own chat, and no ballot becomes a statement.
/// </summary>
internal sealed class VotingStage(IDeliberation d, Discussion discussion, IReadOnlyList<string> voters, IDecisionRule rule)
{
    /// <summary>The seat of the rule <see cref="JudgeDecision"/>.</summary>
    public const string JudgeSeat = "judge";

    // The prompts of the ballots, in the order of the members of BallotKind; no prompt where nothing is asked.
    private static readonly string[] PromptNames = ["", "choice", "approvals", "ranking", "points", "judgement"];

    /// <summary>The verdict after a round: undecided when the rule is not met, refused when nobody gave an answer.</summary>
    public async Task<Verdict> HoldVoteAsync(int round)
    {
        var answers = voters.Select(v => discussion.GetMember(v).Answer).ToArray();
        var candidates = PluralityVote.CountVotes(answers, d.Problem.Choices).Groups.OrderBy(g => g.Voters[0]).ToArray();
        if (candidates.Length == 0) return new(Decision.Refused) { Ended = rule.Name, Rounds = round, Reason = "Nobody gave an answer." };
        var ballots = rule.BallotKind == BallotKind.Answer || candidates.Length == 1
            ? [.. voters.Select((_, v) => VoteForOwnAnswer(candidates, v))]
            : await CollectBallotsAsync([.. candidates.Select(c => c.Answer)]);
        var winners = rule.FindWinners(new(candidates.Length, ballots, round));
        var counts = string.Join(", ", candidates.Select(c => FormattableString.Invariant($"{c.Answer} ({c.Voters.Count})")));
        return winners.Count == 0
            ? new(Decision.Undecided) { Ended = "rounds", Rounds = round, Reason = $"{rule.Name} was not reached; given last: {counts}" }
            : CreateVerdict(candidates[BreakTie(winners)], winners.Count) with { Rounds = round,
                Reason = $"{rule.Name}; given last: {counts}" };
    }

    /// <summary>The ballot of a voter for its own answer.</summary>
    private static Ballot VoteForOwnAnswer(AnswerGroup[] candidates, int voter) =>
        Ballot.ForCandidates(candidates.Length, candidates.Index().Where(c => c.Item.Voters.Contains(voter)).Select(c => c.Index));

    private int BreakTie(IReadOnlyList<int> winners) =>
        winners.Count > 1 && d.Options.GetValueOrDefault("ties") == "draw" ? winners[d.Draw().NextInt(winners.Count)] : winners[0];

    /// <summary>The side is the only voter whose last answer this is; null when several gave it.</summary>
    private Verdict CreateVerdict(AnswerGroup chosen, int winners) => new(Decision.Decided)
    {
        Answer = chosen.Answer,
        Side = chosen.Voters is [var only] ? voters[only] : null,
        Ended = rule.Name,
        Notes = winners > 1 ? [FormattableString.Invariant($"{winners} answers tied, and the tie was broken")] : [],
        Measures = ImmutableSortedDictionary<string, double>.Empty.Add("agreement", (double)chosen.Voters.Count / voters.Count),
    };

    /// <summary>A voter whose ballot cannot be read, even when asked again, abstains.</summary>
    private async Task<IReadOnlyList<Ballot>> CollectBallotsAsync(string[] candidates)
    {
        var reader = new BallotReader(rule.BallotKind, candidates, d.Problem.Choices);
        var shown = Quotation.QuoteAll(candidates.Select((answer, i) => (FormattableString.Invariant($"answer {i + 1}"), answer)));
        var told = Prompts.Fill($"decisions/{PromptNames[(int)rule.BallotKind]}", ("answers", shown), ("statements", QuoteStatements()));
        var asked = rule.BallotKind == BallotKind.Judgement ? [discussion.GetMember(JudgeSeat)] : voters.Select(discussion.GetMember);
        var replies = await d.AllAsync([.. asked.Select(voter => CastInBranch(voter, told, reader))]);
        return [.. replies.Select(ballot => ballot ?? Ballot.Blank(candidates.Length))];
    }

    private static Func<IDeliberation, Task<Ballot?>> CastInBranch(DiscussionMember voter, string told, BallotReader reader) =>
        async branch => (await voter.Chat.AskAsync(told, reader, branch: branch)).Value;

    private string QuoteStatements() =>
        Quotation.QuoteAll(voters.Select(discussion.GetMember).Where(m => m.LastStatement is not null)
            .Select(m => (m.Name, m.LastStatement!)));
}
