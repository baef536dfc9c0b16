namespace Debate.Deliberation.Decisions;

/// <summary>The decision rules by name; a new one adds one line here.</summary>
public static class DecisionRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IDecisionRule> All { get; } =
    [
        new PluralityRule(),
        new MajorityRule(),
        new SupermajorityRule(),
        new UnanimityRule(),
        new HybridConsensus(),
        new SimpleVoting(),
        new ApprovalVoting(),
        new RankedVoting(),
        new CumulativeVoting(),
        new BordaCount(),
        new ConsensusVoting(),
        new JudgeDecision(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(r => r.Name)];

    /// <summary>The rule of that name; throws <see cref="InputException"/> when there is none.</summary>
    public static IDecisionRule Get(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InputException($"decision '{name}': it must be one of {string.Join(", ", All.Select(r => r.Name))}");
}

/// <summary>
/// How several voters decide on one answer (Kaesberg et al., "Voting or Consensus? Decision-Making in Multi-Agent Debate", ACL Findings
/// 2025, and MALLM, from which the names are). A rule is anonymous (it does not matter who cast which ballot) and neutral (nor in which
/// order the candidates are), so it may name several winners; the caller breaks ties.
/// </summary>
public interface IDecisionRule
{
    /// <summary>The name that selects the rule.</summary>
    string Name { get; }

    /// <summary>What it asks for, and from whom.</summary>
    BallotKind BallotKind { get; }

    /// <summary>
    /// True when it is applied after each round and may end the discussion; otherwise it is applied after the last one alone.
    /// </summary>
    bool IsHeldEachRound { get; }

    /// <summary>The indices of the winners, ascending; several when they tie, none when the rule is not met.</summary>
    IReadOnlyList<int> FindWinners(Poll poll);
}

/// <summary>
/// The answer that most voters gave (Wang et al., "Self-Consistency", 2023; Du et al., 2023). No ballots are cast. It elects any answer
/// that more than half gave, but among several answers it may elect one that most voters find wrong.
/// </summary>
public sealed class PluralityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "plurality";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}

/// <summary>The answer that more than half of the voters gave; reaching it ends the discussion.</summary>
public sealed class MajorityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => 2 * supporters > voters);
}

/// <summary>
/// The answer that at least two thirds of the voters gave; reaching it ends the discussion (Kaesberg et al., 2025; MALLM rounds
/// it to 66 %).
/// </summary>
public sealed class SupermajorityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "supermajority";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => 3 * supporters >= 2 * voters);
}

/// <summary>The answer that every voter gave; reaching it ends the discussion.</summary>
public sealed class UnanimityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "unanimity";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => supporters == voters);
}

/// <summary>
/// Unanimity in the first four rounds, and always with at most three voters; afterwards the answer of at least three quarters of the voters
/// (Yin et al., "Exchange-of-Thought", EMNLP 2023, as MALLM implements it).
/// </summary>
public sealed class HybridConsensus : IDecisionRule
{
    private const int UnanimousRounds = 4;
    private const int UnanimousVoters = 3;

    /// <inheritdoc/>
    public string Name => "hybrid";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) =>
        poll.Round <= UnanimousRounds || voters <= UnanimousVoters ? supporters == voters : 4 * supporters >= 3 * voters);
}

/// <summary>
/// Each voter picks one of the answers that were given, and the most votes win: a plurality vote in which voters may abandon their own
/// answer.
/// </summary>
public sealed class SimpleVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "simple";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Choice;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}

/// <summary>
/// After each round each voter picks one of the answers, and the discussion ends when one answer alone has the most votes; a tie continues
/// it, and after the last round elects nobody (MALLM's consensus voting).
/// </summary>
public sealed class ConsensusVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "consensus";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Choice;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) =>
        poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0) is [var only] ? [only] : [];
}

/// <summary>
/// Each voter approves as many of the answers as it likes, and the most approvals win (Brams and Fishburn, "Approval Voting", 1978).
/// </summary>
public sealed class ApprovalVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "approval";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Approvals;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.Points[candidate] > 0 ? 1 : 0);
}

/// <summary>
/// Each voter ranks the answers, and the first five ranks count: the first gets as many points as there are voters, five at most, and each
/// following one gets one fewer; the most points win (MALLM's ranked voting). With up to five answers, all ranked by at least as many
/// voters, it elects the same answers as <see cref="BordaCount"/>.
/// </summary>
public sealed class RankedVoting : IDecisionRule
{
    private const int MaxRanks = 5;

    /// <inheritdoc/>
    public string Name => "ranked";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Ranking;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) =>
    {
        if (ballot.Points[candidate] == 0) return 0;
        var place = ballot.Points.Count(p => p > ballot.Points[candidate]);
        return Math.Max(0, Math.Min(MaxRanks, poll.Ballots.Count) - place);
    });
}

/// <summary>
/// Borda count (1784): each voter ranks the answers, and an answer gets one point from each voter for every answer below it and half a
/// point for every answer tied with it; the most points win. Unranked answers tie below the ranked ones. The rule never elects a Condorcet
/// loser (an answer that loses every pairwise comparison) alone, and it may pass over an answer that most voters put first.
/// </summary>
public sealed class BordaCount : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "borda";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Ranking;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) =>
        ballot.Points.Sum(other => Math.Sign(ballot.Points[candidate] - other)));
}

/// <summary>
/// Each voter distributes ten points over the answers, and the most points win (cumulative voting; Kaesberg et al., 2025).
/// </summary>
public sealed class CumulativeVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "cumulative";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Points;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.Points[candidate]);
}

/// <summary>A judge who took no part in the discussion picks one of the answers: the dictatorship among the rules.</summary>
public sealed class JudgeDecision : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "judge";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Judgement;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}
