using System.CommandLine;

namespace Debate.Cli.Tournaments;

/// <summary>The option of verbs that rate: whether debates that nobody judged count as draws.</summary>
internal static class UnjudgedOption
{
    /// <summary>The option.</summary>
    public static Option<bool> Create() => new("--unjudged-as-draws")
    {
        Description = "Rate games that nobody judged, as their deciding reply could not be read, as draws; else they are in no rating.",
    };
}
