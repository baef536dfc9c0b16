using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Argumentation;
using Debate.Argumentation.Solving;

namespace Debate.Deliberation.Engine;

/// <summary>A question to a solver as it travels: the framework's attacks and the query by its code.</summary>
/// <param name="Arguments">Number of arguments, 0 to <see cref="MostArguments"/>.</param>
/// <param name="From">Of each attack, who attacks: 0 to Arguments - 1.</param>
/// <param name="To">Of each attack, what is attacked.</param>
/// <param name="Problem">The code of the competitions, such as DS-PR.</param>
/// <param name="Argument">The argument asked about, from 0; null where the problem asks about none.</param>
/// <param name="Limit">The most extensions wanted; null for no limit.</param>
public sealed record SolveCall(
    int Arguments, ImmutableArray<int> From, ImmutableArray<int> To, string Problem, int? Argument = null, long? Limit = null)
{
    /// <summary>More arguments than any solver of the house is asked about; a bound on what a stranger's number can allocate.</summary>
    public const int MostArguments = 10_000_000;

    /// <summary>The question, attacks in ascending order, so that equal questions are equal here.</summary>
    public static SolveCall Of(Framework framework, Query query)
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

    /// <summary>The framework; an <see cref="InputException"/> where the numbers do not make one.</summary>
    public Framework ToFramework()
    {
        if (Arguments is < 0 or > MostArguments) throw new InputException($"arguments {Arguments}: it must be in 0..{MostArguments}");
        if (From.IsDefault || To.IsDefault || From.Length != To.Length)
            throw new InputException("attacks: from and to must be lists of one length");
        for (var i = 0; i < From.Length; i++)
            if ((uint)From[i] >= (uint)Arguments || (uint)To[i] >= (uint)Arguments)
                throw new InputException($"attack {i}: ({From[i]}, {To[i]}) must be in 0..{Arguments - 1}");
        return Framework.Of(Arguments, From.AsSpan(), To.AsSpan());
    }

    /// <summary>The query; an <see cref="InputException"/> for an unknown problem.</summary>
    public Query ToQuery() => Query.Parse(Problem, Argument ?? -1) with { Limit = Limit ?? long.MaxValue };

    /// <summary>The answer, on this thread.</summary>
    public Answer Solve(Effort effort) => Solver.Ask(ToFramework(), ToQuery(), effort);
}

/// <summary>
/// The solvers, wherever they live. An answer is a function of the call alone. A question that has none is an
/// <see cref="InputException"/>; a solver that cannot be reached or ran out of its time throws <see cref="OutageException"/>, which
/// suspends the deliberation and is never recorded.
/// </summary>
public interface ISolvers
{
    /// <summary>Asks and waits for the answer.</summary>
    Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation);
}

/// <summary>Solves on the caller's thread: for tests and for runs without a silo.</summary>
public sealed class SolversInPlace : ISolvers
{
    /// <inheritdoc/>
    public Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation) => Task.FromResult(call.Solve(new Effort(cancellation)));
}

/// <summary>A whole number of any size in JSON: its decimal digits as a text, because readers of JSON numbers stop at 53 bits.</summary>
public sealed class WholeNumberForm : JsonConverter<BigInteger>
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
