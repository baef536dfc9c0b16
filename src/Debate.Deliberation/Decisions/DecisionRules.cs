namespace Debate.Deliberation.Decisions;

/// <summary>The decision rules by name; a new one adds one line here.</summary>
public static class DecisionRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IDecisionRule> All { get; } =
    [
        new Plurality(),
        new Majority(),
        new SuperMajority(),
        new Unanimity(),
        new Hybrid(),
        new SimpleVote(),
        new Approval(),
        new Ranked(),
        new Cumulative(),
        new Borda(),
        new Consensus(),
        new JudgesChoice(),
    ];

    /// <summary>The rule of that name; throws <see cref="InputException"/> when there is none.</summary>
    public static IDecisionRule Named(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InputException($"decision '{name}': it must be one of {string.Join(", ", All.Select(r => r.Name))}");
}
