using System.Text.Json.Serialization;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// The solver of whichever silo is asked; a stateless worker, key 0. Searches take turns on threads of their own: a hard one delays small
/// ones by milliseconds. Cancelling a call ends its search at its next step.
/// </summary>
[Alias("debate.solver")]
public interface ISolverGrain : IGrainWithIntegerKey
{
    /// <summary>Answers a question about the framework in the call.</summary>
    [Alias("solve"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveAsync(SolveCall call, SolveTerms terms, CancellationToken cancellation);

    /// <summary>Answers a question about a graph that a graph grain holds; arguments are numbered as in the graph.</summary>
    [Alias("solve-graph"), ResponseTimeout("00:30:00"), AlwaysInterleave]
    Task<SolverReply> SolveGraphAsync(GraphCall call, SolveTerms terms, CancellationToken cancellation);

    /// <summary>How many searches run or wait on the silo that is asked: a cancelled one counts until it has really stopped.</summary>
    [Alias("taken"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<int> TakenAsync();
}

/// <summary>What a search may spend.</summary>
/// <param name="Time">From the request to its end, waiting included; null for what the silo gives. At most <see cref="Longest"/>.</param>
/// <param name="Conflicts">Conflicts of the search, the same on every machine; null for no limit.</param>
public sealed record SolveTerms(TimeSpan? Time = null, long? Conflicts = null)
{
    /// <summary>The longest time: less than a call waits for its answer.</summary>
    public static TimeSpan Longest => TimeSpan.FromMinutes(29);

    /// <summary>Neither limit of its own.</summary>
    public static SolveTerms Default { get; } = new();
}

/// <summary>Why a question has no answer. Trouble travels as data.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SolveTrouble>))]
public enum SolveTrouble
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>It makes no sense; asking again will not help.</summary>
    Rejected,

    /// <summary>The time was up.</summary>
    OutOfTime,

    /// <summary>The conflicts were spent.</summary>
    OutOfConflicts,

    /// <summary>Too many wait; later it may be taken.</summary>
    Busy,

    /// <summary>The graph has another version than the one asked about.</summary>
    Stale,
}

/// <summary>What a solver came to.</summary>
/// <param name="Answer">The answer; null where there was trouble.</param>
/// <param name="Trouble">What kind of trouble.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record SolverReply(Answer? Answer, SolveTrouble Trouble = SolveTrouble.None, string? Message = null);
