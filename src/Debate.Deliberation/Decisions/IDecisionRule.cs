namespace Debate.Deliberation.Decisions;

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
