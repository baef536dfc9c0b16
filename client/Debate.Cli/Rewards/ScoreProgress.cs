using System.Globalization;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
using Spectre.Console;

namespace Debate.Cli.Rewards;

/// <summary>
/// What has become of the rows of <c>reward score</c>: how many are done, how fast it goes, how long it will take and what it has cost. A
/// progress bar on a terminal, plain lines otherwise, always on stderr; work that is over in a moment is silent. Thread-safe.
/// </summary>
internal sealed class ScoreProgress(Terminal terminal, int total, TimeProvider clock)
{
    private const int Steps = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A line at least this often, where there is no bar.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Usage> _runs = new(StringComparer.Ordinal);
    private readonly ThroughputMeter _meter = new();
    private readonly long _began = clock.GetTimestamp();
    private int _done;
    private int _missing;
    private int _told;
    private TimeSpan _toldAt;
    private string _notice = "";
    private TimeSpan _noticedAt;
    private bool _isBarShown;

    /// <summary>How many rows are done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>What the runs of the rows that are done have used, each once, in whichever process.</summary>
    public Usage Usage { get; private set; } = Usage.None;

    /// <summary>What they had used before this command asked: it is in <see cref="Usage"/> and is not paid now.</summary>
    public Usage Before { get; private set; } = Usage.None;

    /// <summary>Counts a row.</summary>
    public void Add(ScoreResult result)
    {
        lock (_lock)
        {
            _done++;
            if (result.Trouble is not null) _missing++;
            if (result is not { Transcript: { } run, Usage: { } used }) return;
            var before = result.UsageBefore ?? Usage.None;
            // Equal rows are one run: what the first of them paid, the other one found there.
            if (!_runs.TryGetValue(run, out var known)) Usage += used;
            else if (known.Calls + known.Cached <= before.Calls + before.Cached) return;
            else Before -= known;
            _runs[run] = before;
            Before += before;
        }
    }

    /// <summary>Prints a message for people; the same one again only after a while, since many rows may have it at once.</summary>
    public void Report(string text)
    {
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_began);
            if (text == _notice && now - _noticedAt < Silence) return;
            (_notice, _noticedAt) = (text, now);
        }
        if (_isBarShown) terminal.People.WriteLine(SafeText.Clean(text));
        else terminal.Report(text);
    }

    /// <summary>Shows progress until the work is done.</summary>
    public async Task ShowWhileAsync(Func<Task> work)
    {
        if (!terminal.IsLive)
        {
            await TickWhileAsync(work, TellNow);
            if (_told > 0 && _told < Done) terminal.Report($"  {Describe()}");
            return;
        }
        await terminal.People.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(Describe()), maxValue: Math.Max(1, total));
                _isBarShown = true;
                try
                {
                    await TickWhileAsync(work, () => (bar.Value, bar.Description) = (Done, Markup.Escape(Describe())));
                }
                finally
                {
                    _isBarShown = false;
                }
            });
    }

    /// <summary>Everything in one line.</summary>
    public string Describe()
    {
        lock (_lock)
        {
            var parts = new List<string> { Invariant($"{_done} of {total} rows") };
            parts.AddRange(RateText.Describe(_meter.Rate, total - _done));
            if (DescribeCost(Usage, Before) is { Length: > 0 } cost) parts.Add(cost);
            if (_missing > 0) parts.Add(Invariant($"{_missing} without a reward"));
            return string.Join(", ", parts);
        }
    }

    /// <summary>Calls, tokens and money, as far as there are any; what is paid now apart from what was paid before.</summary>
    /// <param name="usage">All of it.</param>
    /// <param name="before">What of it was used before this command.</param>
    public static string DescribeCost(Usage usage, Usage before) => RateText.DescribeCost(before) is not { Length: > 0 } earlier
        ? RateText.DescribeCost(usage)
        : $"paid now: {(RateText.DescribeCost(usage - before) is { Length: > 0 } now ? now : "nothing")}; paid before: {earlier}";

    private async Task TickWhileAsync(Func<Task> work, Action show)
    {
        var task = work();
        using var timer = new PeriodicTimer(Tick, clock);
        while (!task.IsCompleted)
        {
            if (await Task.WhenAny(task, timer.WaitForNextTickAsync().AsTask()) == task) break;
            lock (_lock) _meter.Add(clock.GetElapsedTime(_began), _done);
            show();
        }
        await task;
    }

    private void TellNow()
    {
        var now = clock.GetElapsedTime(_began);
        if ((Done - _told) * Steps < total && now - _toldAt < Silence) return;
        (_told, _toldAt) = (Done, now);
        terminal.Report($"  {Describe()}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
