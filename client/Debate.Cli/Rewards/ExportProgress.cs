using System.Globalization;
using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Records;
using Debate.Deliberation.Engine;
using Debate.Rewards.Exports;
using Spectre.Console;

namespace Debate.Cli.Rewards;

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
