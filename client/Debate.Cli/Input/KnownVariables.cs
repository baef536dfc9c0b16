using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Cli.Input;

/// <summary>The environment variables that Debate reads: one that only looks like them is said, since it would do nothing in
/// silence.</summary>
internal static class KnownVariables
{
    private const string Prefix = "DEBATE_";

    private static readonly string[] Known =
    [
        "DEBATE_ADVERTISE", "DEBATE_ALLOW_HOST", "DEBATE_API_KEY", "DEBATE_ARCHIVE", "DEBATE_ARCHIVE_AFTER", "DEBATE_CLUSTER",
        "DEBATE_CLUSTER_CERTIFICATE", "DEBATE_CONFIG", "DEBATE_DATA", "DEBATE_GATEWAY_PORT", "DEBATE_IN_FLIGHT", "DEBATE_LIMITS",
        "DEBATE_LOG", "DEBATE_REWARD_DATA", "DEBATE_REWARD_ENVIRONMENT", "DEBATE_REWARD_JUDGE",
        "DEBATE_ROLES", "DEBATE_SERVER", "DEBATE_TURN_WARNING", "DEBATE_URLS",
    ];

    /// <summary>Variables of what stands around the tool: trainers' clients, deployment, tests.</summary>
    private static readonly string[] Others =
    [
        "DEBATE_URL", "DEBATE_PROFILE", "DEBATE_RETRY_SECONDS", "DEBATE_PATIENCE", "DEBATE_MISSING",
        "DEBATE_MODEL", "DEBATE_PYTHON", "DEBATE_LOCAL", "DEBATE_REDIS_PORT",
        "DEBATE_GOLDEN", "DEBATE_LONG", "DEBATE_TOOL",
    ];

    /// <summary>
    /// One line for each variable that nothing reads. One that ends as a key does may be what a model's keyVariable names: it is said only
    /// where it looks like a known one.
    /// </summary>
    public static IEnumerable<string> FindUnknown(IEnumerable<string> variables) =>
        from name in variables.Order(StringComparer.Ordinal)
        where name.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(name) && !Others.Contains(name)
        let near = Suggestions.FindNearest(name, Known)
        where near is not null || !(name.EndsWith("KEY", StringComparison.Ordinal) || name.EndsWith("TOKEN", StringComparison.Ordinal))
        select $"{name}: no such variable is read; " + (near is null ? "it is passed over" : $"did you mean {near}?");
}
