namespace Debate.Rewards.Exports.Forms;

/// <summary>What rows of prompts are made of: each distinct prompt once, and each reply of a policy outside.</summary>
internal static class PromptRows
{
    /// <summary>
    /// The completions that give a row: of a prompt that was asked several times the first alone, unless the replies are those of a policy
    /// outside; then each of them has a row, with what it said and earned.
    /// </summary>
    public static IEnumerable<Completion> Of(ExportSource source)
    {
        var seen = new HashSet<(string, string)>();
        return source.Completions.Where(c => seen.Add((c.Seat, c.Chat)) | c.IsFromOutside);
    }

    /// <summary>The columns of what a policy outside said and earned, null for every other row.</summary>
    public static Column[] Traced(string said, string ids, string logProbs) =>
    [
        new(said, CellKind.Text, IsOptional: true), new("reward", CellKind.Real, IsOptional: true),
        new("policy_version", CellKind.Text, IsOptional: true), new(ids, CellKind.Wholes, IsOptional: true),
        new(logProbs, CellKind.Reals, IsOptional: true),
    ];

    /// <summary>Their cells.</summary>
    public static object?[] Trace(Completion c) => c.IsFromOutside
        ? [c.Text, c.Reward, c.Policy?.Version, c.Policy?.TokenIds, c.Policy?.LogProbs]
        : [null, null, null, null, null];
}
