using System.CommandLine;
using System.Globalization;
using Debate.Argumentation.Competition;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Tournaments;

namespace Debate.Cli.Solving;

/// <summary><c>debate solve compare</c>: compares two files of <c>bench</c> in two tables. Exit code 1 if the solvers disagree.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Argument<string> _ours = new("ours") { Description = "The CSV of one solver." };
    private readonly Argument<string> _theirs = new("theirs") { Description = "The CSV of the other." };

    public CompareCommand() : base("compare", "Compare two solvers that bench has measured.")
    {
        Add(_ours);
        Add(_theirs);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var comparison = SolverComparison.Create(Read(parse.GetRequiredValue(_ours)), Read(parse.GetRequiredValue(_theirs)));
        if (comparison.Count == 0) throw new InputException("the files have no problem in common");
        if (terminal.IsJson)
            terminal.WriteJson(new { comparison.Tasks, comparison.Search, comparison.Easy, comparison.Disagreements });
        else
            Print(terminal, comparison);
        return comparison.Disagreements.Count == 0 ? Exit.Ok : Exit.Failed;
    }

    private static IReadOnlyList<Measurement> Read(string file) => Measurement.Read(file, Files.Read(file));

    private static void Print(Terminal terminal, SolverComparison comparison)
    {
        terminal.WriteTable(new ReportTable(
            ["task", "rows", "solved", "other solved", "PAR-2 s", "other PAR-2 s"], [.. comparison.Tasks.Select(Row)]));
        terminal.WriteTable(new ReportTable(["rows", "number", "decided", "faster", "share", "speed-up (geometric mean)"],
            [Row("search-bound", comparison.Search), Row("easy", comparison.Easy)]));
        foreach (var row in comparison.Disagreements) terminal.WriteLine($"DISAGREE  {row}");
    }

    private static string[] Row(TaskScore score) =>
    [
        score.Task, FormatNumber(score.Rows), FormatNumber(score.OursSolved), FormatNumber(score.TheirsSolved),
        FormatNumber(score.OursPar2), FormatNumber(score.TheirsPar2),
    ];

    private static string[] Row(string name, RowScore score)
    {
        var share = (double)score.Faster / Math.Max(1, score.Decided);
        return [name, FormatNumber(score.Rows), FormatNumber(score.Decided), FormatNumber(score.Faster), FormatNumber(share),
            FormatNumber(score.Speedup)];
    }

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FormatNumber(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
