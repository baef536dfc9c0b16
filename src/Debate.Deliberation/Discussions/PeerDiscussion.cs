using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Decisions;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// Equal agents that discuss for some rounds and decide by a rule. The protocols differ in who speaks when and who hears it: Du et al.
/// (2023), ChatEval (Chan et al., 2024) and MALLM (Becker et al., 2025).
/// </summary>
internal static class PeerDiscussion
{
    /// <summary>The prompt folders that every such protocol uses.</summary>
    public static IReadOnlyList<string> SharedPrompts { get; } = ["panel", "decisions"];

    /// <summary>The debaters' seats.</summary>
    public static IReadOnlyList<string> GetDebaters(int count) => NumberSeats("debater", count);

    /// <summary>All seats: the debaters, and a judge when the rule needs one.</summary>
    public static IReadOnlyList<string> GetSeats(PeerOptions o) =>
        GetRule(o).BallotKind == BallotKind.Judgement ? [.. GetDebaters(o.Debaters), VotingStage.JudgeSeat] : GetDebaters(o.Debaters);

    /// <summary>Maximum number of calls when each debater speaks once per round, ballots included.</summary>
    public static int CountMaxCalls(PeerOptions o) => o.Rounds * o.Debaters + CountMaxBallots(o);

    /// <summary>Maximum number of calls that the rule makes for ballots.</summary>
    public static int CountMaxBallots(PeerOptions o) => GetRule(o) switch
    {
        { BallotKind: BallotKind.Answer } => 0,
        { BallotKind: BallotKind.Judgement } => 1,
        { IsHeldEachRound: true } => o.Rounds * o.Debaters,
        _ => o.Debaters,
    };

    /// <summary>The seats of several judges: judge, judge-2, ...</summary>
    public static IReadOnlyList<string> GetJudges(int count) => [VotingStage.JudgeSeat, .. NumberSeats("judge", count).Skip(1)];

    private static IReadOnlyList<string> NumberSeats(string name, int count) =>
        [.. Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))];

    /// <summary>Runs the discussion and decides.</summary>
    /// <param name="d">The deliberation.</param>
    /// <param name="options">Its options.</param>
    /// <param name="name">
    /// The name of the protocol: its prompt folder holds "opening" and "reply", and one for each other seat that speaks.
    /// </param>
    /// <param name="round">The steps of a round, which is numbered from 1.</param>
    public static async Task<Verdict> RunAsync(
        IDeliberation d, PeerOptions options, string name, Func<int, IEnumerable<DiscussionStep>> round)
    {
        var rules = Prompts.Fill("panel/rules", ("question", d.Problem.PromptText));
        var (debaters, rule, rounds) = (GetDebaters(options.Debaters), GetRule(options), options.Rounds);
        var discussion = new Discussion(d);
        foreach (var (seat, kind) in d.Seats.Select(s => (s.Name, debaters.Contains(s.Name) ? "debater" : "other")))
            discussion.AddSeat(seat, Prompts.Fill($"panel/{kind}", ("rules", rules), ("seat", seat)));
        var election = new VotingStage(d, discussion, debaters, rule, options.Ties);
        for (var n = 1; ; n++)
        {
            foreach (var step in round(n)) await discussion.RunStepAsync(step, n, Told);
            if ((rule.IsHeldEachRound || n == rounds) && await election.HoldVoteAsync(n) is var verdict
                && (n == rounds || verdict.Decision == Decision.Decided)) return verdict;
        }

        string Told(string seat, string heard) => !debaters.Contains(seat)
            ? Prompts.Fill($"{name}/{seat}", ("heard", heard))
            : Prompts.Fill(heard.Length == 0 ? $"{name}/opening" : $"{name}/reply", ("heard", heard));
    }

    private static DecisionRule GetRule(PeerOptions o) => DecisionRules.Get(o.Decision);
}

/// <summary>The options of all protocols in which equals discuss; each sets defaults of its own.</summary>
public abstract record PeerOptions
{
    /// <summary>The number of debaters.</summary>
    [Option("Debaters."), Range(2, 9)]
    public int Debaters { get; init; } = 3;

    /// <summary>Rounds at most.</summary>
    [Option("Rounds at most."), Range(1, 20)]
    public int Rounds { get; init; } = 2;

    /// <summary>The name of the rule by which they decide.</summary>
    [Option("How they decide."), OneOf(typeof(DecisionRules), nameof(DecisionRules.Names))]
    public string Decision { get; init; } = "plurality";

    /// <summary>Which of several winners counts.</summary>
    [Option("Which of several winners counts: the one that was given first, or a draw by the seed.")]
    public TieBreak Ties { get; init; }
}

/// <summary>Which of several winners of a vote counts.</summary>
public enum TieBreak
{
    /// <summary>The one that was given first.</summary>
    First,

    /// <summary>One that is drawn.</summary>
    Draw,
}

/// <summary>
/// Lets members of a discussion decide by a rule between their last answers. Equal answers are one candidate; with only one candidate
/// nobody is asked. Ballots are secret: each voter is asked in its own chat, and no ballot becomes a statement.
/// </summary>
internal sealed class VotingStage(
    IDeliberation d, Discussion discussion, IReadOnlyList<string> voters, DecisionRule rule, TieBreak ties = TieBreak.First)
{
    /// <summary>The seat of the rule <see cref="DecisionRules.Judge"/>.</summary>
    public const string JudgeSeat = "judge";

    // The prompts of the ballots, in the order of the members of BallotKind; no prompt where nothing is asked.
    private static readonly string[] PromptNames = ["", "choice", "approvals", "ranking", "points", "judgement"];

    /// <summary>The verdict after a round: undecided when the rule is not met or nobody gave an answer.</summary>
    public async Task<Verdict> HoldVoteAsync(int round)
    {
        var answers = voters.Select(v => discussion.GetMember(v).Answer).ToArray();
        var candidates = AnswerGroups.Create(answers, d.Problem.Choices).All.OrderBy(g => g.Voters[0]).ToArray();
        if (candidates.Length == 0)
            return Verdict.FromFault(voters.Select(v => discussion.GetMember(v).LastStatement!)) with { Ended = rule.Name, Rounds = round };
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
        winners.Count > 1 && ties == TieBreak.Draw ? winners[d.Draw().NextInt(winners.Count)] : winners[0];

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
            .Select(m => (m.Name, m.LastStatement!.Text)));
}
