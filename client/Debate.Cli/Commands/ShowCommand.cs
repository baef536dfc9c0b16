using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary><c>debate show</c>: the transcript of a run, or the exact prompt and reply of the call at one path.</summary>
internal sealed class ShowCommand : Command, IReadOnlyCommand
{
    private readonly Argument<string> _id = RunArgument.Create("The run to show.");
    private readonly Option<string?> _asked =
        new("--asked") { Description = "Show exactly what was asked at this path, and the reply.", HelpName = "PATH" };

    public ShowCommand() : base("show", "Show a run: its result and what was said.")
    {
        Add(_id);
        Add(_asked);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = Common.Terminal(parse);
        var workspace = Workspace.Of(parse);
        await using var journal = workspace.OpenToRead();
        var run = await RunTree.ReadAsync(journal, RunArgument.Read(parse, _id));
        if (parse.GetValue(_asked) is { } path) ShowAsked(run, path, terminal);
        else await ShowAsync(await workspace.ViewAsync(journal, run), terminal);
        return Exit.Ok;
    }

    private static async Task ShowAsync(RunView view, Terminal terminal)
    {
        var printer = Printers.For(view.Run.Snapshot.Kind);
        if (printer is not DebatePrinter) await printer.PrintAsync(view, terminal);
        else if (terminal.IsJson) terminal.Json(RunDocument.Of(view));
        else ShowDebate(view, terminal);
    }

    private static void ShowDebate(RunView view, Terminal terminal)
    {
        DebatePrinter.PrintHead(view.Report, terminal);
        terminal.Line($"\n{view.Run.Snapshot.Problem.Told}");
        var printer = new TranscriptPrinter(terminal, view.Run.Snapshot);
        foreach (var said in view.Report.Statements) printer.Print(said);
        if (Studies.Of(view) is not { } study) return;
        terminal.Line();
        foreach (var line in StudyText.Of(study)) terminal.Line(line);
    }

    private static void ShowAsked(RunRecord run, string path, Terminal terminal)
    {
        var asked = run.Ordered.FirstOrDefault(e => e.Path == path)?.Body as Asked
            ?? throw new InputException($"--asked '{path}': {run.Id} asked nothing there; it asked at {Places(run)}");
        var messages = Messages.Of(run).Chat(asked.Chat);
        if (terminal.IsJson)
        {
            var id = run.Id.Value;
            terminal.Json(new { id, path, asked.Seat, asked.Model, asked.Sample, messages, asked.Reply, asked.Finish, asked.Usage });
            return;
        }
        terminal.Line($"{run.Id} at {path}: {asked.Seat}, {asked.Model}");
        foreach (var message in messages.Append(new ChatMessage(Debate.Deliberation.Role.Assistant, asked.Reply)))
        {
            terminal.Line($"\n[{message.Role.ToString().ToLowerInvariant()}]", new Style(decoration: Decoration.Bold));
            terminal.Line(message.Text);
        }
    }

    private static string Places(RunRecord run) =>
        string.Join(", ", run.Ordered.Where(e => e.Body is Asked).Select(e => e.Path).DefaultIfEmpty("no path"));
}
