using System.CommandLine;
using System.Globalization;
using Debate.Cli.Commands;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Networks;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;
using Debate.Training.Reasoners;
using Spectre.Console;

namespace Debate.Cli.Networks;

/// <summary><c>debate networks</c>: small networks that are trained for real, from files.</summary>
internal sealed class NetworksCommand : Command
{
    public NetworksCommand() : base("networks", "Small networks that are trained for real: train one on a file, explain what it makes of rows.")
    {
        Add(new ListNetworks());
        Add(new TrainNetwork());
        Add(new ExplainNetwork());
    }

    /// <summary>The argument that names a network.</summary>
    public static Argument<string> NameArgument() => new("NAME") { Description = $"One of {string.Join(", ", ReasonerCatalogue.Names)}." };

    /// <summary>The rows of a file.</summary>
    public static IReadOnlyList<ReasonerRow> ReadRows(string file)
    {
        using var lines = Files.OpenText(file);
        return ReasonerRow.ReadLines(lines, file);
    }

    /// <summary>Prints a report: its sections one after another, or as one JSON document after some fields of its own.</summary>
    public static void Print(Terminal terminal, IReadOnlyList<ReportSection> report, object about)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new
            {
                about,
                report = report.Select(section => new
                {
                    heading = section.Heading,
                    paragraphs = section.Paragraphs,
                    columns = section.Table?.Columns ?? [],
                    rows = section.Table?.Rows ?? [],
                    notes = section.Notes,
                }),
            });
            return;
        }
        foreach (var section in report)
        {
            terminal.WriteLine(section.Heading);
            foreach (var paragraph in section.Paragraphs) terminal.WriteLine(paragraph);
            if (section.Table is { } table) terminal.WriteTable(table);
            foreach (var note in section.Notes) terminal.WriteLine(note);
            terminal.WriteLine();
        }
    }
}

/// <summary><c>debate networks list</c>: which there are, with a row of their files and the options of their training.</summary>
internal sealed class ListNetworks : Command
{
    public ListNetworks() : base("list", "Which networks there are, a row of their files, and the options of their training.")
    {
        SetAction(parse =>
        {
            var terminal = CommonOptions.Terminal(parse);
            if (terminal.IsJson)
            {
                terminal.WriteJson(ReasonerCatalogue.All.Select(r => new
                {
                    name = r.Name,
                    summary = r.Summary,
                    row = r.RowExample,
                    options = r.Options.Select(o => new { name = o.Name, byDefault = o.Default, rule = o.Rule, meaning = o.Meaning }),
                }));
                return Exit.Ok;
            }
            foreach (var reasoner in ReasonerCatalogue.All)
            {
                terminal.WriteLine($"{reasoner.Name}: {reasoner.Summary}");
                terminal.WriteCommand(reasoner.RowExample);
                terminal.WriteLine($"  options: {string.Join(", ", reasoner.Options.Select(o => $"{o.Name}={o.Default}"))}");
            }
            return Exit.Ok;
        });
    }
}

