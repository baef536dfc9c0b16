using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;
using Spectre.Console;

namespace Debate.Cli.Commands;

/// <summary><c>debate compare</c>: two evaluations, or two tournaments, side by side.</summary>
internal sealed class CompareRuns : Command, IReadOnlyCommand
{
    // Of what flipped, what a narrow terminal cuts and what it leaves out; -o json has everything.
    private static readonly string[] Cut = ["question", "key", "answer of A", "answer of B"], Drop = ["run of A", "debate of A"];

    private readonly Argument<string> _first = RunArgument.Create("The first evaluation or tournament.", "A");
    private readonly Argument<string> _second = RunArgument.Create("The second, of the same kind.", "B");
    private readonly Option<string?> _out = new("--out")
    {
        Description = "A page besides: FILE.html, in which evaluations can be filtered and read side by side, or FILE.md.",
        HelpName = "FILE",
    };
    private readonly Option<int> _rows = new("--rows")
    {
        Description = "The most lines of what flipped to print.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 20,
    };

    public CompareRuns() : base("compare", "Compare two evaluations or tournaments: what they share, paired tests, what flipped.")
    {
        Add(_first);
        Add(_second);
        Add(_out);
        Add(_rows);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var (terminal, workspace) = (CommonOptions.Terminal(parse), Workspace.Read(parse));
        if (parse.GetValue(_rows) is < 0 and var wrong)
            throw new InputException($"--rows '{wrong}': it must be a whole number of at least 0");
        await using var journal = workspace.OpenToRead();
        var a = await RunTree.ReadAsync(journal, RunArgument.Read(parse, _first));
        var b = await RunTree.ReadAsync(journal, RunArgument.Read(parse, _second));
        using var file = PageFile.Read(parse, _out);
        var (report, document) = Compare(a, b);
        if (terminal.IsJson) terminal.WriteJson(document);
        else Print(report, parse.GetValue(_rows), terminal);
        if (file is null) return Exit.Ok;
        await PageFile.WriteAsync(file, report, stop);
        terminal.Report($"written to {file.Name}");
        return Exit.Ok;
    }

    private static (HtmlReport Page, object Document) Compare(RunRecord a, RunRecord b)
    {
        var (kind, other) = (a.Definition.Kind, b.Definition.Kind);
        if (kind != other) throw new InputException(
            $"B '{b.Id}': it is {RunArgument.WithArticle(other)}, and {a.Id} is {RunArgument.WithArticle(kind)}; both must be of one kind");
        EntryBody[] first = [.. a.Entries.Select(e => e.Body)], second = [.. b.Entries.Select(e => e.Body)];
        if (kind == Tournament.Descriptor.Kind)
        {
            var tournaments = TournamentComparison.FromJournals(first, second);
            var title = ComparisonReport.Title(tournaments.A, tournaments.B);
            return (new(title, [.. ComparisonReport.CreateSections(tournaments)]), tournaments);
        }
        if (kind != Evaluation.Descriptor.Kind)
            throw new InputException($"A '{a.Id}': it is {RunArgument.WithArticle(kind)}; evaluations and tournaments can be compared");
        var evaluations = EvaluationComparison.FromJournals(first, second);
        return (new(ComparisonReport.Title(evaluations.A, evaluations.B),
        [
            .. ComparisonReport.CreateSections(evaluations),
            .. evaluations.Shared == 0 ? Array.Empty<ReportSection>()
                : [new("Questions") { Paragraphs = [.. evaluations.Grid.DescribeLimits()], Viewer = evaluations.Grid.CreateViewer() }],
        ]), evaluations);
    }

    private static void Print(HtmlReport page, int rows, Terminal terminal)
    {
        terminal.WriteLine(page.Title);
        foreach (var section in page.Sections.Where(s => s.Viewer is null))
        {
            terminal.WriteLine();
            terminal.WriteLine(section.Heading, new Style(decoration: Decoration.Bold));
            foreach (var paragraph in section.Paragraphs) terminal.WriteLine(paragraph);
            if (section is { Table: not null, FoldedTable: { } folded })
                terminal.WriteLine(section.Table.Rows.Count > rows ? $"{folded}; the first (--rows):" : $"{folded}:");
            if (section.Table is { } table)
                terminal.WriteTable(section.FoldedTable is null ? table : table with { Rows = [.. table.Rows.Take(rows)] }, Cut, Drop);
            foreach (var note in section.Notes) terminal.WriteLine($"- {note}");
        }
    }
}
