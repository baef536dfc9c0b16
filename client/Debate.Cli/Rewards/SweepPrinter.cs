using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Reports;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>Prints a sweep for people: one table per arm, then the conclusions.</summary>
internal sealed class SweepPrinter(Terminal terminal)
{
    public void Print(SweepReport report)
    {
        foreach (var line in SweepText.Facts(report)) terminal.WriteLine(line);
        foreach (var arm in report.Arms)
        {
            terminal.WriteLine($"{arm.Name}; {SweepText.FormatSummary(arm.FlipShare)} of comparisons flip with the speaking order");
            terminal.WriteTable(SweepText.Outcomes(arm));
        }
        foreach (var line in SweepText.Verdict(report).Concat(SweepText.Warnings(report))) terminal.WriteLine(line);
    }
}
