namespace Debate.Cli.Rewards;

/// <summary>Options with several comma-separated values.</summary>
internal static class ListOptions
{
    /// <summary>The distinct comma-separated values; throws <see cref="InputException"/> if there is none.</summary>
    public static IReadOnlyList<string> Read(string option, string text)
    {
        var values = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        return values.Length > 0 ? values : throw new InputException($"{option} '{text}': it names nothing");
    }
}
