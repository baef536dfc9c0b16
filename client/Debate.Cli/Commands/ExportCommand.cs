using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Evaluations;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Records;
using Debate.Tournaments.Protocols;

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
        : base("export", "Write a run and its children as JSON, JSON Lines, Markdown, HTML, as a projection to compare, a tournament as a "
            + "list of games, or an evaluation as a table of its questions.")
    {
        _format.AcceptOnlyFromAmong([Json, .. RunExportFormats.All.Select(f => f.Name), GamesExport.Csv, GamesExport.JsonLines,
            EvaluationExport.Csv, EvaluationExport.Parquet]);
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
        var format = ReadFormat(parse);
        CheckKind(format, view.Run, hasFile: parse.GetValue(_out) is not null);
        using var whole = WholeFile.Create(parse, _out);
        if (format == EvaluationExport.Parquet)
            await EvaluationExport.WriteParquetAsync(EvaluationPrinter.ReadRows(view), whole!.Writer.BaseStream);
        else await WriteAsync(format, view, whole?.Writer ?? Console.Out);
        if (format is EvaluationExport.Csv or EvaluationExport.RawCsv or EvaluationExport.Parquet) ReportOpen(view, terminal);
        if (whole is null) return Exit.Ok;
        whole.Commit();
        terminal.Report($"written to {whole.Name}");
        return Exit.Ok;
    }

    private string ReadFormat(ParseResult parse)
    {
        var format = parse.GetRequiredValue(_format);
        return !RawOption.Read(parse) ? format : format switch
        {
            GamesExport.Csv => GamesExport.RawCsv,
            EvaluationExport.Csv => EvaluationExport.RawCsv,
            _ => throw new InputException($"--raw: it is for --format {GamesExport.Csv} and {EvaluationExport.Csv}"),
        };
    }

    /// <summary>Throws <see cref="InputException"/> for a format that a run of its kind has not, before any file is opened.</summary>
    private static void CheckKind(string format, RunRecord run, bool hasFile)
    {
        var kind = format switch
        {
            GamesExport.Csv or GamesExport.RawCsv or GamesExport.JsonLines => "tournament",
            EvaluationExport.Csv or EvaluationExport.RawCsv or EvaluationExport.Parquet => "evaluation",
            _ => run.Definition.Kind,
        };
        if (run.Definition.Kind != kind)
            throw new InputException(
                $"--format '{format}': it is for {RunArgument.WithArticle(kind)}, and {run.Id} is "
                + RunArgument.WithArticle(run.Definition.Kind));
        if (format == EvaluationExport.Parquet && !hasFile) throw new InputException($"--format '{format}': it needs a file (--out FILE)");
    }

    private static void ReportOpen(RunView view, Terminal terminal)
    {
        var rows = EvaluationPrinter.ReadRows(view);
        if (rows.Count(row => row.Status == RowStatus.Open) is > 0 and var open)
            terminal.Report(FormattableString.Invariant($"{open} of {rows.Count} answers are still to come and in no row"));
    }

    private static async Task WriteAsync(string format, RunView view, TextWriter writer)
    {
        if (await Printers.Find(view.Run.Definition.Kind).PageAsync(view, format) is { } page) writer.WriteLine(page);
        else if (format == Json) writer.WriteLine(RunDocument.Create(view).ToJsonString(Terminal.Document));
        else
            await RunExportFormats.All.First(f => f.Name == format)
                .WriteAsync(writer, view.Report, RunTree.ReadAllAsync(view.Journal, view.Run));
    }
}
