using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Programs;

/// <summary>A program with the limits under which it runs.</summary>
internal sealed record BoundedCall(ProgramCall Call, ProgramLimits Limits);

/// <summary>What programs a process runs, and how many at once.</summary>
public sealed record ProgramOptions
{
    /// <summary>The highest limits of a program: one that asks for more has these.</summary>
    public ProgramLimits Limits { get; init; } = ProgramLimits.Default;

    /// <summary>Whether Python is run, under bubblewrap.</summary>
    public bool RunsPython { get; init; }

    /// <summary>How a process for JavaScript is started; null where that is not known, and then none is run.</summary>
    public HostCommand? Host { get; init; } = HostCommand.Find();

    /// <summary>Programs that run at once, at least 1; others wait.</summary>
    public int Places { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// Runs programs in processes of their own. One process serves one run, and again while its programs end by themselves and leave little
/// behind; it is kept for a while after its last program. Thread-safe.
/// </summary>
public sealed class ProcessPrograms : IPrograms, IAsyncDisposable
{
    /// <summary>How long a process is kept that nobody needs.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly ProgramOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly Lock _gate = new();
    private readonly List<IdleProcess> _idle = [];
    private readonly ITimer _sweep;
    private readonly SandboxedPython? _python;
    private readonly string? _noPython;
    private int _started;
    private bool _isDisposed;

    /// <summary>Creates a runner; nothing is started before the first program.</summary>
    public ProcessPrograms(ProgramOptions options)
    {
        (_options, _places) = (options, new(options.Places));
        _noPython = options.RunsPython ? SandboxedPython.Find(out _python) : "programs: { python: bubblewrap } is not set";
        _sweep = options.Clock.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many processes for JavaScript were started so far.</summary>
    internal int Started => Volatile.Read(ref _started);

    /// <summary>Why programs of a language cannot be run here, in one line; null where they can.</summary>
    public string? FindObstacle(string language) => language switch
    {
        ProgramCall.JavaScript => _options.Host is null ? "neither is this process the tool or the server, nor is the tool beside it" : null,
        ProgramCall.Python => _noPython,
        _ => "there is no such language",
    };

    /// <inheritdoc/>
    public bool Runs(string language) => FindObstacle(language) is null;

    /// <inheritdoc/>
    public async Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation)
    {
        if (!Runs(call.Language)) throw NoPrograms.Refuse(call.Language);
        call.Limits?.Validate("limits");
        var bounded = new BoundedCall(call, call.Limits?.Min(_options.Limits) ?? _options.Limits);
        await _places.WaitAsync(cancellation);
        try
        {
            return call.Language == ProgramCall.Python ? await _python!.RunAsync(bounded, _options.Clock, cancellation)
                : await RunJavaScriptAsync(run, bounded, cancellation)
                // It may have been ended from outside: what ends a second process is the program.
                ?? await RunJavaScriptAsync(run, bounded, cancellation)
                ?? new(ProgramEnd.Failed, "", "it ended the process in which it ran");
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed) return default;
            _isDisposed = true;
            foreach (var idle in _idle) idle.Process.Dispose();
            _idle.Clear();
        }
        _python?.Dispose();
        return _sweep.DisposeAsync();
    }

    private async Task<ProgramResult?> RunJavaScriptAsync(DeliberationId run, BoundedCall call, CancellationToken cancellation)
    {
        var process = TakeIdle(run, call.Limits.Megabytes) ?? Start(call.Limits.Megabytes);
        try
        {
            return await process.RunAsync(call, cancellation);
        }
        finally
        {
            if (!process.IsReusable || !TryKeep(run, process)) process.Dispose();
        }
    }

    private ProgramProcess Start(int megabytes)
    {
        Interlocked.Increment(ref _started);
        return ProgramProcess.Start(_options.Host!, megabytes, _options.Clock);
    }

    private ProgramProcess? TakeIdle(DeliberationId run, int megabytes)
    {
        lock (_gate)
        {
            var at = _idle.FindLastIndex(idle => idle.Run == run && idle.Process.Megabytes == megabytes);
            if (at < 0) return null;
            var process = _idle[at].Process;
            _idle.RemoveAt(at);
            return process;
        }
    }

    /// <summary>Keeps a process for the next program of its run; where there are too many, the one that waits longest goes.</summary>
    private bool TryKeep(DeliberationId run, ProgramProcess process)
    {
        lock (_gate)
        {
            if (_isDisposed) return false;
            _idle.Add(new(run, process, _options.Clock.GetTimestamp()));
            if (_idle.Count > _options.Places)
            {
                _idle[0].Process.Dispose();
                _idle.RemoveAt(0);
            }
            _sweep.Change(IdleTime, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            _idle.RemoveAll(idle =>
            {
                var isOver = _options.Clock.GetElapsedTime(idle.Since) >= IdleTime;
                if (isOver) idle.Process.Dispose();
                return isOver;
            });
            if (_idle.Count > 0 && !_isDisposed) _sweep.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed record IdleProcess(DeliberationId Run, ProgramProcess Process, long Since);
}
