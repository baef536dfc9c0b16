using System.CommandLine;
using System.CommandLine.Completions;
using System.Reflection;

namespace Debate.Architecture.Tests.Golden;

/// <summary>The tool's verbs, arguments and options, from the commands themselves, which are as wide as no terminal.</summary>
internal static class CommandLine
{
    // The tool is internal: its verbs are the one list of commands in it, the common options the one list of options.
    private static readonly Type[] Tool = Assembly.Load("debate").GetTypes();

    public static IEnumerable<string> Lines() =>
        [.. Common.SelectMany(o => Option("debate", o)), .. Static<Command[]>().Single().SelectMany(c => Lines("debate", c))];

    /// <summary>The whole tool, as its own entry point puts it together.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand();
        foreach (var option in Common) root.Add(option);
        foreach (var command in Static<Command[]>().Single()) root.Add(command);
        return root;
    }

    private static IEnumerable<Option> Common => Static<IReadOnlyList<Option>>().Single();

    private static IEnumerable<T> Static<T>() => Tool.SelectMany(t => t.GetProperties(BindingFlags.Static | BindingFlags.Public))
        .Where(p => p.PropertyType == typeof(T)).Select(p => (T)p.GetValue(null)!);

    private static IEnumerable<string> Lines(string above, Command command)
    {
        var name = $"{above} {string.Join('|', [command.Name, .. command.Aliases])}";
        return
        [
            $"{name}{(command.Hidden ? " (hidden)" : "")}: {command.Description}",
            .. command.Arguments.Select(a => $"{name} <{a.HelpName ?? a.Name}>{Arity(a.Arity)}"
                + $"{Default(a.HasDefaultValue, a.GetDefaultValue)}{Words(a)}: {a.Description}"),
            .. command.Options.SelectMany(o => Option(name, o)),
            .. command.Subcommands.SelectMany(c => Lines(name, c)),
        ];
    }

    private static IEnumerable<string> Option(string above, Option option) =>
    [
        $"{above} {string.Join('|', [option.Name, .. option.Aliases.Order(StringComparer.Ordinal)])} {option.HelpName}{Arity(option.Arity)}"
            + $"{(option.Required ? " (required)" : "")}{(option.Recursive ? " (everywhere)" : "")}{(option.Hidden ? " (hidden)" : "")}"
            + $"{Default(option.HasDefaultValue, option.GetDefaultValue)}{Words(option)}: {option.Description}",
    ];

    private static string Arity(ArgumentArity arity) =>
        $"[{arity.MinimumNumberOfValues}..{(arity.MaximumNumberOfValues > 1000 ? "" : arity.MaximumNumberOfValues)}]";

    private static string Default(bool has, Func<object?> value) => has ? $" = {Shown(value())}" : "";

    private static string Shown(object? value) => value is System.Collections.IEnumerable and not string
        ? string.Join(' ', ((System.Collections.IEnumerable)value).Cast<object>())
        : FormattableString.Invariant($"{value}");

    private static string Words(Symbol symbol)
    {
        string[] words = [.. symbol.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];
        return words.Length > 0 ? $" {{{string.Join('|', words)}}}" : "";
    }
}
