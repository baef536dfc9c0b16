using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Debate.Deliberation.Engine;

namespace Debate.Programs;

/// <summary>
/// Runs Python programs under bubblewrap, a process each: without network, processes, threads, files to write and files to read but those of
/// the system's own programs, as nobody, with limits of memory and time. There is no way without the sandbox.
/// </summary>
internal sealed class SandboxedPython : IDisposable
{
    /// <summary>What the interpreter itself needs.</summary>
    private const int OwnMegabytes = 32;

    private const string Began = "began\n";
    private const int SignalBase = 128, KilledSignal = 9, SegmentSignal = 11, CpuSignal = 24;
    private static readonly string[] Places = ["/usr/bin", "/bin", "/usr/local/bin"];
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    // Sets the limits, says that the program begins, then reads it and runs it as the main module; what follows on standard input is its own.
    private const string Bootstrap =
        """
        import resource, sys, random
        m, s, seed, n = (int(a) for a in sys.argv[1:5])
        for what, limit in ((resource.RLIMIT_AS, m << 20), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
                            (resource.RLIMIT_NPROC, 1), (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_STACK, 8 << 20)):
            resource.setrlimit(what, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (s, s + 1))
        sys.argv = ["program.py"]
        random.seed(seed)
        source = sys.stdin.buffer.read(n)
        sys.stdout.write("began\n")
        sys.stdout.flush()
        exec(compile(source, "program.py", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
        """;

    private readonly string _sandbox;
    private readonly string _filter;

    private SandboxedPython(string sandbox, string filter) => (_sandbox, _filter) = (sandbox, filter);

    /// <summary>Why Python cannot be run here, in one line; null where it can, and then <paramref name="python"/> is there.</summary>
    public static string? Find(out SandboxedPython? python)
    {
        python = null;
        if (Places.Select(p => Path.Combine(p, "bwrap")).FirstOrDefault(File.Exists) is not { } sandbox) return "bubblewrap (bwrap) is not installed";
        if (!File.Exists("/usr/bin/python3")) return "there is no /usr/bin/python3";
        if (SystemCallFilter.Create() is not { } filter) return "there is no filter of system calls for this processor";
        var file = Path.Combine(Directory.CreateTempSubdirectory("debate-programs-").FullName, "filter");
        File.WriteAllBytes(file, filter);
        python = new(sandbox, file);
        return null;
    }

    /// <summary>Runs a program. Throws <see cref="OutageException"/> where the sandbox itself does not start.</summary>
    public Task<ProgramResult> RunAsync(BoundedCall call, TimeProvider clock, CancellationToken cancellation) =>
        // The sandbox ends when the thread that started it does, so that it never outlives this process: a thread of its own.
        Task.Factory.StartNew(() => Run(call, clock, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_filter)!, recursive: true);

    private ProgramResult Run(BoundedCall call, TimeProvider clock, CancellationToken cancellation)
    {
        var source = Encoding.UTF8.GetBytes(call.Call.Source);
        using var process = Start(call, source.Length);
        using var stop = cancellation.Register(() => Kill(process));
        var errors = new ErrorTail(process.StandardError.BaseStream);
        var input = WriteAsync(process.StandardInput.BaseStream, [.. source, .. Encoding.UTF8.GetBytes(call.Call.Input)]);
        var output = ReadAsync(process, Began.Length + 4 * (call.Limits.Characters + 1));
        var limit = TimeSpan.FromSeconds(call.Limits.Seconds) * ProgramProcess.ClockFactor;
        var began = clock.GetTimestamp();
        var isLate = false;
        while (!process.WaitForExit(CheckInterval))
        {
            if (isLate || clock.GetElapsedTime(began) <= limit) continue;
            isLate = true;
            Kill(process);
        }
        cancellation.ThrowIfCancellationRequested();
        Task.WaitAll([input, output], CancellationToken.None);
        var (bytes, isFull) = output.Result;
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.StartsWith(Began, StringComparison.Ordinal))
            throw new OutageException(FailureKind.Unreachable, $"the sandbox for Python did not start: {LastLine(errors.ReadAsync().Result)}");
        text = text[Began.Length..].TrimEnd('\n');
        isLate |= process.ExitCode == SignalBase + KilledSignal && clock.GetElapsedTime(began) >= TimeSpan.FromSeconds(call.Limits.Seconds);
        return Judge(call, text, isFull, isLate, process.ExitCode, errors.ReadAsync().Result);
    }

    private static ProgramResult Judge(BoundedCall call, string text, bool isFull, bool isLate, int exit, string said)
    {
        var limits = call.Limits;
        if (isFull || text.Length > limits.Characters)
            return new(ProgramEnd.TooMuchOutput, text[..Math.Min(text.Length, limits.Characters)], $"more than {limits.Characters} characters of output");
        if (isLate || exit is SignalBase + CpuSignal or -CpuSignal)
            return ProgramProcess.TooLong(limits) with { Output = text };
        if (exit == 0) return new(ProgramEnd.Done, text);
        var last = LastLine(said);
        // Killed: by the kernel for its memory, or for its time where it ignored the first signal.
        return last.StartsWith("MemoryError", StringComparison.Ordinal) || exit == SignalBase + KilledSignal
            ? new(ProgramEnd.TooMuchMemory, text, $"more than {limits.Megabytes} MB")
            : new(ProgramEnd.Failed, text, last.Length > 0 && exit < SignalBase ? last
                : exit == SignalBase + SegmentSignal ? "nested too deeply"
                : string.Create(CultureInfo.InvariantCulture, $"ended with code {exit}"));
    }

    private Process Start(BoundedCall call, int sourceBytes)
    {
        var (limits, invariant) = (call.Limits, CultureInfo.InvariantCulture);
        var seed = ((uint)call.Call.Seed).ToString(invariant);
        // The shell opens the filter for the sandbox and becomes it.
        string[] arguments =
        [
            "-c", "exec \"$0\" \"$@\" 9<\"$FILTER\"", _sandbox,
            "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--seccomp", "9", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
            "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--hostname", "program",
            "--clearenv", "--setenv", "PYTHONHASHSEED", seed, "--setenv", "PYTHONUTF8", "1", "--setenv", "LC_ALL", "C.UTF-8",
            "/usr/bin/python3", "-s", "-S", "-B", "-c", Bootstrap,
            (limits.Megabytes + OwnMegabytes).ToString(invariant), limits.Seconds.ToString(invariant), seed, sourceBytes.ToString(invariant),
        ];
        var start = new ProcessStartInfo("/bin/sh", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["FILTER"] = _filter;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new OutageException(FailureKind.Unreachable, $"the sandbox for Python cannot be started: {error.Message}");
        }
    }

    private static async Task WriteAsync(Stream input, byte[] bytes)
    {
        try
        {
            await input.WriteAsync(bytes);
            input.Close();
        }
        catch (IOException)
        {
            await input.DisposeAsync(); // It ended without reading all.
        }
    }

    /// <summary>At most so many bytes; the process is ended where there are more.</summary>
    private static async Task<(byte[] Bytes, bool IsFull)> ReadAsync(Process process, int max)
    {
        var (buffer, count) = (new byte[Math.Min(max + 1, 4096)], 0);
        for (int read; (read = await process.StandardOutput.BaseStream.ReadAsync(buffer.AsMemory(count))) > 0;)
        {
            count += read;
            if (count > max)
            {
                Kill(process);
                return (buffer[..max], true);
            }
            if (count == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * buffer.Length, max + 1));
        }
        return (buffer[..count], false);
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            process.Refresh(); // It has ended by itself.
        }
    }
}
