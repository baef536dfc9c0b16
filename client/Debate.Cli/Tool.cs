using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Hosting;
using Debate.Silo;

namespace Debate.Cli;

/// <summary>
/// The tool: parses the command line, runs one command, and turns every error that stops it into one line and an exit code.
/// </summary>
internal static class Tool
{
    /// <summary>Runs the command that <paramref name="args"/> names and returns the exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="commands">The verbs.</param>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<Command> commands)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        var root = new RootCommand(HelpText.Root);
        foreach (var option in CommonOptions.All) root.Add(option);
        foreach (var command in commands) root.Add(command);
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction) return Refuse(parse);
        if (parse.Action is HelpAction) HelpText.Prepare(parse.CommandResult);
        foreach (var variable in KnownVariables.FindUnknown(Environment.GetEnvironmentVariables().Keys.Cast<string>()))
            Console.Error.WriteLine($"debate: {SafeText.Clean(variable)}");
        using var signals = new Signals(parse.Action is SynchronousCommandLineAction || parse.CommandResult.Command is IReadOnlyCommand);
        return await RunAsync(parse, signals.Token);
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        try
        {
            return await parse.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);
        }
        catch (ToolException refusal)
        {
            return Fail(refusal.Message, refusal.Code);
        }
        catch (Exception wrong) when (wrong is InputException or RequestRefusedException)
        {
            return Fail(wrong.Message, Exit.Usage);
        }
        catch (Exception error) when (error
            is ReplayException or FencedException or RunLockedException or IOException or UnauthorizedAccessException
                or ServiceFailedException)
        {
            return Fail(error.Message, Exit.Failed);
        }
        catch (OutageException outage)
        {
            return Fail(outage.Message, Exit.CodeOf(outage.Cause));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail("interrupted", Exit.Interrupted);
        }
    }

    private static int Refuse(ParseResult parse)
    {
        var names = new List<string>();
        for (var at = parse.CommandResult; at.Parent is CommandResult parent; at = parent) names.Insert(0, at.Command.Name);
        names.Insert(0, "debate");
        var wrong = parse.UnmatchedTokens is [var first, ..] ? UsageError.DescribeUnknown(parse.CommandResult, first)
            : UsageError.Describe(parse.Errors[0]);
        return Fail($"{wrong} ({string.Join(' ', names)} --help lists what there is.)", Exit.Usage);
    }

    /// <summary>Prints in one line why the tool stops, and returns the exit code.</summary>
    public static int Fail(string message, int code)
    {
        var line = string.Join(' ', SafeText.Clean(message).Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        new Terminal(OutputFormat.Table).Report($"debate: {line}");
        return code;
    }
}
