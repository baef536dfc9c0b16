using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Debate.Tests;

/// <summary>
/// Claims that work takes time in proportion to the size of its input, told by a ratio and not by a clock: sixteen times the input takes
/// about 16 times the processor time if the work is linear, and 256 times if it is quadratic; 64 lies as far from the one as from the other.
/// Every try can only lower the two times, and the first that satisfies the claim ends the test: a slow or busy machine costs time, never a
/// failure. Compiled into every test project (Directory.Build.targets).
/// </summary>
internal static class LinearTime
{
    private const int Growth = 16;
    private const int Bound = 64;
    private const int Tries = 6;

    /// <summary>The claim for a text that repeats <paramref name="piece"/> up to <paramref name="length"/> characters.</summary>
    public static void Holds(string piece, Action<string> work, int length = 160_000) =>
        Holds(length, size => string.Concat(Enumerable.Repeat(piece, size / piece.Length)), work);

    /// <summary>The claim for inputs of that size and of a sixteenth of it, which <paramref name="inputOf"/> makes outside the measured time.</summary>
    public static void Holds<T>(int size, Func<int, T> inputOf, Action<T> work)
    {
        var (small, large) = (inputOf(size / Growth), inputOf(size));
        var (shortTime, longTime) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Tries && (i == 0 || longTime / shortTime >= Bound); i++)
        {
            // The large one first: what runs for the first time is compiled in its time, which counts against the claim and not for it.
            longTime = Math.Min(longTime, Measure(large, work));
            for (var again = 0; again < 3; again++) shortTime = Math.Min(shortTime, Measure(small, work));
        }
        Assert.True(longTime / shortTime < Bound, $"{Growth} times the input takes {longTime / shortTime:0} times the time: {longTime:0.00} ms");
    }

    /// <summary>The claim that work takes at most so many times the time of other work, which stands for the speed of the machine.</summary>
    public static void IsAtMost(double times, Action yardstick, Action work)
    {
        var (measure, took) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Tries && (i == 0 || took / measure > times); i++)
        {
            took = Math.Min(took, Measure(work, w => w()));
            for (var again = 0; again < 3; again++) measure = Math.Min(measure, Measure(yardstick, y => y()));
        }
        Assert.True(took / measure <= times, $"it takes {took:0.00} ms, {took / measure:0.0} times its yardstick of {measure:0.00} ms");
    }

    private static double Measure<T>(T input, Action<T> work)
    {
        var start = Milliseconds();
        work(input);
        return Math.Max(0.001, Milliseconds() - start);
    }

    /// <summary>The processor time of this thread where the system tells it, so that load on the machine does not count; otherwise the time.</summary>
    private static double Milliseconds() => OperatingSystem.IsLinux() && GetTime(ThreadTime, out var time) == 0
        ? time.Seconds * 1e3 + time.Nanoseconds / 1e6
        : Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    private const int ThreadTime = 3;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
