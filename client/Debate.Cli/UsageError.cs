using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;

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
            Describe(argument.Argument.Name, argument.Tokens,
                Rule(argument.Tokens[0].Value, argument.Argument.ValueType, argument.Argument.GetCompletions)),
        ArgumentResult argument => $"{argument.Argument.Name}: it is missing",
        CommandResult { Command: { Subcommands.Count: > 0, Action: null } group } =>
            $"{group.Name}: give one of {string.Join(", ", group.Subcommands.Select(c => c.Name))}",
        _ => error.Message,
    };

    /// <summary>A word that no verb, option or argument takes, with what it may have been meant to be.</summary>
    public static string DescribeUnknown(CommandResult where, string word)
    {
        var names = new List<string>();
        for (SymbolResult? at = where; at is not null; at = at.Parent)
            if (at is CommandResult { Command: var command })
                names.AddRange(command.Options.SelectMany(o => o.Aliases.Prepend(o.Name)));
        if (!word.StartsWith('-')) names = [.. where.Command.Subcommands.Select(c => c.Name)];
        var hint = Suggestions.DidYouMean(word, names).TrimEnd();
        return $"'{OneLine.Format(word, 80)}' is not known here{(hint.Length == 0 ? "." : $"; {hint}")}";
    }

    private static string Describe(OptionResult result)
    {
        var option = result.Option;
        if (result.Tokens.Count == 0)
            return result.IdentifierToken is null ? $"{option.Name}: it is required" : $"{option.Name}: its value is missing";
        return result.Tokens.Count > 1 && option.Arity.MaximumNumberOfValues == 1
            ? $"{option.Name} {Quoted(result.Tokens)}: it is given {result.Tokens.Count} times and takes one value"
            : Describe(option.Name, result.Tokens, Rule(result.Tokens[0].Value, option.ValueType, option.GetCompletions));
    }

    private static string Describe(string name, IEnumerable<Token> tokens, string rule) => $"{name} {Quoted(tokens)}: it must be {rule}";

    private static string Quoted(IEnumerable<Token> tokens) => string.Join(", ", tokens.Select(t => $"'{t.Value}'"));

    private static string Rule(string value, Type type, Func<CompletionContext, IEnumerable<CompletionItem>> known)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(int)) return $"a whole number, at most {int.MaxValue.ToString(CultureInfo.InvariantCulture)}";
        if (plain == typeof(long)) return $"a whole number, at most {long.MaxValue.ToString(CultureInfo.InvariantCulture)}";
        if (plain == typeof(double)) return "a number";
        if (plain == typeof(bool)) return "true or false";
        string[] words = [.. known(CompletionContext.Empty).Select(c => c.Label)];
        return $"one of {string.Join(", ", words)}" + (Suggestions.FindNearest(value, words) is { } word
            ? $"; did you mean '{word}'?" : "");
    }
}
