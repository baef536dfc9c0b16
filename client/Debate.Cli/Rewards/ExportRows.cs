using System.CommandLine;
using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;

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
