namespace Debate.Rewards.Exports.Forms;

/// <summary>What rows of prompts are made of: each distinct prompt once, and each reply of a policy in training that was traced.</summary>
internal static class PromptRows
{
    /// <summary>
    /// The completions that give a row: of a prompt that was asked several times the first alone, unless a policy in training told of its
    /// replies; then each of these has a row, with what it said.
    /// </summary>
    public static IEnumerable<Completion> Of(ExportSource source)
    {
        var seen = new HashSet<(string, string)>();
        return source.Completions.Where(c => seen.Add((c.Asked.Seat, c.Asked.Chat)) | c.Asked.Policy is not null);
    }

    /// <summary>The columns of what a policy in training said, null for every other row.</summary>
    public static Column[] Traced(string said, string ids, string logProbs) =>
    [
        new(said, CellKind.Text, IsOptional: true), new("reward", CellKind.Real, IsOptional: true),
        new("policy_version", CellKind.Text, IsOptional: true), new(ids, CellKind.Wholes, IsOptional: true),
        new(logProbs, CellKind.Reals, IsOptional: true),
    ];

    /// <summary>Their cells.</summary>
    public static object?[] Trace(Completion c) => c.Asked.Policy is { } policy
        ? [c.Text, c.Reward, policy.Version, policy.TokenIds, policy.LogProbs]
        : [null, null, null, null, null];
}
