using System.Text.Json.Serialization;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// The solver of the silo that receives the call; a stateless worker, key 0. Searches are time-sliced, each on its own thread, so a hard
/// one delays small ones by milliseconds. Cancelling a call ends its search at the next step.
/// </summary>
[Alias("debate.solver")]
public interface ISolverGrain : IGrainWithIntegerKey
{
    /// <summary>Answers a question about the framework in the call.</summary>
    [Alias("solve"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveAsync(SolveCall call, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Answers a question about a graph that a graph grain holds; arguments are numbered as in the graph.</summary>
    [Alias("solve-graph"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveGraphAsync(GraphCall call, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Counts the searches that run or wait on the called silo; a cancelled one counts until it has really stopped.</summary>
    [Alias("taken"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<int> CountActiveAsync();
}

/// <summary>The limits of a search.</summary>
/// <param name="Time">Time from request to answer, queueing included; null for the silo's default. At most <see cref="MaxTime"/>.</param>
/// <param name="Conflicts">Conflicts of the search, a limit that is the same on every machine; null for no limit.</param>
public sealed record SolveLimits(TimeSpan? Time = null, long? Conflicts = null)
{
    /// <summary>The maximum time, which is below the call's response timeout.</summary>
    public static TimeSpan MaxTime => TimeSpan.FromMinutes(29);

    /// <summary>The silo's default time and no limit on conflicts.</summary>
    public static SolveLimits Default { get; } = new();
}

/// <summary>Why a question has no answer. Failures travel as data, not as exceptions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SolveFailure>))]
public enum SolveFailure
{
    /// <summary>It has an answer.</summary>
    None,

    /// <summary>The question is invalid; asking again will not help.</summary>
    Rejected,

    /// <summary>The time limit was reached.</summary>
    OutOfTime,

    /// <summary>The conflict limit was reached.</summary>
    OutOfConflicts,

    /// <summary>The queue is full; a later attempt may succeed.</summary>
    Busy,

    /// <summary>The graph is no longer at the version that was asked about.</summary>
    Stale,
}

/// <summary>A solver's answer, or why there is none.</summary>
/// <param name="Answer">The answer; null on failure.</param>
/// <param name="Trouble">Why there is no answer.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record SolverReply(Answer? Answer, SolveFailure Trouble = SolveFailure.None, string? Message = null);
