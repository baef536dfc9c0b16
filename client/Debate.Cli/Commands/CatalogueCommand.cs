using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Hosting;

namespace Debate.Cli.Commands;

/// <summary><c>debate catalogue</c>: the published systems of the project's list, or one of them in full.</summary>
internal sealed class CatalogueCommand : Command
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "One system, by its name, number or protocol.", Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _page = new("--page") { Description = "All of it as Markdown: the page docs/protocols.md." };

    public CatalogueCommand() : base("catalogue", "The published systems: what each is, and what of it runs here.")
    {
        Add(_name);
        Add(_page);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var (terminal, catalogue) = (CommonOptions.Terminal(parse), SystemCatalogue.Instance);
        if (parse.GetValue(_page)) Console.Out.Write(CataloguePage.Write(catalogue));
        else if (parse.GetValue(_name) is { } name) PrintOne(terminal, catalogue, catalogue.Find(name));
        else if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { items = catalogue.Systems, survey = catalogue.Survey });
        else if (terminal.Format == OutputFormat.Jsonl) foreach (var system in catalogue.Systems) terminal.WriteJson(system);
        else PrintAll(terminal, catalogue);
        return Exit.Ok;
    }

    private static void PrintAll(Terminal terminal, SystemCatalogue catalogue)
    {
        terminal.WriteTable(
            new(["#", "name", "system", "year", "status", "runs as"], [.. catalogue.Systems.Select(ToRow)]),
            cut: ["system", "runs as"], drop: ["year", "system"]);
        terminal.Report($"{catalogue.Systems.Count(s => s.Status == SystemStatus.Built)} of {catalogue.Systems.Count} are built, "
            + $"{catalogue.Systems.Count(s => s.Status == SystemStatus.Partly)} in part; debate catalogue NAME says more of one.");
    }

    private static string[] ToRow(PublishedSystem system) =>
    [
        system.Number.ToString(CultureInfo.InvariantCulture), system.Slug, system.Name, system.Year.ToString(CultureInfo.InvariantCulture),
        system.Status switch { SystemStatus.Built => "built", SystemStatus.Partly => "in part", _ => "not yet" },
        string.Join(", ", system.Parts.Where(p => p.IsRegistered).Select(p => p.Name).Distinct()),
    ];

    private static void PrintOne(Terminal terminal, SystemCatalogue catalogue, PublishedSystem system)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(system);
            return;
        }
        terminal.WriteHanging("", $"{system.Number}. {system.Name}");
        terminal.WriteHanging("", system.Paper);
        terminal.WriteLine();
        terminal.WriteHanging("", system.What);
        terminal.WriteLine();
        terminal.WriteHanging("status          ", system.StatusText);
        terminal.WriteHanging("made of         ", string.Join(", ", system.Parts.Select(p => p.Description)));
        Write("needs           ", system.Needs);
        if (system.Status != SystemStatus.NotBuilt) Write("proven by       ", system.Proofs);
        Write("not reproduced  ", system.NotReproduced);
        Write("not verified    ", system.Unverified);
        if (system.RunnableExamples.Any()) terminal.WriteLine("without a model:");
        foreach (var example in system.RunnableExamples) terminal.WriteCommand(example);
        if (system.Slug == "survey") PrintSurvey(terminal, catalogue.Survey);

        void Write(string heading, IReadOnlyList<string> items)
        {
            if (items.Count > 0) terminal.WriteHanging(heading, string.Join("; ", items));
        }
    }

    private static void PrintSurvey(Terminal terminal, ReasoningSurvey survey)
    {
        foreach (var (first, second, cells) in new[]
            { ("generated", "evaluated", survey.Generated), ("evaluated", "controlled", survey.Controlled) })
        {
            terminal.WriteLine();
            terminal.WriteTable(new ReportTable([first, second, "protocols"],
                [.. cells.Select(c => new[] { c.First, c.Second, string.Join(", ", c.Runnable.DefaultIfEmpty("not built yet")) })]));
        }
    }
}
