using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Debate.Cli.Commands;

/// <summary><c>debate ls</c>: the runs of the data folder, newest first.</summary>
internal sealed class LsCommand : Command, IReadOnlyCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Children of tournaments and evaluations too." };

    public LsCommand() : base("ls", "List runs, newest first.")
    {
        Add(_all);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var workspace = Workspace.Read(parse);
        await using var journal = workspace.OpenToRead();
        var runs = await journal.ListAsync(new RunQuery(IncludeChildren: parse.GetValue(_all)) { Tenant = null });
        var items = new List<Item>();
        foreach (var run in runs) items.Add(await ToItemAsync(workspace, journal, run));
        // Who works on the folder itself is the operator. Whose runs they are is told where there is more than one answer.
        if (runs.Any(run => run.Id.Tenant != Tenant.Default))
            items = [.. items.Zip(runs, (item, run) => item with { Tenant = run.Id.Tenant.Name })];
        if (items.Count == 0) terminal.Report($"No runs in {workspace.Location}.");
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
        else if (items.Count > 0) terminal.Result.Write(Table(items));
    }

    private static Table Table(List<Item> items)
    {
        var hasTenants = items.Any(item => item.Tenant is not null);
        var table = new Table().Border(TableBorder.None);
        if (hasTenants) table.AddColumn("TENANT");
        table.AddColumns("ID", "KIND", "STATUS", "STARTED", "CALLS", "COST", "NAME");
        foreach (var item in items)
        {
            IRenderable[] tenant = hasTenants ? [Terminal.Cell(item.Tenant ?? "")] : [];
            table.AddRow([.. tenant, Terminal.Cell(item.Id), Terminal.Cell(item.Kind), Terminal.Cell(item.Status),
                Terminal.Cell(item.Started.ToString("u", CultureInfo.InvariantCulture)),
                Terminal.Cell(item.Usage.Calls.ToString(CultureInfo.InvariantCulture)),
                Terminal.Cell(item.Usage.Cost.ToString(CultureInfo.InvariantCulture)), Terminal.Cell(item.Name)]);
        }
        return table;
    }

    private sealed record Item(string Id, string Kind, string Name, string Status, DateTime Started, DateTime? Finished, Usage Usage)
    {
        /// <summary>Whose it is; null where all runs are the default tenant's.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Tenant { get; init; }
    }
}
