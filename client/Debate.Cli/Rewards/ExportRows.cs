using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Debate.Hosting;
using Debate.Rewards.Exports.Files;
using Debate.Rewards.Exports;
using Spectre.Console;

namespace Debate.Cli.Rewards;

/// <summary>
/// <c>debate reward export</c>: exports deliberations as data sets in the trainers' formats, each with a manifest next to it.
/// </summary>
internal sealed class ExportRows : Command
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "The runs to export, with their children.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> _all = new("--all") { Description = "Every run of the data folder." };
    private readonly Option<string> _as = new("--as") { Description = "The form of the rows.", Required = true };
    private readonly Option<string> _format =
        new("--format") { Description = "The format of the file.", DefaultValueFactory = _ => "jsonl" };
    private readonly Option<bool> _conversational =
        new("--conversational") { Description = "Prompts and completions as messages instead of texts." };
    private readonly Option<string> _label = new("--label")
    {
        Description = "What makes a completion good: the problem's key, the judge's side or the answer of the majority.",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<string> _split =
        new("--split") { Description = "The split that rows of verl name.", HelpName = "NAME", DefaultValueFactory = _ => "train" };
    private readonly Option<string> _out = new("--out") { Description = "The file; FILE.manifest.json beside it.", HelpName = "FILE",
        Required = true };

    public ExportRows() : base("export", "Write deliberations as rows for trainers: SFT, DPO, KTO, PRM, GRPO, verl, RewardBench.")
    {
        _as.AcceptOnlyFromAmong([.. DatasetForms.All.Select(f => f.Name)]);
        _format.AcceptOnlyFromAmong([.. RowFileFormat.All.Select(f => f.Name)]);
        _label.AcceptOnlyFromAmong([.. Enum.GetNames<LabelRule>().Select(n => n.ToLowerInvariant())]);
        Add(_ids);
        foreach (var option in new Option[] { _all, _as, _format, _conversational, _label, _split, _out }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var options = new ExportOptions
        {
            IsConversational = parse.GetValue(_conversational),
            Label = Enum.Parse<LabelRule>(parse.GetRequiredValue(_label), ignoreCase: true),
            Split = parse.GetRequiredValue(_split),
        };
        var form = DatasetForms.Find(parse.GetRequiredValue(_as), options.IsConversational);
        var format = RowFileFormat.All.First(f => f.Name == parse.GetRequiredValue(_format));
        await using var journal = Workspace.Read(parse).OpenToRead();
        var runs = await RunsAsync(parse, journal);
        var file = parse.GetRequiredValue(_out);
        var exporter = new Exporter(form, options, DebateServices.Protocols);
        var target = new ExportTarget(form, options, format, file);
        var hash = await target.WriteAsync(exporter, () => ExportProgress.AddAsync(terminal, journal, runs, (exporter, target), stop));
        Print(terminal, exporter.Counts, file, hash);
        return Exit.Ok;
    }

    /// <summary>The named runs with their children, or all runs, in order of their ids.</summary>
    private async Task<IReadOnlyList<DeliberationId>> RunsAsync(ParseResult parse, IJournal journal)
    {
        var given = parse.GetValue(_ids) ?? [];
        if (parse.GetValue(_all) == (given.Length > 0)) throw new InputException("give either the ids of runs or --all");
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var query in given.Length == 0
            ? [new RunQuery(IncludeChildren: true)]
            : given.Select(id => new RunQuery(IncludeChildren: true, Subtree: DeliberationId.Parse(id))))
        {
            var listed = await journal.ListAsync(query);
            if (listed.Count == 0 && query.Subtree is { } id) throw new InputException($"id '{id}': there is no such run");
            found.UnionWith(listed.Select(r => r.Id.Value));
        }
        return [.. found.Select(id => new DeliberationId(id))];
    }

    private static void Print(Terminal terminal, ExportCounts tally, string file, string hash)
    {
        var result = new { file, manifest = ExportTarget.ManifestOf(file), rows = tally.Rows, sources = tally.Sources, left = tally.Skipped,
            sha256 = hash };
        if (terminal.IsJson)
        {
            terminal.WriteJson(result);
            return;
        }
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally.Rows} rows of {tally.Sources} deliberations in {file}"));
        foreach (var (reason, count) in tally.Skipped)
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count} without rows: {reason}"));
    }
}

/// <summary>Reads runs one by one and exports them; shows a progress bar on a terminal, a line per tenth otherwise.</summary>
internal static class ExportProgress
{
    private const int Steps = 10;

    /// <summary>Adds the rows of all runs to a target.</summary>
    public static async Task AddAsync(
        Terminal terminal, IJournal journal, IReadOnlyList<DeliberationId> runs, (Exporter Exporter, ExportTarget Target) to,
        CancellationToken stop)
    {
        if (!terminal.IsLive)
        {
            await AddAsync(journal, runs, to, done =>
            {
                if (done == runs.Count || done % Math.Max(1, runs.Count / Steps) == 0)
                    terminal.Report($"  {StatusText(done, runs.Count, to.Exporter)}");
            }, stop);
            return;
        }
        await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("exporting", maxValue: runs.Count);
                await AddAsync(journal, runs, to, done =>
                {
                    bar.Value = done;
                    bar.Description = Markup.Escape(StatusText(done, runs.Count, to.Exporter));
                }, stop);
            });
    }

    private static async Task AddAsync(
        IJournal journal, IReadOnlyList<DeliberationId> runs, (Exporter Exporter, ExportTarget Target) to, Action<int> tell,
        CancellationToken stop)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            await to.Exporter.AddRunAsync(await RunTree.ReadAsync(journal, runs[i]), to.Target.Rows, to.Target.Manifest);
            tell(i + 1);
        }
    }

    private static string StatusText(int done, int of, Exporter exporter) =>
        string.Create(CultureInfo.InvariantCulture, $"{done} of {of} deliberations, {exporter.Counts.Rows} rows");
}

/// <summary>A file of rows and its manifest, each written atomically and committed only when both are complete.</summary>
internal sealed class ExportTarget(DatasetForm form, ExportOptions options, RowFileFormat format, string file)
{
    private const string Option = "--out";

    /// <summary>Takes the rows while <see cref="WriteAsync"/> runs.</summary>
    public IRowWriter Rows { get; private set; } = null!;

    /// <summary>Records the sources while <see cref="WriteAsync"/> runs.</summary>
    public ExportManifest Manifest { get; private set; } = null!;

    /// <summary>The name of the manifest file.</summary>
    public static string ManifestOf(string file) => $"{file}.manifest.json";

    /// <summary>Writes both and returns the SHA-256 of the file of rows.</summary>
    public async Task<string> WriteAsync(Exporter exporter, Func<Task> add)
    {
        using var whole = new WholeFile(Option, file);
        using var beside = new WholeFile(Option, ManifestOf(file));
        var (stream, columns) = (whole.Writer.BaseStream, form.Columns(options.IsConversational));
        string hash;
        await using (Rows = await format.Open(stream, columns))
        await using (Manifest = new(beside.Writer.BaseStream, form, options, (Path.GetFileName(file), format.Name), columns))
        {
            await add();
            await Rows.CompleteAsync();
            stream.Position = 0;
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
            await Manifest.CompleteAsync(exporter.Counts, hash);
        }
        whole.Commit();
        beside.Commit();
        return hash;
    }
}
