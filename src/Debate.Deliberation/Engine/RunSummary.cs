using System.Text.Json.Serialization;

namespace Debate.Deliberation.Engine;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Somebody drives it, or did until a crash.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>It has its verdict.</summary>
    [JsonStringEnumMemberName("finished")] Finished,

    /// <summary>Whoever drove it stopped.</summary>
    [JsonStringEnumMemberName("interrupted")] Interrupted,

    /// <summary>Something outside failed for longer than a retry can bridge.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>A limit of its budget was reached.</summary>
    [JsonStringEnumMemberName("out-of-budget")] OutOfBudget,

    /// <summary>A person cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>What kind of outside trouble stopped a run; it decides the tool's exit code.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Trouble>))]
public enum Trouble
{
    /// <summary>None.</summary>
    None,

    /// <summary>A call was rejected or kept failing.</summary>
    Rejected,

    /// <summary>The key was missing or refused.</summary>
    Unauthorised,

    /// <summary>The endpoint could not be reached.</summary>
    Unreachable,

    /// <summary>A seat that is played from outside did not reply in time.</summary>
    Unanswered,

    /// <summary>A person paused it; it goes on when somebody asks for that.</summary>
    Paused,
}

/// <summary>A line in the index of runs, written in the same transaction as the entry that changed it.</summary>
public sealed record RunSummary
{
    /// <summary>The run.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>debate, tournament or evaluation.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands, as far as the journal knows.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it came to its verdict; null before.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>What it has used, children included, when this line was written.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>The line of a run that stands so; a verdict's time goes on top.</summary>
    public static RunSummary Of(Snapshot snapshot, RunStatus status, Usage used, DateTimeOffset started) => new()
    {
        Id = snapshot.Id,
        Kind = snapshot.Kind,
        Name = snapshot.Name,
        Status = status,
        Started = started,
        Usage = used,
    };
}
