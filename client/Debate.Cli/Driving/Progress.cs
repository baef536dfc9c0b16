using System.Globalization;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Spectre.Console;

namespace Debate.Cli.Driving;

/// <summary>
/// How far a root run is: a debate counts its replies, everything else its children. A bar on a terminal, plain lines otherwise, always on
/// stderr.
/// </summary>
internal sealed class Progress(Terminal terminal, Snapshot root, int done, int? children)
{
    private const int Steps = 20;
    private const int StepWithoutTotal = 100;
    private readonly int? _total = children ?? MostCalls(root);
    private int _done = done;
    private ProgressTask? _bar;

    /// <summary>The run.</summary>
    public Snapshot Root => root;

    /// <summary>Takes note of an entry that is durable.</summary>
    public void See(DeliberationId id, JournalEntry entry)
    {
        if (id != root.Id) return;
        var read = new ReadEntry(entry, entry.Read());
        if (read.Body is not (Asked or Deliberated)) return;
        var now = Interlocked.Increment(ref _done);
        if (_bar is { } bar) Advance(bar, now);
        else if (!terminal.IsLive) Tell(read, now);
    }

    /// <summary>Shows progress while <paramref name="work"/> is done.</summary>
    public async Task<T> WhileAsync<T>(Func<Task<T>> work) => !terminal.IsLive
        ? await work()
        : await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                _bar = context.AddTask(Markup.Escape(Said(_done)), maxValue: _total ?? 1);
                _bar.IsIndeterminate(_total is null).Value = _done;
                return await work();
            });

    private void Advance(ProgressTask bar, int now)
    {
        bar.Description = Markup.Escape(Said(now));
        if (_total is not null) bar.Value = now;
    }

    private void Tell(ReadEntry entry, int now)
    {
        if (entry.Body is Asked { Round: { } round } asked)
            terminal.Note($"  {Said(now)}  round {round.ToString(CultureInfo.InvariantCulture)}  {asked.Seat}");
        else if (now == _total || now % (_total is { } total ? Math.Max(1, total / Steps) : StepWithoutTotal) == 0)
            terminal.Note($"  {Said(now)}");
    }

    private string Said(int now)
    {
        var unit = root.Kind == "debate" ? "replies" : "deliberations";
        var most = root.Kind == "debate" ? "at most " : "";
        var of = _total is { } total ? $" of {most}{total.ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{now.ToString(CultureInfo.InvariantCulture)}{of} {unit}";
    }

    private static int? MostCalls(Snapshot root) =>
        root.Kind == "debate" && DebateServices.Protocols.Find(root.Protocol).MaxCalls(root.Options) is > 0 and var calls ? calls : null;
}
