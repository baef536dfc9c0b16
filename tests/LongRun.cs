namespace Debate.Tests;

/// <summary>
/// Sizes of samples and sweeps. The environment variable DEBATE_LONG=1 selects the long form (tests/acceptance/README.md); without it, a
/// test takes the size that its claim needs. Compiled into every test project (Directory.Build.targets).
/// </summary>
internal static class LongRun
{
    public static bool IsOn => Environment.GetEnvironmentVariable("DEBATE_LONG") == "1";

    public static int Size(int usual, int longForm) => IsOn ? longForm : usual;
}
