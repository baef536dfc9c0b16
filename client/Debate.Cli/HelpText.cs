using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Debate.Cli;

/// <summary>What the help says besides the descriptions of verbs and options.</summary>
internal static class HelpText
{
    /// <summary>The longest list of values that stands in the place of an option's value.</summary>
    private const int MaxValues = 24;

    /// <summary>What the tool is, and where to begin.</summary>
    public const string Root = """
        Debates between agents that can be replayed, resumed, rated and audited.

        To begin, without a model and without a key:
          debate tournament run examples/town-hall.yaml
        With a model behind any OpenAI-compatible URL:
          debate run --question TEXT --endpoint URL --model NAME
        What came out of it, and what was said:
          debate ls
          debate show ID
        """;

    /// <summary>
    /// Prepares a command's options for their help: a long list of values moves from the place of the value to the description, where it
    /// can break, and a value without a name is named after its option.
    /// </summary>
    public static void Prepare(CommandResult command)
    {
        for (SymbolResult? at = command; at is CommandResult { Command: var one }; at = at.Parent)
            foreach (var option in one.Options)
                if (option is { HelpName: null, Arity.MaximumNumberOfValues: > 0 } && option.ValueType != typeof(bool)) Prepare(option);
    }

    private static void Prepare(Option option)
    {
        string[] values = [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];
        if (values.Length > 0 && string.Join('|', values).Length <= MaxValues) return;
        option.HelpName = option.Name.TrimStart('-').ToUpperInvariant();
        if (values.Length > 0) option.Description += $" One of {string.Join(", ", values)}.";
    }
}
