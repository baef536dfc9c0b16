using System.Collections.Immutable;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Decisions;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// Lets members of a discussion decide by a rule between their last answers. Equal answers are one candidate; with only one candidate
/// nobody is asked. Ballots are secret: each voter is asked in its own chat, and no ballot becomes a statement.
/// </summary>
internal sealed class Election(IDeliberation d, Discussion discussion, IReadOnlyList<string> voters, IDecisionRule rule)
{
    /// <summary>The seat of the rule <see cref="JudgesChoice"/>.</summary>
    public const string Judge = "judge";

    // The prompts of the ballots, in the order of the members of BallotKind; no prompt where nothing is asked.
    private static readonly string[] Forms = ["", "choice", "approvals", "ranking", "points", "judgement"];

    /// <summary>The verdict after a round: undecided when the rule is not met, refused when nobody gave an answer.</summary>
    public async Task<Verdict> HoldAsync(int round)
    {
        var answers = voters.Select(v => discussion.Member(v).Answer).ToArray();
        var candidates = Vote.Majority(answers, d.Problem.Choices).Groups.OrderBy(g => g.Voters[0]).ToArray();
        if (candidates.Length == 0) return new(Decision.Refused) { Ended = rule.Name, Rounds = round, Reason = "Nobody gave an answer." };
        var ballots = rule.Form == BallotForm.Answer || candidates.Length == 1
            ? [.. voters.Select((_, v) => Own(candidates, v))]
            : await AskAsync([.. candidates.Select(c => c.Answer)]);
        var winners = rule.Winners(new(candidates.Length, ballots, round));
        var counts = string.Join(", ", candidates.Select(c => FormattableString.Invariant($"{c.Answer} ({c.Voters.Count})")));
        return winners.Count == 0
            ? new(Decision.Undecided) { Ended = "rounds", Rounds = round, Reason = $"{rule.Name} was not reached; given last: {counts}" }
            : Decided(candidates[Chosen(winners)], winners.Count) with { Rounds = round, Reason = $"{rule.Name}; given last: {counts}" };
    }

    /// <summary>The ballot of a voter for its own answer.</summary>
    private static Ballot Own(VoteGroup[] candidates, int voter) =>
        Ballot.For(candidates.Length, candidates.Index().Where(c => c.Item.Voters.Contains(voter)).Select(c => c.Index));

    private int Chosen(IReadOnlyList<int> winners) =>
        winners.Count > 1 && d.Options.GetValueOrDefault("ties") == "draw" ? winners[d.Draw().Below(winners.Count)] : winners[0];

    /// <summary>The side is the only voter whose last answer this is; null when several gave it.</summary>
    private Verdict Decided(VoteGroup chosen, int winners) => new(Decision.Decided)
    {
        Answer = chosen.Answer,
        Side = chosen.Voters is [var only] ? voters[only] : null,
        Ended = rule.Name,
        Notes = winners > 1 ? [FormattableString.Invariant($"{winners} answers tied, and the tie was broken")] : [],
        Measures = ImmutableSortedDictionary<string, double>.Empty.Add("agreement", (double)chosen.Voters.Count / voters.Count),
    };

    /// <summary>A voter whose ballot cannot be read, even when asked again, abstains.</summary>
    private async Task<IReadOnlyList<Ballot>> AskAsync(string[] candidates)
    {
        var reader = new BallotReader(rule.Form, candidates, d.Problem.Choices);
        var shown = Quotation.Of(candidates.Select((answer, i) => (FormattableString.Invariant($"answer {i + 1}"), answer)));
        var told = Prompts.Fill($"decisions/{Forms[(int)rule.Form]}", ("answers", shown), ("statements", Statements()));
        var asked = rule.Form == BallotForm.Judgement ? [discussion.Member(Judge)] : voters.Select(discussion.Member);
        var replies = await d.AllAsync([.. asked.Select(voter => CastAsync(voter, told, reader))]);
        return [.. replies.Select(ballot => ballot ?? Ballot.Blank(candidates.Length))];
    }

    private static Func<IDeliberation, Task<Ballot?>> CastAsync(Member voter, string told, BallotReader reader) =>
        async branch => (await voter.Chat.AskAsync(told, reader, branch: branch)).Value;

    private string Statements() =>
        Quotation.Of(voters.Select(discussion.Member).Where(m => m.Said is not null).Select(m => (m.Name, m.Said!)));
}
