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
/// The progress of a root run, always on stderr: a debate counts its replies, every other kind its children, with the rate, the time left,
/// the calls and the cost so far. On a terminal a bar, and above it what a debate says as it is said; plain lines otherwise. Thread-safe.
/// </summary>
internal sealed class RunProgress
{
    private const int Steps = 20;
    private const int StepWithoutTotal = 100;
    private const int BarWidth = 12;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Terminal _terminal;
    private readonly int? _planned;
    private readonly bool _isPlayed;
    private readonly TranscriptPrinter? _transcript;
    private readonly ThroughputMeter _meter = new();
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly long _began;
    private readonly int _before;
    private int _done;
    private int _reasked;
    private Usage _used;
    private ProgressTask? _bar;

    /// <param name="terminal">The output that shows it.</param>
    /// <param name="root">The run.</param>
    /// <param name="before">The entries recorded so far.</param>
    /// <param name="children">The number of children, if known.</param>
    public RunProgress(Terminal terminal, RunDefinition root, IReadOnlyList<ParsedEntry> before, int? children)
    {
        (_terminal, Root, _planned, _began) = (terminal, root, children ?? MaxCalls(root), _clock.GetTimestamp());
        _isPlayed = root.Kind == "debate" && DebateServices.Protocols.Find(root.Protocol).DefaultModel is not null;
        _before = _done = before.Count(IsStep);
        _reasked = before.Count(IsAskedAgain);
        _used = before.Aggregate(Usage.None, (sum, entry) => sum + UsageOf(entry));
        if (root.Kind == "debate" && terminal.IsLive) _transcript = new(terminal, root, toPeople: true);
    }

    /// <summary>The run.</summary>
    public RunDefinition Root { get; }

    /// <summary>Counts an entry that has become durable.</summary>
    public void OnEntry(DeliberationId id, JournalEntry entry)
    {
        if (id != Root.Id) return;
        var read = new ParsedEntry(entry, entry.ReadBody());
        lock (_lock)
        {
            _transcript?.Print(read);
            if (!IsStep(read)) return;
            if (IsAskedAgain(read)) _reasked++;
            (_done, _used) = (_done + 1, _used + UsageOf(read));
            if (_bar is not null) Advance();
            else if (!_terminal.IsLive) ReportLine(read);
        }
    }

    /// <summary>Shows progress while <paramref name="work"/> runs.</summary>
    public async Task<T> ShowWhileAsync<T>(Func<Task<T>> work) => !_terminal.IsLive
        ? await work()
        : await _terminal.People.Progress().AutoClear(true)
            .Columns(
                new SpinnerColumn(), new ProgressBarColumn { Width = BarWidth },
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                lock (_lock)
                {
                    _bar = context.AddTask(Markup.Escape(Describe()), maxValue: Total ?? 1);
                    _bar.IsIndeterminate = Total is null;
                    Advance();
                }
                return await TickWhileAsync(work());
            });

    /// <summary>Prints a message to people without disturbing the progress bar.</summary>
    public void Report(string text)
    {
        if (_bar is null) _terminal.Report(text);
        else _terminal.People.WriteLine(SafeText.Clean(text));
    }

    // An unreadable reply makes the protocol ask again; no protocol can count such calls in advance.
    private int? Total => _planned + _reasked;

    private async Task<T> TickWhileAsync<T>(Task<T> work)
    {
        using var timer = new PeriodicTimer(Tick, _clock);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()) != work)
            lock (_lock)
            {
                _meter.Add(_clock.GetElapsedTime(_began), _done - _before);
                Advance();
            }
        return await work;
    }

    // Players say something and no model replies.
    private bool IsStep(ParsedEntry entry) =>
        entry.Body is ModelReplied or ContinuationScored or ChildCompleted or ChildForgone || _isPlayed && entry.Body is StatementMade;

    private static bool IsAskedAgain(ParsedEntry entry) => entry.Body is ModelReplied { IsReask: true };

    private static Usage UsageOf(ParsedEntry entry) => entry.Body switch
    {
        ModelReplied reply => reply.Usage,
        ContinuationScored scored => scored.Usage,
        ChildCompleted child => child.Usage,
        ChildForgone child => child.Usage,
        _ => Usage.None,
    };

    private void Advance()
    {
        _bar!.Description = Markup.Escape(Describe());
        if (Total is { } total) (_bar.MaxValue, _bar.Value) = (total, _done);
    }

    private void ReportLine(ParsedEntry entry)
    {
        if (entry.Body is ModelReplied { Round: { } round } asked)
            _terminal.Report($"  {CountText()}  round {round.ToString(CultureInfo.InvariantCulture)}  {asked.Seat}");
        else if (_done == Total || _done % (Total is { } total ? Math.Max(1, total / Steps) : StepWithoutTotal) == 0)
        {
            _meter.Add(_clock.GetElapsedTime(_began), _done - _before);
            _terminal.Report($"  {Describe()}");
        }
    }

    private string Describe() => string.Join(", ", RateText.Describe(_meter.Rate, Total - _done)
        .Prepend(CountText()).Append(RateText.DescribeCost(_used)).Where(part => part.Length > 0));

    private string CountText()
    {
        var unit = _isPlayed ? "statements" : Root.Kind == "debate" ? "replies" : "deliberations";
        var max = Root.Kind == "debate" ? "at most " : "";
        var of = Total is { } total ? $" of {max}{total.ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{_done.ToString(CultureInfo.InvariantCulture)}{of} {unit}";
    }

    private static int? MaxCalls(RunDefinition root) =>
        root.Kind == "debate" && DebateServices.Protocols.Find(root.Protocol).CountMaxCalls(root.Options, root.Seats) is > 0 and var calls ? calls : null;
}
