using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Evaluations;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary><c>debate show</c>: the transcript of a run, or the exact prompt and reply of the call at one path.</summary>
internal sealed class ShowCommand : Command, IReadOnlyCommand
{
    private readonly Argument<string> _id = RunArgument.Create("The run to show.");
    private readonly Option<string?> _asked =
        new("--asked")
        {
            Description = "Show exactly what was asked in the block of this number, such as 7 or 2/0, and the reply.",
            HelpName = "N",
        };

    private readonly Option<bool> _thoughts =
        new("--thoughts") { Description = "Show also what the models thought before they spoke, which no other seat heard." };

    private readonly Option<int> _rows = new("--rows")
    {
        Description = "The most answers of an evaluation to show; where there are more, those that are not right.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 40,
    };

    public ShowCommand() : base("show", "Show a run: its result and what was said.")
    {
        Add(_id);
        Add(_asked);
        Add(_thoughts);
        Add(_rows);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var workspace = Workspace.Read(parse);
        await using var journal = workspace.OpenToRead();
        var run = await RunTree.ReadAsync(journal, RunArgument.Read(parse, _id));
        var thoughts = parse.GetValue(_thoughts);
        if (parse.GetValue(_asked) is { } path) ShowCall(run, path.Trim('[', ']', ' '), thoughts, terminal);
        else await ShowAsync(await workspace.ViewAsync(journal, run), thoughts, ReadRows(parse), terminal);
        return Exit.Ok;
    }

    private int ReadRows(ParseResult parse) => parse.GetValue(_rows) is >= 0 and var rows ? rows
        : throw new InputException($"--rows '{parse.GetValue(_rows)}': it must be a whole number of at least 0");

    private static async Task ShowAsync(RunView view, bool thoughts, int rows, Terminal terminal)
    {
        var printer = Printers.Find(view.Run.Definition.Kind);
        if (printer is EvaluationPrinter) printer = new EvaluationPrinter { MaxRows = rows };
        if (printer is not DebatePrinter) await printer.PrintAsync(view, terminal);
        else if (!terminal.IsJson) ShowDebate(view, thoughts, terminal);
        else
        {
            var document = RunDocument.Create(view);
            if (thoughts) document["thoughts"] = RunDocument.CreateThoughts(view.Run);
            terminal.WriteJson(document);
        }
    }

    private static void ShowDebate(RunView view, bool thoughts, Terminal terminal)
    {
        DebatePrinter.PrintHead(view.Report, terminal);
        DebatePrinter.PrintSeats(view.Run.Definition, terminal);
        terminal.WriteLine($"\n{view.Run.Definition.Problem.PromptText}");
        var printer = new TranscriptPrinter(terminal, view.Run.Definition);
        var (orders, unheard) = (SeatText.Orders(view.Run), new List<ParsedEntry>());
        foreach (var entry in view.Run.EntriesByPath)
        {
            if (thoughts && entry.Body is ModelReplied { Thoughts: { } thought } reply) printer.PrintThoughts(reply.Seat, thought);
            if (!printer.Print(entry, orders.GetValueOrDefault(entry.Path)) && entry.Body is ModelReplied) unheard.Add(entry);
        }
        if (unheard.Count > 0)
            terminal.WriteLine($"\nAsked besides, and no part of the transcript: {string.Join(", ", unheard.Select(Unheard))}.");
        if (Studies.Measure(view) is { } study)
        {
            terminal.WriteLine();
            foreach (var line in StudyText.Describe(study)) terminal.WriteLine(line);
        }
        if (view.Run.Entries.Any(e => e.Body is ModelReplied))
            terminal.Report($"\nWhat exactly was asked in a block, by the N in its [N]:\n  debate show {view.Run.Id} --asked N");
    }

    private static string Unheard(ParsedEntry entry) => $"{((ModelReplied)entry.Body).Seat} [{entry.Path}]";

    private static void ShowCall(RunRecord run, string path, bool thoughts, Terminal terminal)
    {
        var body = run.EntriesByPath.FirstOrDefault(e => e.Path == path)?.Body;
        if (body is ProgramExecuted program)
        {
            ShowProgram(run, path, program, terminal);
            return;
        }
        var asked = body as ModelReplied
            ?? throw new InputException($"--asked '{path}': {run.Id} asked nothing there; it asked at {PathsOfCalls(run)}");
        var messages = StoredMessages.Collect(run).ReadChat(asked.Chat);
        if (terminal.IsJson)
        {
            var id = run.Id.Value;
            var document = RunDocument.ToNode(
                new { id, path, asked.Seat, asked.Model, asked.Sample, messages, asked.Reply, asked.Finish, asked.Usage });
            if (thoughts) document["thoughts"] = asked.Thoughts;
            terminal.WriteJson(document);
            return;
        }
        terminal.WriteLine($"{run.Id} at {path}: {asked.Seat}, {asked.Model}");
        foreach (var message in messages) Show(message.Role.ToString(), message.Text, terminal);
        if (thoughts && asked.Thoughts is { } own) Show("thoughts", own, terminal);
        Show(nameof(Debate.Deliberation.Role.Assistant), asked.Reply, terminal);
    }

    private static void ShowProgram(RunRecord run, string path, ProgramExecuted program, Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(RunDocument.ToNode(
                new { id = run.Id.Value, path, program.Language, program.Source, program.Input, program.Result }));
            return;
        }
        terminal.WriteLine($"{run.Id} at {path}: {program.Description}");
        Show("program", program.Source, terminal);
        if (program.Input.Length > 0) Show("input", program.Input, terminal);
        Show("output", program.Result.Output, terminal);
        if (program.Result.Error is { } error) Show("error", error, terminal);
    }

    private static void Show(string role, string text, Terminal terminal)
    {
        terminal.WriteLine($"\n[{role.ToLowerInvariant()}]", new Style(decoration: Decoration.Bold));
        terminal.WriteLine(text);
    }

    private static string PathsOfCalls(RunRecord run) =>
        string.Join(", ", run.EntriesByPath.Where(e => e.Body is ModelReplied).Select(e => e.Path).DefaultIfEmpty("no path"));
}
