using Debate.Core.Input;

namespace Debate.Deliberation.Decisions;

/// <summary>
/// How several voters decide on one answer (Kaesberg et al., "Voting or Consensus? Decision-Making in Multi-Agent Debate", ACL Findings
/// 2025, and MALLM, from which the names are). A rule is anonymous (it does not matter who cast which ballot) and neutral (nor in which
/// order the candidates are), so it may name several winners; the caller breaks ties.
/// </summary>
/// <param name="Name">The name that selects the rule.</param>
/// <param name="BallotKind">What it asks for, and from whom.</param>
/// <param name="IsHeldEachRound">
/// True when it is applied after each round and may end the discussion; otherwise it is applied after the last one alone.
/// </param>
/// <param name="FindWinners">The indices of the winners, ascending; several when they tie, none when the rule is not met.</param>
public sealed record DecisionRule(string Name, BallotKind BallotKind, bool IsHeldEachRound, Func<Poll, IReadOnlyList<int>> FindWinners);

/// <summary>The decision rules; a new one is a property here and its place in <see cref="All"/>.</summary>
public static class DecisionRules
{
    private const int UnanimousRounds = 4;
    private const int UnanimousVoters = 3;
    private const int MaxRanks = 5;

    /// <summary>
    /// The answer that most voters gave (Wang et al., "Self-Consistency", 2023; Du et al., 2023). No ballots are cast. It elects any answer
    /// that more than half gave, but among several answers it may elect one that most voters find wrong.
    /// </summary>
    public static DecisionRule Plurality { get; } = new("plurality", BallotKind.Answer, false, TopChoices);

    /// <summary>The answer that more than half of the voters gave; reaching it ends the discussion.</summary>
    public static DecisionRule Majority { get; } =
        new("majority", BallotKind.Answer, true, poll => poll.FindMeetingQuorum((supporters, voters) => 2 * supporters > voters));

    /// <summary>
    /// The answer that at least two thirds of the voters gave; reaching it ends the discussion (Kaesberg et al., 2025; MALLM rounds
    /// it to 66 %).
    /// </summary>
    public static DecisionRule Supermajority { get; } =
        new("supermajority", BallotKind.Answer, true,
        poll => poll.FindMeetingQuorum((supporters, voters) => 3 * supporters >= 2 * voters));

    /// <summary>The answer that every voter gave; reaching it ends the discussion.</summary>
    public static DecisionRule Unanimity { get; } =
        new("unanimity", BallotKind.Answer, true, poll => poll.FindMeetingQuorum((supporters, voters) => supporters == voters));

    /// <summary>
    /// Unanimity in the first four rounds, and always with at most three voters; afterwards the answer of at least three quarters of the
    /// voters (Yin et al., "Exchange-of-Thought", EMNLP 2023, as MALLM implements it).
    /// </summary>
    public static DecisionRule Hybrid { get; } =
        new("hybrid", BallotKind.Answer, true, poll => poll.FindMeetingQuorum((supporters, voters) =>
        poll.Round <= UnanimousRounds || voters <= UnanimousVoters ? supporters == voters : 4 * supporters >= 3 * voters));

    /// <summary>
    /// Each voter picks one of the answers that were given, and the most votes win: a plurality vote in which voters may abandon their own
    /// answer.
    /// </summary>
    public static DecisionRule Simple { get; } = new("simple", BallotKind.Choice, false, TopChoices);

    /// <summary>
    /// Each voter approves as many of the answers as it likes, and the most approvals win (Brams and Fishburn, "Approval Voting", 1978).
    /// </summary>
    public static DecisionRule Approval { get; } = new("approval", BallotKind.Approvals, false, poll =>
        poll.ArgMax((ballot, candidate) => ballot.Points[candidate] > 0 ? 1 : 0));

    /// <summary>
    /// Each voter ranks the answers, and the first five ranks count: the first gets as many points as there are voters, five at most, and
    /// each following one gets one fewer; the most points win (MALLM's ranked voting). With up to five answers, all ranked by at least as
    /// many voters, it elects the same answers as <see cref="Borda"/>.
    /// </summary>
    public static DecisionRule Ranked { get; } = new("ranked", BallotKind.Ranking, false, poll => poll.ArgMax((ballot, candidate) =>
    {
        if (ballot.Points[candidate] == 0) return 0;
        var place = ballot.Points.Count(p => p > ballot.Points[candidate]);
        return Math.Max(0, Math.Min(MaxRanks, poll.Ballots.Count) - place);
    }));

    /// <summary>
    /// Each voter distributes ten points over the answers, and the most points win (cumulative voting; Kaesberg et al., 2025).
    /// </summary>
    public static DecisionRule Cumulative { get; } = new("cumulative", BallotKind.Points, false, poll =>
        poll.ArgMax((ballot, candidate) => ballot.Points[candidate]));

    /// <summary>
    /// Borda count (1784): each voter ranks the answers, and an answer gets one point from each voter for every answer below it and half a
    /// point for every answer tied with it; the most points win. Unranked answers tie below the ranked ones. The rule never elects a
    /// Condorcet loser (an answer that loses every pairwise comparison) alone, and it may pass over an answer that most voters put first.
    /// </summary>
    public static DecisionRule Borda { get; } = new("borda", BallotKind.Ranking, false, poll => poll.ArgMax((ballot, candidate) =>
        ballot.Points.Sum(other => Math.Sign(ballot.Points[candidate] - other))));

    /// <summary>
    /// After each round each voter picks one of the answers, and the discussion ends when one answer alone has the most votes; a tie
    /// continues it, and after the last round elects nobody (MALLM's consensus voting).
    /// </summary>
    public static DecisionRule Consensus { get; } =
        new("consensus", BallotKind.Choice, true, poll => TopChoices(poll) is [var only] ? [only] : []);

    /// <summary>A judge who took no part in the discussion picks one of the answers: the dictatorship among the rules.</summary>
    public static DecisionRule Judge { get; } = new("judge", BallotKind.Judgement, false, TopChoices);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<DecisionRule> All { get; } =
    [
        Plurality, Majority, Supermajority, Unanimity, Hybrid, Simple, Approval, Ranked, Cumulative, Borda, Consensus, Judge,
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(r => r.Name)];

    /// <summary>The rule of that name; throws <see cref="InputException"/> when there is none.</summary>
    public static DecisionRule Get(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InputException($"decision '{name}': it must be one of {string.Join(", ", All.Select(r => r.Name))}");

    private static IReadOnlyList<int> TopChoices(Poll poll) =>
        poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}
