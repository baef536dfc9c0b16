using System.Globalization;
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

    /// <summary>The options of every such protocol, with its own defaults.</summary>
    public static IReadOnlyList<OptionRule> CreateOptions(int debaters, int rounds, string decision) =>
    [
        OptionRule.Number("debaters", debaters, 2, 9, "Debaters."),
        OptionRule.Number("rounds", rounds, 1, 20, "Rounds at most."),
        OptionRule.OneOf("decision", "How they decide.",
            [decision, .. DecisionRules.All.Select(r => r.Name).Where(name => name != decision)]),
        OptionRule.OneOf("ties", "Which of several winners counts: the one that was given first, or a draw by the seed.", "first", "draw"),
    ];

    /// <summary>The debaters' seats.</summary>
    public static IReadOnlyList<string> GetDebaters(ProtocolOptions o) => NumberSeats("debater", o.Number("debaters"));

    /// <summary>All seats: the debaters, and a judge when the rule needs one.</summary>
    public static IReadOnlyList<string> GetSeats(ProtocolOptions o) =>
        GetRule(o).BallotKind == BallotKind.Judgement ? [.. GetDebaters(o), VotingStage.JudgeSeat] : GetDebaters(o);

    /// <summary>Maximum number of calls when each debater speaks once per round, ballots included.</summary>
    public static int CountMaxCalls(ProtocolOptions o) => o.Number("rounds") * o.Number("debaters") + CountMaxBallots(o);

    /// <summary>Maximum number of calls that the rule makes for ballots.</summary>
    public static int CountMaxBallots(ProtocolOptions o) => GetRule(o) switch
    {
        { BallotKind: BallotKind.Answer } => 0,
        { BallotKind: BallotKind.Judgement } => 1,
        { IsHeldEachRound: true } => o.Number("rounds") * o.Number("debaters"),
        _ => o.Number("debaters"),
    };

    /// <summary>The seats of several judges: judge, judge-2, ...</summary>
    public static IReadOnlyList<string> GetJudges(int count) => [VotingStage.JudgeSeat, .. NumberSeats("judge", count).Skip(1)];

    private static IReadOnlyList<string> NumberSeats(string name, int count) =>
        [.. Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))];

    /// <summary>Runs the discussion and decides.</summary>
    /// <param name="d">The deliberation.</param>
    /// <param name="name">
    /// The name of the protocol: its prompt folder holds "opening" and "reply", and one for each other seat that speaks.
    /// </param>
    /// <param name="round">The steps of a round, which is numbered from 1.</param>
    public static async Task<Verdict> RunAsync(IDeliberation d, string name, Func<int, IEnumerable<DiscussionStep>> round)
    {
        var rules = Prompts.Fill("panel/rules", ("question", d.Problem.PromptText));
        var (debaters, rule, rounds) = (GetDebaters(d.Options), GetRule(d.Options), d.Options.Number("rounds"));
        var discussion = new Discussion(d);
        foreach (var (seat, kind) in d.Seats.Select(s => (s.Name, debaters.Contains(s.Name) ? "debater" : "other")))
            discussion.AddSeat(seat, Prompts.Fill($"panel/{kind}", ("rules", rules), ("seat", seat)));
        var election = new VotingStage(d, discussion, debaters, rule);
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

    private static IDecisionRule GetRule(ProtocolOptions o) => DecisionRules.Get(o.Text("decision"));
}
