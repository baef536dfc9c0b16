namespace Debate.Cli.Rewards;

/// <summary>Options that hold several values.</summary>
internal static class Lists
{
    /// <summary>The values with commas between them, each once, at least one.</summary>
    public static IReadOnlyList<string> Read(string option, string text)
    {
        var values = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        return values.Length > 0 ? values : throw new InputException($"{option} '{text}': it names nothing");
    }
}
