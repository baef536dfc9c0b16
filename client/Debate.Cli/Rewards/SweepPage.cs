using Debate.Rewards.Reports;

namespace Debate.Cli.Rewards;

/// <summary>A sweep as a file.</summary>
internal sealed class SweepPage(string file)
{
    public string File => file;

    public Task WriteAsync(SweepReport report, CancellationToken stop) =>
        System.IO.File.WriteAllTextAsync(file, report.Environment, stop);
}
