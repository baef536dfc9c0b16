using System.Runtime.InteropServices;

namespace Debate.Programs;

/// <summary>What the kernel lets this process do from here on; where there is no such kernel, nothing changes.</summary>
internal static class ProcessLimits
{
    // Of Linux on x64 and arm64.
    private const int CpuSeconds = 0, FileBytes = 1, CoreBytes = 4;
    private const int NoNewPrivileges = 38;

    /// <summary>No file can be written any more, no dump, and no program that is started can have more rights.</summary>
    public static void Close()
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = SetLimit(FileBytes, new(0, 0));
        _ = SetLimit(CoreBytes, new(0, 0));
        _ = Control(NoNewPrivileges, 1, 0, 0, 0);
    }

    /// <summary>
    /// Ends this process after so many more seconds of processor time, and a few: whoever started it is the first to do so, and may be gone.
    /// </summary>
    public static void AllowSeconds(int seconds)
    {
        if (!OperatingSystem.IsLinux()) return;
        var used = (ulong)Environment.CpuUsage.TotalTime.TotalSeconds;
        _ = SetLimit(CpuSeconds, new(used + (ulong)seconds + 3, ulong.MaxValue));
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
