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

    /// <summary>The rule of that name; throws <see cref="InputException"/> when there is none.</summary>
    public static IDecisionRule Get(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InputException($"decision '{name}': it must be one of {string.Join(", ", All.Select(r => r.Name))}");
}
