using System.Diagnostics;
using System.Globalization;

namespace Debate.Tests;

/// <summary>
/// Sizes of samples and sweeps. The environment variable DEBATE_LONG=1 selects the long form (tests/acceptance/README.md); without it, a
/// test takes the size that its claim needs. Compiled into every test project (Directory.Build.targets).
/// </summary>
internal static class LongRun
{
    public static bool IsOn => Environment.GetEnvironmentVariable("DEBATE_LONG") == "1";

    public static int Size(int usual, int longForm) => IsOn ? longForm : usual;

    /// <summary>
    /// The processor time of this thread if the system reports it, so that load on the machine does not count; otherwise the wall time.
    /// </summary>
    public static TimeSpan ProcessorTime() => File.Exists("/proc/thread-self/schedstat")
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0],
            CultureInfo.InvariantCulture) / 1000)
        : Stopwatch.GetElapsedTime(0);
}
