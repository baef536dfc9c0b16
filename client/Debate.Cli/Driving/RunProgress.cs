using System.Globalization;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Spectre.Console;

namespace Debate.Cli.Driving;

/// <summary>
/// The progress of a root run: a debate counts its replies, every other kind its children. A progress bar on a terminal, plain lines
/// otherwise, always on stderr.
/// </summary>
/// <param name="terminal">The output that shows it.</param>
/// <param name="root">The run.</param>
/// <param name="before">The entries recorded so far.</param>
/// <param name="children">The number of children, if known.</param>
internal sealed class RunProgress(Terminal terminal, RunDefinition root, IReadOnlyList<ParsedEntry> before, int? children)
{
    private const int Steps = 20;
    private const int StepWithoutTotal = 100;
    private readonly int? _planned = children ?? MaxCalls(root);
    private int _done = before.Count(IsStep);
    private int _reasked = before.Count(IsAskedAgain);
    private ProgressTask? _bar;

    /// <summary>The run.</summary>
    public RunDefinition Root => root;

    /// <summary>Counts an entry that has become durable.</summary>
    public void OnEntry(DeliberationId id, JournalEntry entry)
    {
        if (id != root.Id) return;
        var read = new ParsedEntry(entry, entry.ReadBody());
        if (!IsStep(read)) return;
        if (IsAskedAgain(read)) Interlocked.Increment(ref _reasked);
        var now = Interlocked.Increment(ref _done);
        if (_bar is { } bar) Advance(bar, now);
        else if (!terminal.IsLive) ReportLine(read, now);
    }

    /// <summary>Shows progress while <paramref name="work"/> runs.</summary>
    public async Task<T> ShowWhileAsync<T>(Func<Task<T>> work) => !terminal.IsLive
        ? await work()
        : await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                _bar = context.AddTask(Markup.Escape(CountText(_done)), maxValue: Total ?? 1);
                _bar.IsIndeterminate(Total is null).Value = _done;
                return await work();
            });

    /// <summary>Prints a message to people without disturbing the progress bar.</summary>
    public void Report(string text)
    {
        if (_bar is null) terminal.Report(text);
        else terminal.People.WriteLine(SafeText.Clean(text));
    }

    // An unreadable reply makes the protocol ask again; no protocol can count such calls in advance.
    private int? Total => _planned + _reasked;

    private static bool IsStep(ParsedEntry entry) => entry.Body is ModelReplied or ChildCompleted or ChildForgone;

    private static bool IsAskedAgain(ParsedEntry entry) => entry.Body is ModelReplied { IsReask: true };

    private void Advance(ProgressTask bar, int now)
    {
        bar.Description = Markup.Escape(CountText(now));
        if (Total is { } total) (bar.MaxValue, bar.Value) = (total, now);
    }

    private void ReportLine(ParsedEntry entry, int now)
    {
        if (entry.Body is ModelReplied { Round: { } round } asked)
            terminal.Report($"  {CountText(now)}  round {round.ToString(CultureInfo.InvariantCulture)}  {asked.Seat}");
        else if (now == Total || now % (Total is { } total ? Math.Max(1, total / Steps) : StepWithoutTotal) == 0)
            terminal.Report($"  {CountText(now)}");
    }

    private string CountText(int now)
    {
        var unit = root.Kind == "debate" ? "replies" : "deliberations";
        var max = root.Kind == "debate" ? "at most " : "";
        var of = Total is { } total ? $" of {max}{total.ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{now.ToString(CultureInfo.InvariantCulture)}{of} {unit}";
    }

    private static int? MaxCalls(RunDefinition root) =>
        root.Kind == "debate" && DebateServices.Protocols.Find(root.Protocol).MaxCalls(root.Options) is > 0 and var calls ? calls : null;
}
