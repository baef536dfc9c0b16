using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Debate.Core.Input;

namespace Debate.Cli.Solving;

/// <summary>A solver in its own process, with its cost.</summary>
/// <param name="Path">The program.</param>
/// <param name="First">The arguments that precede those of the competition.</param>
internal sealed record SolverProcess(string Path, params string[] First)
{
    private const int Children = -1;
    private const int WallTimeFactor = 10;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Its name in tables.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The program at a path; without one, debate-solve next to this tool if it exists, else this tool itself.</summary>
    public static SolverProcess Find(string? path)
    {
        if (path is not null)
            return File.Exists(path)
                ? new(System.IO.Path.GetFullPath(path)) : throw new InputException($"--solver '{path}': there is no such file");
        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, "debate-solve");
        if (File.Exists(beside)) return new(beside);
        var self = Environment.ProcessPath!;
        var hosted = System.IO.Path.GetFileNameWithoutExtension(self) == "dotnet";
        return hosted ? new(self, Environment.GetCommandLineArgs()[0], "solve") : new(self, "solve");
    }

    /// <summary>
    /// Runs the solver until it exits, or kills it once it has used <paramref name="timeout"/> of CPU time or ten times that of wall time
    /// has passed. Only one run at a time: the cost is the difference in CPU time of all children of this process.
    /// </summary>
    public async Task<SolverRun> RunAsync(IEnumerable<string> args, TimeSpan timeout, CancellationToken stop)
    {
        var (before, watch) = (CpuOfChildren(), Stopwatch.StartNew());
        var start = new ProcessStartInfo(Path, [.. First, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var ended = await WaitForExitAsync(process, timeout, stop);
        var wall = watch.Elapsed;
        stop.ThrowIfCancellationRequested();
        await errors;
        return new(await output, ended ? process.ExitCode : null, CpuOfChildren() - before, wall);
    }

    private static async Task<bool> WaitForExitAsync(Process process, TimeSpan timeout, CancellationToken stop)
    {
        var end = process.WaitForExitAsync(CancellationToken.None);
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeLimit.CancelAfter(timeout * WallTimeFactor);
        while (!timeLimit.IsCancellationRequested && CpuOf(process) <= timeout)
            if (await Task.WhenAny(end, Task.Delay(PollInterval, CancellationToken.None)) == end) return true;
        process.Kill(entireProcessTree: true);
        await end;
        return false;
    }

    private static TimeSpan CpuOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            return TimeSpan.Zero; // It has just exited, so there is nothing left to limit.
        }
    }

    private static TimeSpan CpuOfChildren()
    {
        if (GetResourceUsage(Children, out var usage) != 0) throw new IOException("the times of child processes cannot be read here");
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds)
            + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int admission, out Usage usage);

    // struct rusage of Linux and macOS: two times, then fourteen unused counters.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}

/// <summary>The result of one run of a solver.</summary>
/// <param name="Output">The solver's standard output.</param>
/// <param name="ExitCode">The exit code; null if the run was killed at the time limit.</param>
/// <param name="Cpu">User plus system time.</param>
/// <param name="Wall">Wall time from start to exit.</param>
internal sealed record SolverRun(string Output, int? ExitCode, TimeSpan Cpu, TimeSpan Wall);
