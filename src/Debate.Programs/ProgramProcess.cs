using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Programs;

/// <summary>How a process that runs programs is started.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record HostCommand(string File, params IReadOnlyList<string> Arguments)
{
    private static readonly string[] Hosts = ["debate", "Debate.Silo"];

    /// <summary>
    /// This process's own executable, where it is the tool or the server, else the tool beside it; null where there is neither, and so no
    /// program can be run.
    /// </summary>
    public static HostCommand? Find()
    {
        var self = Environment.ProcessPath ?? "";
        if (Hosts.Contains(Path.GetFileNameWithoutExtension(self))) return new(self, ProgramHost.Verb);
        var main = Environment.GetCommandLineArgs()[0];
        if (Path.GetFileNameWithoutExtension(self) == "dotnet" && Hosts.Contains(Path.GetFileNameWithoutExtension(main)))
            return new(self, main, ProgramHost.Verb);
        var beside = Path.Combine(AppContext.BaseDirectory, "debate");
        return System.IO.File.Exists(beside) ? new(beside, ProgramHost.Verb) : null;
    }
}

/// <summary>A process in which programs run, one after the other, with a hard limit of its heap, no environment and no folder.</summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>What the runtime itself needs of the heap.</summary>
    private const int OwnMegabytes = 128;

    /// <summary>Programs wait for a processor too: on the clock they may take several times their seconds.</summary>
    internal const int ClockFactor = 4;

    private const int ExitOnCpuLimit = 128 + 24;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly BoundedLines _lines;
    private readonly ErrorTail _errors;
    private readonly TimeProvider _clock;
    private bool _isStarted;

    private ProgramProcess(Process process, int megabytes, TimeProvider clock)
    {
        (_process, Megabytes, _clock) = (process, megabytes, clock);
        (_lines, _errors) = (new(process.StandardOutput.BaseStream), new(process.StandardError.BaseStream));
    }

    /// <summary>The memory that its programs may have.</summary>
    public int Megabytes { get; }

    /// <summary>Whether it can run another program.</summary>
    public bool IsReusable { get; private set; }

    /// <summary>The hard limit of its heap.</summary>
    public static long HeapBytes(int megabytes) => (long)(megabytes + OwnMegabytes) << 20;

    /// <summary>Starts a process; throws <see cref="OutageException"/> where that is not possible now.</summary>
    public static ProgramProcess Start(HostCommand command, int megabytes, TimeProvider clock)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        start.Environment.Clear();
        // Where the runtime is, where that is not where it usually is.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) start.Environment["DOTNET_ROOT"] = root;
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes(megabytes).ToString("x", CultureInfo.InvariantCulture);
        foreach (var off in new[] { "gcServer", "gcConcurrent", "TieredPGO", "EnableDiagnostics", "DbgEnableMiniDump" })
            start.Environment[$"DOTNET_{off}"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        try
        {
            return new(Process.Start(start)!, megabytes, clock);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new OutageException(FailureKind.Unreachable, $"a process for programs cannot be started: {error.Message}");
        }
    }

    /// <summary>Runs a program; null where the process ended and does not say why.</summary>
    public async Task<ProgramResult?> RunAsync(BoundedCall call, CancellationToken cancellation)
    {
        IsReusable = false;
        await EnsureStartedAsync(cancellation);
        var (began, used) = (_clock.GetTimestamp(), CpuTime);
        var reply = ExchangeAsync(call);
        var seconds = TimeSpan.FromSeconds(call.Limits.Seconds);
        while (await Task.WhenAny(reply, Task.Delay(CheckInterval, _clock, cancellation)) != reply)
        {
            cancellation.ThrowIfCancellationRequested();
            var death = ExplainDeath(_errors.Beginning, call.Limits);
            if (death is null && CpuTime - used <= seconds && _clock.GetElapsedTime(began) <= seconds * ClockFactor) continue;
            Kill();
            return death ?? TooLong(call.Limits);
        }
        if (await reply is not { } line) return await ExplainEndAsync(call.Limits);
        var answer = JsonSerializer.Deserialize(line, HostJson.Default.HostReply)!;
        IsReusable = answer.IsReusable;
        return answer.Result;
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task EnsureStartedAsync(CancellationToken cancellation)
    {
        if (_isStarted) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartTime);
        try
        {
            if (await _lines.ReadAsync(ProgramHost.Ready.Length).WaitAsync(limit.Token) is { } first
                && System.Text.Encoding.UTF8.GetString(first) == ProgramHost.Ready) _isStarted = true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new OutageException(FailureKind.Unreachable, "a process for programs did not start in time");
        }
        if (!_isStarted)
            throw new OutageException(FailureKind.Unreachable, $"a process for programs did not start: {await _errors.ReadAsync()}");
    }

    private async Task<byte[]?> ExchangeAsync(BoundedCall call)
    {
        try
        {
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(call, HostJson.Default.BoundedCall), (byte)'\n']);
            await input.FlushAsync();
            // At worst each character is six in JSON.
            return await _lines.ReadAsync(1024 + 6 * (call.Limits.Characters + ProgramResult.MaxErrorLength));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task<ProgramResult?> ExplainEndAsync(ProgramLimits limits)
    {
        using var patience = new CancellationTokenSource(EndTime);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whatever closes its streams and goes on is no process of ours any more.
        if (patience.IsCancellationRequested) Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        return ExplainDeath(_errors.Beginning, limits) ?? ExplainDeath(await _errors.ReadAsync(), limits)
            ?? (_process.ExitCode == ExitOnCpuLimit ? TooLong(limits) : null);
    }

    /// <summary>What the runtime says of its end; null where it says none of this. It may take seconds to write all of a deep stack.</summary>
    private static ProgramResult? ExplainDeath(string said, ProgramLimits limits) =>
        said.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
            || said.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal)
                ? new(ProgramEnd.TooMuchMemory, "", $"more than {limits.Megabytes} MB")
            : said.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase) ? new(ProgramEnd.Failed, "", "nested too deeply")
            : null;

    internal static ProgramResult TooLong(ProgramLimits limits) => new(ProgramEnd.TooLong, "", $"longer than {limits.Seconds} s");

    private TimeSpan CpuTime
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
            {
                return TimeSpan.Zero; // It has just ended, and there is nothing left to limit.
            }
        }
    }

    private void Kill()
    {
        IsReusable = false;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            IsReusable = false; // It has ended by itself.
        }
    }
}