/// <summary><c>debate networks train NAME FILE</c>: trains a network, writes it to a file, and prints its report with the ablation.</summary>
internal sealed class TrainNetwork : Command
{
    private readonly Argument<string> _name = NetworksCommand.NameArgument();
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "Rows to learn from, JSON Lines (debate networks list).",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _runs = new("--runs")
    {
        Description = "strategies: learn from an evaluation of several protocols instead, by its journal.",
        HelpName = "ID",
    };
    private readonly Option<string?> _test = new("--test")
    {
        Description = "Rows for the report; without it every fifth row of FILE is kept for it.",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _set = new("--set") { Description = "An option of the training.", HelpName = "OPTION=VALUE" };
    private readonly Option<string?> _out = new("--out") { Description = "Write the network to a file.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report") { Description = "Write the report to a file, .md or .html.", HelpName = "FILE" };

    public TrainNetwork() : base("train", "Train a network on the rows of a file; its report shows the ablation beside it.")
    {
        Add(_name);
        Add(_file);
        foreach (var option in new Option[] { _runs, _test, _set, _out, _report }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var reasoner = ReasonerCatalogue.GetByName(parse.GetRequiredValue(_name));
        var options = new ProtocolOptions(NameValuePairs.Read(_set.Name, parse.GetValue(_set) ?? []))
            .ValidateAndComplete(reasoner.Name, reasoner.Options);
        var (rows, from) = await ReadAsync(parse, reasoner);
        var test = parse.GetValue(_test) is { } name ? NetworksCommand.ReadRows(name) : [];
        var seed = parse.GetValue(CommonOptions.Seed) ?? RunIds.Default.CreateSeed();
        using var written = WholeFile.Create(parse, _out);
        using var page = PageFile.Read(parse, _report);
        var source = string.Create(CultureInfo.InvariantCulture, $"{from}, {rows.Count} rows");
        var trained = await TrainAsync(terminal, reasoner, new(rows, test, options, seed, source), stop);
        var bytes = trained.File.Write();
        if (written is not null)
        {
            await written.Writer.BaseStream.WriteAsync(bytes, stop);
            written.Commit();
        }
        if (page is not null) await PageFile.WriteAsync(page, new($"{reasoner.Name}: {reasoner.Summary}", trained.Report), stop);
        NetworksCommand.Print(terminal, trained.Report, new
        {
            network = reasoner.Name,
            trainedOn = source,
            seed,
            parameters = trained.File.Parameters.Length,
            hash = NetworkFile.FileHash(bytes),
        });
        terminal.Report($"{trained.File.Parameters.Length} parameters, seed {seed}, file hash {NetworkFile.FileHash(bytes)}"
            + (written is null ? "; --out FILE keeps it" : $", written to {written.Name}"));
        return Exit.Ok;
    }

    private async Task<(IReadOnlyList<ReasonerRow> Rows, string From)> ReadAsync(ParseResult parse, IReasoner reasoner)
    {
        var (file, run) = (parse.GetValue(_file), parse.GetValue(_runs));
        if (run is null) return file is not null ? (NetworksCommand.ReadRows(file), Path.GetFileName(file)) : throw new InputException("FILE: give rows to learn from");
        if (file is not null) throw new InputException($"FILE '{file}' and --runs '{run}': give one of them");
        if (reasoner is not Strategies) throw new InputException($"--runs '{run}': {reasoner.Name} learns from a FILE; strategies learns from runs");
        await using var journal = Workspace.Read(parse).OpenToRead();
        var record = await RunTree.ReadAsync(journal, RunArgument.Read(parse, run));
        if (record.Definition.Protocol != Evaluation.Descriptor.Name)
            throw new InputException($"--runs '{run}': it is no evaluation (its protocol is {record.Definition.Protocol})");
        var rows = Strategies.RowsOf(EvaluationRow.FromJournal([.. record.Entries.Select(e => e.Body)], isRunning: false));
        return rows.Count > 0 ? (rows, run) : throw new InputException($"--runs '{run}': it has no question with a result");
    }

    // A training is one computation; the arms of its ablation follow on each other, so the bar begins anew with each.
    private static Task<TrainedReasoner> TrainAsync(Terminal terminal, IReasoner reasoner, ReasonerTraining training, CancellationToken stop)
    {
        if (!terminal.IsLive) return Task.FromResult(reasoner.Train(training with { Stop = stop }));
        return terminal.People.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(reasoner.Name, maxValue: 1);
                return Task.Run(() => reasoner.Train(training with
                {
                    Stop = stop,
                    Report = progress =>
                    {
                        bar.Description = string.Create(CultureInfo.InvariantCulture, $"{reasoner.Name}, loss {progress.Loss:0.000}");
                        bar.Value = progress.Done;
                    },
                }), stop);
            });
    }
}

/// <summary><c>debate networks explain NAME NETWORK FILE</c>: what a network makes of rows, and why.</summary>
internal sealed class ExplainNetwork : Command
{
    private readonly Argument<string> _name = NetworksCommand.NameArgument();
    private readonly Argument<string> _network = new("NETWORK") { Description = "The file of the network." };
    private readonly Argument<string> _file = new("FILE") { Description = "Rows to explain, JSON Lines." };
    private readonly Option<string?> _report = new("--report") { Description = "Write the report to a file, .md or .html.", HelpName = "FILE" };

    public ExplainNetwork() : base("explain", "What a network makes of rows, and why; on argument graphs beside the solver's own answer.")
    {
        foreach (var argument in new[] { _name, _network, _file }) Add(argument);
        Add(_report);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var (reasoner, file) = (ReasonerCatalogue.GetByName(parse.GetRequiredValue(_name)), parse.GetRequiredValue(_network));
        var network = NetworkFile.Read(Files.Read(file), file, reasoner.Name);
        using var page = PageFile.Read(parse, _report);
        IReadOnlyList<ReportSection> report;
        try
        {
            report = reasoner.Explain(network, NetworksCommand.ReadRows(parse.GetRequiredValue(_file)));
        }
        catch (InputException error) when (error.Message.StartsWith("network: ", StringComparison.Ordinal))
        {
            throw new InputException($"{file}: {error.Message["network: ".Length..]}", error);
        }
        if (page is not null) await PageFile.WriteAsync(page, new($"{reasoner.Name}: {reasoner.Summary}", report), stop);
        NetworksCommand.Print(terminal, report, new { network = reasoner.Name, trainedOn = network.TrainedOn, hash = NetworkFile.FileHash(Files.ReadBytes(file)) });
        return Exit.Ok;
    }
}
