using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Commands;

/// <summary><c>debate watch</c>: follows a run that another process executes, from its first entry to its last.</summary>
internal sealed class WatchCommand : Command
{
    private readonly Argument<string> _id = RunArgument.Create("The run to follow.");

    public WatchCommand() : base("watch", "Follow a run that another process drives.")
    {
        Add(_id);
        SetAction((parse, stop) => RunAsync(parse, stop));
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var (terminal, workspace, id) = (CommonOptions.Terminal(parse), Workspace.Read(parse), RunArgument.Read(parse, _id));
        await using var journal = workspace.OpenToRead();
        var show = StatementPrinter(terminal, (await RunTree.ReadAsync(journal, id)).Definition);
        await foreach (var entry in workspace.FollowAsync(journal, id, 0, terminal.Report, stop)) show(new(entry, entry.ReadBody()));
        var view = await workspace.ViewAsync(journal, await RunTree.ReadAsync(journal, id));
        var printer = Printers.Find(view.Run.Definition.Kind);
        if (terminal.Format != OutputFormat.Jsonl) await printer.PrintAsync(view, terminal);
        return printer.Code(view);
    }

    private static Action<ParsedEntry> StatementPrinter(Terminal terminal, RunDefinition definition)
    {
        if (terminal.Format == OutputFormat.Jsonl) return entry => Console.Out.WriteLine(JsonLines.FormatEntry(definition.Id, entry.Entry));
        if (terminal.IsJson) return _ => { };
        var printer = new TranscriptPrinter(terminal, definition);
        return entry => Show(printer, terminal, entry);
    }

    private static void Show(TranscriptPrinter printer, Terminal terminal, ParsedEntry entry)
    {
        if (printer.Print(entry)) return;
        if (entry.Body is ChildCompleted child)
            terminal.WriteLine($"{child.Child}: {StatusWord.Format(child.Verdict.Decision)} {child.Verdict.Side} {child.Verdict.Answer}");
        else if (entry.Body is ChildForgone forgone)
            terminal.WriteLine($"{forgone.Child}: forgone ({forgone.Decision.ReplaceLineEndings(", ")}): {forgone.Reason}");
        else if (entry.Body is RunSuspended stopped) terminal.WriteLine($"stopped ({StatusWord.Format(stopped.Status)}): {stopped.Reason}");
    }
}
