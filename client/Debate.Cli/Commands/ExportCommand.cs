using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Records;

namespace Debate.Cli.Commands;

/// <summary>The formats in which a tournament's debates are a list of games, as <c>debate rate</c> reads it.</summary>
internal static class GamesExport
{
    /// <summary>CSV with a header line.</summary>
    public const string Csv = "games";

    /// <summary>The same with every cell as it is (<c>--raw</c>).</summary>
    public const string RawCsv = "games --raw";

    /// <summary>JSON Lines.</summary>
    public const string JsonLines = "games-jsonl";
}

/// <summary><c>debate export</c>: writes a run and its children in a format for other programs or readers.</summary>
internal sealed class ExportCommand : Command, IReadOnlyCommand
{
    private const string Json = "json";

    private readonly Argument<string> _id = RunArgument.Create("The run to export.");
    private readonly Option<string> _format = new("--format") { Description = "The form.", Required = true };
    private readonly Option<string?> _out = new("--out") { Description = "A file instead of stdout.", HelpName = "FILE" };

    public ExportCommand()
        : base("export", "Write a run and its children as JSON, JSON Lines, Markdown, HTML, as a projection to compare, or a tournament as "
            + "a list of games.")
    {
        _format.AcceptOnlyFromAmong([Json, .. RunExportFormats.All.Select(f => f.Name), GamesExport.Csv, GamesExport.JsonLines]);
        Add(_id);
        Add(_format);
        Add(_out);
        RawOption.AddTo(this);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var (terminal, workspace) = (CommonOptions.Terminal(parse), Workspace.Read(parse));
        await using var journal = workspace.OpenToRead();
        var view = await workspace.ViewAsync(journal, await RunTree.ReadAsync(journal, RunArgument.Read(parse, _id)));
        using var whole = WholeFile.Create(parse, _out);
        var format = ReadFormat(parse);
        await WriteAsync(format, view, whole?.Writer ?? Console.Out);
        if (whole is null) return Exit.Ok;
        whole.Commit();
        terminal.Report($"written to {whole.Name}");
        return Exit.Ok;
    }

    private string ReadFormat(ParseResult parse)
    {
        var format = parse.GetRequiredValue(_format);
        if (!RawOption.Read(parse)) return format;
        return format == GamesExport.Csv ? GamesExport.RawCsv : throw new InputException($"--raw: it is for --format {GamesExport.Csv}");
    }

    private static async Task WriteAsync(string format, RunView view, TextWriter writer)
    {
        if (await Printers.Find(view.Run.Definition.Kind).PageAsync(view, format) is { } page) writer.WriteLine(page);
        else if (format is GamesExport.Csv or GamesExport.RawCsv or GamesExport.JsonLines)
            throw new InputException($"--format '{format}': it is for a tournament, and {view.Run.Id} is a {view.Run.Definition.Kind}");
        else if (format == Json) writer.WriteLine(RunDocument.Create(view).ToJsonString(Terminal.Document));
        else
            await RunExportFormats.All.First(f => f.Name == format)
            .WriteAsync(writer, view.Report, RunTree.ReadAllAsync(view.Journal, view.Run));
    }
}
