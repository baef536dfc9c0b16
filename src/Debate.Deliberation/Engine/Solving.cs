using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>A query to a solver in its wire form: the framework's attacks and the problem by its code.</summary>
/// <param name="Arguments">Number of arguments, 0 to <see cref="MaxArguments"/>.</param>
/// <param name="From">The attacker of each attack: 0 to Arguments - 1.</param>
/// <param name="To">The target of each attack, 0 to Arguments - 1; as long as <paramref name="From"/>.</param>
/// <param name="Problem">The problem's code in the ICCMA competitions, such as DS-PR.</param>
/// <param name="Argument">The query argument, from 0; null where the problem has none.</param>
/// <param name="Limit">The largest number of extensions wanted; null for no limit.</param>
public sealed record SolveCall(
    int Arguments, ImmutableArray<int> From, ImmutableArray<int> To, string Problem, int? Argument = null, long? Limit = null)
{
    /// <summary>The largest number of arguments accepted: it bounds the memory that a caller's number can allocate.</summary>
    public const int MaxArguments = 10_000_000;

    /// <summary>The call for a query, with the attacks in ascending order, so that equal queries make equal calls.</summary>
    public static SolveCall Create(Framework framework, Query query)
    {
        var from = ImmutableArray.CreateBuilder<int>(framework.AttackCount);
        var to = ImmutableArray.CreateBuilder<int>(framework.AttackCount);
        for (var argument = 0; argument < framework.Count; argument++)
            foreach (var target in framework.Attacked[argument])
            {
                from.Add(argument);
                to.Add(target);
            }
        return new(
            framework.Count, from.MoveToImmutable(), to.MoveToImmutable(), $"{Query.CodeOf(query.Kind)}-{query.Semantics.Code}",
            Query.NeedsArgument(query.Kind) ? query.Argument : null, query.Limit == long.MaxValue ? null : query.Limit);
    }

    /// <summary>The framework; throws an <see cref="InputException"/> where the numbers do not describe one.</summary>
    public Framework ToFramework()
    {
        if (Arguments is < 0 or > MaxArguments) throw new InputException($"arguments {Arguments}: it must be in 0..{MaxArguments}");
        if (From.IsDefault || To.IsDefault || From.Length != To.Length)
            throw new InputException("attacks: from and to must be lists of one length");
        for (var i = 0; i < From.Length; i++)
            if ((uint)From[i] >= (uint)Arguments || (uint)To[i] >= (uint)Arguments)
                throw new InputException($"attack {i}: ({From[i]}, {To[i]}) must be in 0..{Arguments - 1}");
        return Framework.Create(Arguments, From.AsSpan(), To.AsSpan());
    }

    /// <summary>The query; throws an <see cref="InputException"/> for an unknown problem.</summary>
    public Query ToQuery() => Query.Parse(Problem, Argument ?? -1) with { Limit = Limit ?? long.MaxValue };

    /// <summary>Solves on the calling thread.</summary>
    public Answer Solve(SearchBudget budget) => Solver.Ask(ToFramework(), ToQuery(), budget);
}

/// <summary>
/// The solvers, on whichever silo. An answer is a function of the call alone. An invalid call throws an <see cref="InputException"/>; a
/// solver that cannot be reached or runs out of its time throws <see cref="OutageException"/>, which suspends the deliberation and is
/// never recorded.
/// </summary>
public interface ISolvers
{
    /// <summary>Sends the call and waits for the answer.</summary>
    Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation);
}

/// <summary>Solves on the calling thread: for tests, rehearsals and replays.</summary>
public sealed class InlineSolvers : ISolvers
{
    /// <inheritdoc/>
    public Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation) =>
        Task.FromResult(call.Solve(new SearchBudget(cancellation)));
}

/// <summary>
/// Converts a whole number of any size to and from a JSON string of decimal digits, because many JSON readers keep only 53 bits of a
/// number.
/// </summary>
public sealed class WholeNumberConverter : JsonConverter<BigInteger>
{
    /// <inheritdoc/>
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BigInteger.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new JsonException("a whole number must be a text of decimal digits");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The limits of a search.</summary>
/// <param name="Time">Time from request to answer, queueing included; null for the silo's default. At most <see cref="MaxTime"/>.</param>
/// <param name="Conflicts">Conflicts of the search, a limit that is the same on every machine; null for no limit.</param>
public sealed record SolveLimits(TimeSpan? Time = null, long? Conflicts = null)
{
    /// <summary>By what its caller may stop it; null where nobody will.</summary>
    public Guid? Ticket { get; init; }

    /// <summary>The maximum time, which is below the call's response timeout.</summary>
    public static TimeSpan MaxTime => TimeSpan.FromMinutes(29);

    /// <summary>The silo's default time and no limit on conflicts.</summary>
    public static SolveLimits Default { get; } = new();

    /// <summary>The limits of a question that a deliberation asks.</summary>
    public static SolveLimits ForRuns { get; } = new(TimeSpan.FromMinutes(10));
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
public sealed record SolverReply(Answer? Answer, SolveFailure Trouble = SolveFailure.None, string? Message = null)
{
    /// <summary>How long a deliberation waits before it asks a solver again whose queue is full.</summary>
    public static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>The answer for a deliberation; null where the queue is full. Other failures are what <see cref="ISolvers"/> throws.</summary>
    public Answer? FindAnswer() => Trouble switch
    {
        SolveFailure.None => Answer,
        SolveFailure.Busy => null,
        SolveFailure.Rejected => throw new InputException(Message!),
        _ => throw new OutageException(FailureKind.Rejected, $"the solver: {Message}"),
    };
}
