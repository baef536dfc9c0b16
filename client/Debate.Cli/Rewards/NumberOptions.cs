using System.CommandLine;

namespace Debate.Cli.Rewards;

/// <summary>Options that take a whole number of at least 1.</summary>
internal static class NumberOptions
{
    public static Option<int> Count(string name, int value, string description) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    /// <summary>The value; throws <see cref="InputException"/> if it is below 1.</summary>
    public static int Positive(ParseResult parse, Option<int> option) => parse.GetValue(option) is > 0 and var value
        ? value : throw new InputException($"{option.Name} '{parse.GetValue(option)}': it must be a whole number of at least 1");
}
