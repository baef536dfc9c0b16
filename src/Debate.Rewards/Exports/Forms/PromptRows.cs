namespace Debate.Rewards.Exports.Forms;

/// <summary>Selects what prompt rows are made of: each distinct prompt once, and each reply of an external policy.</summary>
internal static class PromptRows
{
    /// <summary>
    /// The completions that give a row. Of a prompt that was asked several times only the first does, except for replies of an external
    /// policy: each of those has a row, with what it said and earned.
    /// </summary>
    public static IEnumerable<Completion> Select(ExportSource source)
    {
        var seen = new HashSet<(string, string)>();
        return source.Completions.Where(c => seen.Add((c.Seat, c.PromptHash)) | c.IsFromOutside);
    }

    /// <summary>The columns for what an external policy said and earned, null in every other row.</summary>
    public static Column[] PolicyColumns(string said, string ids, string logProbs) =>
    [
        new(said, CellKind.Text, IsOptional: true), new("reward", CellKind.Real, IsOptional: true),
        new("policy_version", CellKind.Text, IsOptional: true), new(ids, CellKind.Wholes, IsOptional: true),
        new(logProbs, CellKind.Reals, IsOptional: true),
    ];

    /// <summary>The cells of those columns.</summary>
    public static object?[] PolicyCells(Completion c) => c.IsFromOutside
        ? [c.Text, c.Reward, c.Policy?.Version, c.Policy?.TokenIds, c.Policy?.LogProbs]
        : [null, null, null, null, null];
}
