using System.Collections.Immutable;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>What a person or a script is told of one debate: the JSON of <c>debate run</c>.</summary>
public sealed record RunReport
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The seed of every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>decided, undecided or refused; without a verdict running, out-of-budget, cancelled, interrupted or failed.</summary>
    public required string Status { get; init; }

    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The side that was supported; null where none was.</summary>
    public string? Side { get; init; }

    /// <summary>Why it was decided so, or why the run stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>What ended it: break, fallback, rounds, or a word of another protocol; null where it has no verdict.</summary>
    public string? Ended { get; init; }

    /// <summary>Rounds played; without a verdict, the last round in which something was said.</summary>
    public required int Rounds { get; init; }

    /// <summary>What was used, children included.</summary>
    public required Usage Usage { get; init; }

    /// <summary>What was said in the open.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>What solvers were asked, and what they found, one line each.</summary>
    public ImmutableArray<string> Solved { get; init; } = [];

    /// <summary>What a reader should know about the verdict.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether the answer is right; null where the key is not known or there is no answer.</summary>
    public bool? Correct { get; init; }

    /// <summary>Named numbers that the protocol measured.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="status">Where it stands, as the lock and the index tell; a verdict gives its own word instead.</param>
    /// <param name="usage">What was used, children included.</param>
    public static RunReport Of(RunRecord run, RunStatus status, Usage usage)
    {
        var statements = Transcript.Of(run);
        var verdict = run.End?.Verdict;
        return new()
        {
            Id = run.Id.Value,
            Name = run.Snapshot.Name,
            Protocol = run.Snapshot.Protocol,
            Seed = run.Snapshot.Seed,
            Status = verdict is null ? StatusWord.Of(status) : StatusWord.Of(verdict.Decision),
            Answer = verdict?.Answer,
            Side = verdict?.Side,
            Reason = verdict is null ? run.Stop?.Reason : verdict.Reason,
            Ended = verdict?.Ended,
            Rounds = verdict?.Rounds ?? statements.Select(s => s.Round).DefaultIfEmpty().Max(),
            Usage = usage,
            Statements = statements,
            Solved = [.. run.Ordered.Select(e => e.Body).OfType<Solved>().Select(s => s.Told)],
            Notes = verdict?.Notes ?? [],
            Correct = IsRight(run.Snapshot.Problem, verdict?.Answer),
            Measures = verdict?.Measures ?? ImmutableSortedDictionary<string, double>.Empty,
        };
    }

    private static bool? IsRight(Problem problem, string? answer) =>
        answer is not null && problem.Answers.Count > 0 ? AutoChecker.For(problem).Check(answer, problem).Correct : null;
}

/// <summary>The words for where a run stands, as the tool and the index write them.</summary>
public static class StatusWord
{
    /// <summary>The word for where a run stands.</summary>
    public static string Of(RunStatus status) => status == RunStatus.OutOfBudget ? "out-of-budget" : status.ToString().ToLowerInvariant();

    /// <summary>The word for how a verdict was come to.</summary>
    public static string Of(Decision decision) => decision.ToString().ToLowerInvariant();
}
