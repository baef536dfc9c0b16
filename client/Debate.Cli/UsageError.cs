using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Debate.Cli;

/// <summary>Describes an error in a command line: the option or argument, its value, and the rule that it violates.</summary>
internal static class UsageError
{
    /// <summary>The description in one line; an error that concerns no single value has the library's message.</summary>
    public static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult option => Describe(option),
        ArgumentResult { Parent: OptionResult option } => Describe(option),
        ArgumentResult { Tokens: [_, ..] } argument =>
            Describe(argument.Argument.Name, argument.Tokens, Rule(argument.Argument.ValueType, argument.Argument.GetCompletions)),
        ArgumentResult argument => $"{argument.Argument.Name}: it is missing",
        CommandResult { Command: { Subcommands.Count: > 0, Action: null } group } =>
            $"{group.Name}: give one of {string.Join(", ", group.Subcommands.Select(c => c.Name))}",
        _ => error.Message,
    };

    private static string Describe(OptionResult result)
    {
        var option = result.Option;
        if (result.Tokens.Count == 0)
            return result.IdentifierToken is null ? $"{option.Name}: it is required" : $"{option.Name}: its value is missing";
        return result.Tokens.Count > 1 && option.Arity.MaximumNumberOfValues == 1
            ? $"{option.Name} {Quoted(result.Tokens)}: it is given {result.Tokens.Count} times and takes one value"
            : Describe(option.Name, result.Tokens, Rule(option.ValueType, option.GetCompletions));
    }

    private static string Describe(string name, IEnumerable<Token> tokens, string rule) => $"{name} {Quoted(tokens)}: it must be {rule}";

    private static string Quoted(IEnumerable<Token> tokens) => string.Join(", ", tokens.Select(t => $"'{t.Value}'"));

    private static string Rule(Type type, Func<CompletionContext, IEnumerable<CompletionItem>> known)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(int)) return $"a whole number, at most {int.MaxValue.ToString(CultureInfo.InvariantCulture)}";
        if (plain == typeof(long)) return $"a whole number, at most {long.MaxValue.ToString(CultureInfo.InvariantCulture)}";
        if (plain == typeof(double)) return "a number";
        if (plain == typeof(bool)) return "true or false";
        return $"one of {string.Join(", ", known(CompletionContext.Empty).Select(c => c.Label))}";
    }
}
