using System.CommandLine;
using System.Text;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Spectre.Console;

namespace Debate.Cli.Solving;

/// <summary>
/// <c>debate solve bench</c>: runs problems on every framework of a folder, each in a fresh solver process, and writes one line of CSV (or
/// JSON) per problem. Answers are checked afterwards, outside the timed region.
/// </summary>
internal sealed class BenchCommand : Command
{
    private readonly Argument<string> _folder =
        new("folder") { Description = "The frameworks: .af, .apx, .tgf; X.af.arg or X.arg names the argument." };

    private readonly Option<string> _problems =
        new("--problems") { Description = "The problems, with commas.", DefaultValueFactory = _ => "SE-PR,SE-ST,DC-CO,DS-PR" };

    private readonly Option<double> _timeout = new("--timeout") { Description = "CPU seconds a run.", DefaultValueFactory = _ => 60 };

    private readonly Option<double> _certify =
        new("--certify") { Description = "Seconds to check an answer; 0 for not at all.", DefaultValueFactory = _ => 10 };

    private readonly Option<string?> _solver =
        new("--solver") { Description = "Another solver of the competitions (default: ours).", HelpName = "FILE" };

    private readonly Option<string?> _csv = new("--csv") { Description = "A file instead of stdout.", HelpName = "FILE" };

    public BenchCommand() : base("bench", "Measure a solver on every framework of a folder, as CSV.")
    {
        Add(_folder);
        foreach (var option in new Option[] { _problems, _timeout, _certify, _solver, _csv }) Add(option);
        RawOption.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var engine = Read(parse);
        var files = BenchInstance.FilesIn(parse.GetRequiredValue(_folder));
        var seed = parse.GetValue(CommonOptions.Seed) ?? 1;
        terminal.Report(FormattableString.Invariant(
            $"{engine.Solver.Name}: {files.Count} frameworks; arguments that no file names are drawn with --seed {seed}"));
        await using var csv = Csv(parse.GetValue(_csv), terminal);
        var all = new List<Measurement>();
        await csv.WriteLineAsync(Measurement.Header);
        await WithBarAsync(terminal, files.Count * engine.Problems.Count, async tell =>
        {
            foreach (var file in files)
                await foreach (var measured in engine.RunAsync(BenchInstance.Read(file, seed), stop))
                {
                    await csv.WriteLineAsync(measured.ToCsv(RawOption.Read(parse)));
                    await csv.FlushAsync(stop);
                    if (terminal.Format == OutputFormat.Jsonl) terminal.WriteJson(measured);
                    all.Add(measured);
                    tell(measured);
                }
        });
        if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { measurements = all });
        return Exit.Ok;
    }

    private Bench Read(ParseResult parse)
    {
        var problems = parse.GetRequiredValue(_problems).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var problem in problems) Query.Parse(problem);
        var timeout = Seconds("--timeout", parse.GetValue(_timeout));
        return new(SolverProcess.Find(parse.GetValue(_solver)), problems, timeout, parse.GetValue(_certify));
    }

    // Written line by line, so that a bench that is stopped leaves its measurements in the file.
    private TextWriter Csv(string? file, Terminal terminal) => file is not null
        ? new StreamWriter(Files.Create(_csv.Name, file), new UTF8Encoding(false))
        : terminal.IsJson ? TextWriter.Null : new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));

    private static TimeSpan Seconds(string option, double value) => value is > 0 and <= 1_000_000
        ? TimeSpan.FromSeconds(value) : throw new InputException($"{option}: it must be a number of seconds above 0, at most 1000000");

    private static async Task WithBarAsync(Terminal terminal, int runs, Func<Action<Measurement>, Task> work)
    {
        if (!terminal.IsLive)
        {
            await work(m =>
                terminal.Report(FormattableString.Invariant($"  {m.Task} {m.Instance}: {m.Answer} {m.CpuMs:0.0} ms {m.Certificate}")));
            return;
        }
        await terminal.People.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("starting", maxValue: runs);
                await work(m =>
                {
                    bar.Description = Markup.Escape($"{m.Task} {m.Instance}");
                    bar.Increment(1);
                });
            });
    }
}
