namespace Debate.Deliberation.Decisions;

/// <summary>
/// How several voters come to one answer (Kaesberg et al., "Voting or Consensus? Decision-Making in Multi-Agent Debate", ACL Findings
/// 2025, and MALLM, whose names these are). A rule is anonymous (it does not matter who cast which ballot) and neutral (nor which
/// candidate stands where), so it may name several winners; whoever uses it breaks ties.
/// </summary>
public interface IDecisionRule
{
    /// <summary>The name by which it is asked for.</summary>
    string Name { get; }

    /// <summary>What it asks of whom.</summary>
    BallotForm Form { get; }

    /// <summary>True where it is tried after each round and may end the discussion; else it is asked after the last one.</summary>
    bool EachRound { get; }

    /// <summary>The winners, ascending; several where they tie, none where the rule is not met.</summary>
    IReadOnlyList<int> Winners(Poll poll);
}
