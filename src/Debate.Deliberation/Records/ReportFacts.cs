using System.Globalization;

namespace Debate.Deliberation.Records;

/// <summary>What stands at the head of a report for people.</summary>
public static class ReportFacts
{
    /// <summary>What is known, by name, in the order in which it is read.</summary>
    public static IEnumerable<(string Name, string Value)> Of(RunReport report) => new (string Name, string? Value)[]
    {
        ("id", report.Id),
        ("protocol", report.Protocol),
        ("seed", report.Seed.ToString(CultureInfo.InvariantCulture)),
        ("status", report.Status),
        ("answer", report.Answer),
        ("side", report.Side),
        ("reason", report.Reason),
        ("ended", report.Ended),
        ("rounds", report.Rounds.ToString(CultureInfo.InvariantCulture)),
        ("right", report.Correct is { } correct ? (correct ? "yes" : "no") : null),
        ("usage", FormattableString.Invariant(
            $"{report.Usage.Calls} calls, {report.Usage.TokensIn} tokens in, {report.Usage.TokensOut} out, cost {report.Usage.Cost}")),
        ("solver", report.Solved.Length > 0 ? string.Join("\n", report.Solved) : null),
        ("note", report.Notes.Length > 0 ? string.Join("; ", report.Notes) : null),
    }.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => (f.Name, f.Value!));
}
