using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;

namespace Debate.Deliberation.Records;

/// <summary>The report of one debate for users and scripts: the JSON of <c>debate run</c>.</summary>
public sealed record RunReport
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>Its display name.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The seed of every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>decided, undecided or refused; without a verdict running, out-of-budget, cancelled, interrupted or failed.</summary>
    public required string Status { get; init; }

    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>cut, empty, unread or refused where the deciding reply could not be used; null where it could.</summary>
    public ReplyFault? Fault { get; init; }

    /// <summary>What became of the calls, those of children included.</summary>
    public ReplyCounts Replies { get; init; } = ReplyCounts.FromUsage(Usage.None);

    /// <summary>What a reader should know of replies that could not be used, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The side that was supported; null where none was.</summary>
    public string? Side { get; init; }

    /// <summary>The reason of the decision, or why the run stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>What ended it: break, fallback, rounds, or another protocol's word; null where it has no verdict.</summary>
    public string? Ended { get; init; }

    /// <summary>Rounds played; without a verdict, the last round with a statement.</summary>
    public required int Rounds { get; init; }

    /// <summary>The usage, children included.</summary>
    public required Usage Usage { get; init; }

    /// <summary>The transcript.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>The queries to solvers with their answers, one line each.</summary>
    public ImmutableArray<string> Solved { get; init; } = [];

    /// <summary>The programs that were run, with how they ended, one line each.</summary>
    public ImmutableArray<string> Executed { get; init; } = [];

    /// <summary>What a reader should know about the verdict.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether the answer is right; null where the key is not known or there is no answer.</summary>
    public bool? Correct { get; init; }

    /// <summary>The rewards of a group of answers, where they were debated for these; else null.</summary>
    public GroupRewards? Rewards { get; init; }

    /// <summary>Named numbers that the protocol measured, and the rewards as <see cref="RewardMeasures"/> names them.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="status">Its status according to lock and index; where it has a verdict, the verdict's decision is reported
    /// instead.</param>
    /// <param name="usage">The usage, children included.</param>
    public static RunReport Create(RunRecord run, RunStatus status, Usage usage)
    {
        var statements = Transcript.Read(run);
        var verdict = run.Completion?.Verdict;
        var replies = ReplyCounts.FromUsage(usage, run.Suspension is { Status: RunStatus.Failed, Cause: not FailureKind.None } ? 1 : 0);
        return new()
        {
            Id = run.Id.Value,
            Name = run.Definition.Name,
            Protocol = run.Definition.Protocol,
            Seed = run.Definition.Seed,
            Status = verdict is null ? StatusWord.Format(status) : StatusWord.Format(verdict.Decision),
            Answer = verdict?.Answer,
            Fault = verdict?.Fault,
            Replies = replies,
            Warnings = [.. replies.Explain(run.Definition.Seats), .. verdict is null ? [] : PlaceCount.Warn([verdict])],
            Side = verdict?.Side,
            Reason = verdict is null ? run.Suspension?.Reason : verdict.Reason,
            Ended = verdict?.Ended,
            Rounds = verdict?.Rounds ?? statements.Select(s => s.Round).DefaultIfEmpty().Max(),
            Usage = usage,
            Statements = statements,
            Solved = [.. run.EntriesByPath.Select(e => e.Body).OfType<GraphSolved>().Select(s => s.Description)],
            Executed = [.. run.EntriesByPath.Select(e => e.Body).OfType<ProgramExecuted>().Select(s => s.Description)],
            Notes = [.. verdict?.Notes ?? [], .. DescribeUnsent(run)],
            Correct = IsCorrect(run.Definition.Problem, verdict?.Answer),
            Rewards = verdict is null ? null : GroupRewards.FromVerdict(verdict),
            Measures = MeasuresOf(verdict),
        };
    }

    private static ImmutableSortedDictionary<string, double> MeasuresOf(Verdict? verdict) =>
        (verdict?.Measures ?? ImmutableSortedDictionary<string, double>.Empty)
            .SetItems(verdict?.Rewards is { } rewards ? RewardMeasures.Write(rewards) : []);

    // Not in the verdict, whose bytes are the same whatever a server refuses.
    private static IEnumerable<string> DescribeUnsent(RunRecord run) =>
        from reply in run.Entries.Select(e => e.Body).OfType<ModelReplied>()
        where reply.Unsent is not null
        group reply by (reply.Model, reply.Unsent) into same
        orderby same.Key.Model, same.Key.Unsent
        select $"{same.Key.Model} was asked without {same.Key.Unsent}, which its server does not take";

    private static bool? IsCorrect(Problem problem, string? answer) =>
        answer is not null && problem.Answers.Count > 0 ? AutoChecker.SelectChecker(problem).Check(answer, problem).Correct : null;
}

/// <summary>The words for the status of a run, as the tool and the index write them.</summary>
public static class StatusWord
{
    /// <summary>The word for the status of a run.</summary>
    public static string Format(RunStatus status) =>
        status == RunStatus.OutOfBudget ? "out-of-budget" : status.ToString().ToLowerInvariant();

    /// <summary>The word for the decision of a verdict.</summary>
    public static string Format(Decision decision) => decision.ToString().ToLowerInvariant();
}

/// <summary>The header fields of a report for human readers.</summary>
public static class ReportHeader
{
    /// <summary>The name under which warnings stand, each a field of its own, last.</summary>
    public const string Warning = "!";

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
            $"{report.Usage.Calls} calls, {report.Usage.TokensIn} tokens in, {report.Usage.TokensOut} out, cost {report.Usage.Cost}")
            + DescribeEstimate(report.Usage)),
        ("solver", report.Solved.Length > 0 ? string.Join("\n", report.Solved) : null),
        ("programs", report.Executed.Length > 0 ? string.Join("\n", report.Executed) : null),
        ("note", report.Notes.Length > 0 ? string.Join("; ", report.Notes) : null),
    }.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => (f.Name, f.Value!)).Concat(report.Warnings.Select(w => (Warning, w)));

    private static string DescribeEstimate(Usage usage) => usage.Estimated == 0 ? ""
        : FormattableString.Invariant($" (for {usage.Estimated} calls estimated: the server told no count that can be true)");
}
