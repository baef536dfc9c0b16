using System.Text.Json.Serialization;

namespace Debate.Deliberation.Engine;

/// <summary>The status of a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>A process drives it, or did until it crashed.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>It has its verdict.</summary>
    [JsonStringEnumMemberName("finished")] Finished,

    /// <summary>Its driver stopped.</summary>
    [JsonStringEnumMemberName("interrupted")] Interrupted,

    /// <summary>An external failure lasted longer than retries can bridge.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>A limit of its budget was reached.</summary>
    [JsonStringEnumMemberName("out-of-budget")] OutOfBudget,

    /// <summary>A user cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,

    /// <summary>Its line of the index cannot be read; whether it can go on, its entries tell. Never stored.</summary>
    [JsonStringEnumMemberName("damaged")] Damaged,
}

/// <summary>The kind of external failure that stopped a run; it determines the tool's exit code.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A call was rejected or kept failing.</summary>
    Rejected,

    /// <summary>The key was missing or refused.</summary>
    Unauthorised,

    /// <summary>The endpoint could not be reached.</summary>
    Unreachable,

    /// <summary>An external seat did not reply in time.</summary>
    Unanswered,

    /// <summary>A user paused it; it goes on when a user resumes it.</summary>
    Paused,

    /// <summary>It waits for a seat whose model is gone, and has finished all that does not depend on it.</summary>
    Absent,
}

/// <summary>A line of the run index, written in the same transaction as the entry that changed it.</summary>
public sealed record RunSummary
{
    /// <summary>The run.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>debate, tournament or evaluation.</summary>
    public required string Kind { get; init; }

    /// <summary>Its display name.</summary>
    public required string Name { get; init; }

    /// <summary>Its status as the journal shows it.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it reached its verdict, in UTC; null before.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Its usage, children included, when this line was written.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>
    /// The usage of its own replies, children not included, up to the last one; null in lines of before 2026-11-30, which were not written
    /// with each reply.
    /// </summary>
    public Usage? OwnUsage { get; init; }

    /// <summary>Its protocol; null in lines of before 2026-11-30.</summary>
    public string? Protocol { get; init; }

    /// <summary>The models of its seats, each once, in ordinal order; null in lines of before 2026-11-30.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>How it stopped; null where it was not stopped by the run itself, and in lines of before 2026-11-30.</summary>
    public OutcomeSummary? Outcome { get; init; }

    /// <summary>What the line of an argument graph says, which is listed apart from runs; null for a run.</summary>
    public GraphLine? Graph { get; init; }

    /// <summary>What stands in a list for a run whose line cannot be read; resuming the run writes the line anew.</summary>
    public static RunSummary ForDamagedLine(DeliberationId id) => new()
    {
        Id = id,
        Kind = "unknown",
        Name = "its line of the index cannot be read",
        Status = RunStatus.Damaged,
        Started = default,
        Outcome = new() { Reason = "its line of the index cannot be read" },
    };

    /// <summary>The line of a run with this status; callers set <see cref="Finished"/> where it has a verdict.</summary>
    public static RunSummary Create(RunDefinition definition, RunStatus status, RunUsage used, DateTimeOffset started) => new()
    {
        Id = definition.Id,
        Kind = definition.Kind,
        Name = definition.Name,
        Status = status,
        Started = started,
        Usage = used.Total,
        OwnUsage = used.Own,
        Protocol = definition.Protocol,
        Models = [.. definition.Seats.Select(seat => seat.Model).Distinct().Order(StringComparer.Ordinal)],
    };

    /// <summary>Whether two say the same, model by model.</summary>
    public bool Equals(RunSummary? other) => other is not null
        && (Id, Kind, Name, Status, Started, Finished, Usage) == (other.Id, other.Kind, other.Name, other.Status, other.Started, other.Finished, other.Usage)
        && (OwnUsage, Protocol, Outcome, Graph) == (other.OwnUsage, other.Protocol, other.Outcome, other.Graph)
        && (Models ?? []).SequenceEqual(other.Models ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Kind, Name, Status, Started, Finished);
}

/// <summary>What the index says of an argument graph, so that a list reads no journal.</summary>
/// <param name="Version">The number of its changes.</param>
/// <param name="Arguments">The number of its arguments.</param>
/// <param name="Inferences">The number of its inferences, of both kinds.</param>
/// <param name="Attacks">The number of attacks that go without an inference.</param>
/// <param name="Whole">The last version that was put or removed whole, where reading may begin; 0 where there is none.</param>
/// <param name="Removed">The last version at which it was removed; null for never. It is there where a later change put it again.</param>
public sealed record GraphLine(long Version, int Arguments, int Inferences, int Attacks, long Whole, long? Removed)
{
    /// <summary>Whether it is there.</summary>
    [JsonIgnore]
    public bool IsThere => Removed != Version;
}

/// <summary>The usage of a run.</summary>
/// <param name="Total">Of all its recorded effects, children included.</param>
/// <param name="Own">Of its own replies.</param>
public readonly record struct RunUsage(Usage Total, Usage Own)
{
    /// <summary>Nothing used.</summary>
    public static RunUsage None => new(Usage.None, Usage.None);

    /// <summary>The usage after one more entry.</summary>
    public RunUsage After(EntryBody body) =>
        new(Total + UsageTotals.Sum(body), body is ModelReplied or ContinuationScored ? Own + UsageTotals.Sum(body) : Own);
}

/// <summary>
/// The head of a run's outcome, for lists and for those who decide by it whether a run goes on; the whole outcome is the last entry of its
/// journal. Texts longer than <see cref="MaxTextLength"/> are cut and end with "...".
/// </summary>
public sealed record OutcomeSummary
{
    /// <summary>The most characters of a text here.</summary>
    public const int MaxTextLength = 200;

    /// <summary>The kind of external failure that stopped it.</summary>
    public FailureKind Cause { get; init; }

    /// <summary>Why it stopped before its verdict; null where it has one.</summary>
    public string? Reason { get; init; }

    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }

    /// <summary>The verdict's decision; null where it has no verdict.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The verdict's answer; null where it has none.</summary>
    public string? Answer { get; init; }

    /// <summary>The side that the verdict supports; null where it supports none.</summary>
    public string? Side { get; init; }

    /// <summary>The head of a verdict.</summary>
    public static OutcomeSummary FromVerdict(Verdict verdict) =>
        new() { Decision = verdict.Decision, Answer = Shorten(verdict.Answer), Side = Shorten(verdict.Side) };

    /// <summary>The head of a suspension.</summary>
    public static OutcomeSummary FromSuspension(RunSuspended suspended) => new()
    {
        Cause = suspended.Cause,
        Reason = Shorten(suspended.Reason),
        Absent = suspended.Absent is { } seats ? [.. seats.Select(s => s with { Reason = Shorten(s.Reason)! })] : null,
    };

    /// <summary>Whether two say the same, seat by seat.</summary>
    public bool Equals(OutcomeSummary? other) => other is not null
        && (Cause, Reason, Decision, Answer, Side) == (other.Cause, other.Reason, other.Decision, other.Answer, other.Side)
        && (Absent ?? []).SequenceEqual(other.Absent ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cause, Reason, Decision, Answer, Side, Absent?.Count);

    private static string? Shorten(string? text) => text is null || text.Length <= MaxTextLength ? text
        : $"{text[..(MaxTextLength - 3 - (char.IsHighSurrogate(text[MaxTextLength - 4]) ? 1 : 0))]}...";
}
