using System.Globalization;

namespace Debate.Deliberation.Records;

/// <summary>The header fields of a report for human readers.</summary>
public static class ReportHeader
{
    /// <summary>The fields that have a value, by name, in reading order.</summary>
    public static IEnumerable<(string Name, string Value)> Create(RunReport report) => new (string Name, string? Value)[]
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
