using System.CommandLine;
using Debate.Deliberation.Engine;

namespace Debate.Cli.Input;

/// <summary><c>--priority low|normal|high</c>: the run's share of a busy model.</summary>
internal static class PriorityOption
{
    private static readonly Option<string?> Option = new("--priority")
    {
        Description = "Its share of busy models beside other runs: a normal run's is four times a low one's and a quarter of a high one's.",
    };

    static PriorityOption() => Option.AcceptOnlyFromAmong("low", "normal", "high");

    /// <summary>Adds the option to a command.</summary>
    public static void AddTo(Command command) => command.Add(Option);

    /// <summary>The given priority; null if none is given.</summary>
    public static Priority? Read(ParseResult parse) => parse.GetValue(Option) switch
    {
        "low" => Priority.Low,
        "normal" => Priority.Normal,
        "high" => Priority.High,
        _ => null,
    };
}
