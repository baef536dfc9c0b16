namespace Debate.Tests;

/// <summary>
/// How long a test waits for what must come. It is far more than anything takes: a slow or busy machine costs time, never a failure, and only
/// what never comes fails. Compiled into every test project (Directory.Build.targets).
/// </summary>
internal static class Patience
{
    public static TimeSpan Long { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Asks again and again until the answer is yes; without one the test fails with <paramref name="otherwise"/>.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isThere, string otherwise)
    {
        for (var end = Environment.TickCount64 + (long)Long.TotalMilliseconds; !await isThere(); await Task.Delay(10))
            if (Environment.TickCount64 > end) Assert.Fail(otherwise);
    }
}
