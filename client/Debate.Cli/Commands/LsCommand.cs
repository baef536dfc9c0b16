using System.CommandLine;
using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Commands;

/// <summary><c>debate ls</c>: the runs of the data folder or of a server, newest first.</summary>
internal sealed class LsCommand : Command, IReadOnlyCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Children of tournaments and evaluations too." };
    private readonly RunFilter _filter = new();
    private readonly Option<string?> _limit = new("--limit") { Description = "At most so many, the newest.", HelpName = "N" };

    public LsCommand() : base("ls", "List runs, newest first.")
    {
        Add(_all);
        _filter.AddTo(this);
        Add(_limit);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var workspace = Workspace.Read(parse);
        var limit = parse.GetValue(_limit) is { } given ? Values.Count.Read(_limit.Name, given) : int.MaxValue;
        var wanted = _filter.Read(parse, workspace, TimeProvider.System);
        await using var journal = workspace.OpenToRead();
        var runs = await journal.ListAsync(new RunQuery(IncludeChildren: parse.GetValue(_all)));
        RunSummary[] found = [.. runs.Where(wanted)];
        var items = new List<Item>();
        foreach (var run in found.Take(limit)) items.Add(await ToItemAsync(workspace, journal, run));
        if (items.Count < found.Length) terminal.Report($"The newest {items.Count} of {found.Length}.");
        else if (runs.Count == 0) terminal.Report($"No runs in {workspace.Location}.");
        else if (items.Count == 0) terminal.Report($"None of the {runs.Count} runs in {workspace.Location} matches.");
        Print(items, terminal);
        return Exit.Ok;
    }

    private static async Task<Item> ToItemAsync(Workspace workspace, IJournal journal, RunSummary run) => new(
        run.Id.Value, run.Kind, run.Name, StatusWord.Format(workspace.Status(run)),
        run.Started.UtcDateTime, run.Finished?.UtcDateTime,
        await workspace.UsageAsync(journal, run));

    private static void Print(List<Item> items, Terminal terminal)
    {
        if (terminal.Format == OutputFormat.Json) terminal.WriteJson(new { items });
        else if (terminal.Format == OutputFormat.Jsonl) items.ForEach(terminal.WriteJson);
        else if (items.Count > 0)
            terminal.WriteTable(
                new(["id", "kind", "status", "started (UTC)", "calls", "cost", "name"], [.. items.Select(ToRow)]),
                cut: ["name"], drop: ["cost", "calls", "kind", "started (UTC)", "name"]);
    }

    private static string[] ToRow(Item item) =>
    [
        item.Id, item.Kind, item.Status, item.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        item.Usage.Calls.ToString(CultureInfo.InvariantCulture), item.Usage.Cost.ToString(CultureInfo.InvariantCulture), item.Name,
    ];

    private sealed record Item(string Id, string Kind, string Name, string Status, DateTime Started, DateTime? Finished, Usage Usage);
}
