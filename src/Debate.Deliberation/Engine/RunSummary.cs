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

    /// <summary>The line of a run with this status; callers set <see cref="Finished"/> where it has a verdict.</summary>
    public static RunSummary Create(RunDefinition definition, RunStatus status, Usage used, DateTimeOffset started) => new()
    {
        Id = definition.Id,
        Kind = definition.Kind,
        Name = definition.Name,
        Status = status,
        Started = started,
        Usage = used,
    };
}
